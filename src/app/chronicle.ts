import type { Clock } from "../gateway/clock.ts";
import type { HistoryActor, HistoryKind } from "../pairing/history-row.ts";
import type { PairingRequest } from "../pairing/pairing-request.ts";
import { shownText } from "../pairing/shown-text.ts";
import type { HistoryPort } from "./ports.ts";
import { RowBudget } from "./row-budget.ts";
import type { RequestView } from "./snapshot.ts";

/** Who or what a row is about. The name as it was shown. */
export interface Subject {
  readonly requestId?: string;
  readonly deviceId: string;
  readonly name: string;
}

/** A device that changes what it asks for is rejected first and asks anew right after: the rejection has to wait for that. */
const SETTLE_MS = 1_500;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A stranger must not be able to push the past out of a bounded history: what asks more often than this is counted. */
const ASKING = [
  { rows: 60, ms: MINUTE_MS },
  { rows: 200, ms: HOUR_MS },
  { rows: 600, ms: DAY_MS },
];
/** A blocked key that keeps knocking must not be able to either, and takes nobody else's room. */
const TURNING_AWAY = [
  { rows: 10, ms: HOUR_MS },
  { rows: 40, ms: DAY_MS },
];
/** Of requests that were rejected on sight, to tell their end from others. */
const MOST_TURNED_AWAY = 200;

/** What a request would add, in the raw words that the gateway uses. */
export function askedNames({ roles, scopes }: Pick<RequestView, "roles" | "scopes">): string {
  const added = [...roles, ...scopes].filter((line) => line.change === "added").map((line) => line.name);
  return shownText(added.join(", "), 300) || "nothing new";
}

/** Writes down what happens to the requests of one gateway, whoever decides them. */
export class Chronicle {
  readonly #gatewayId: string;
  readonly #history: HistoryPort;
  readonly #clock: Clock;
  readonly #known: Set<string>;
  #list: readonly RequestView[] = [];
  #waiting: ReadonlyMap<string, RequestView> = new Map();
  /** How requests ended, as far as the gateway said it. */
  readonly #decisions = new Map<string, string>();
  readonly #gone = new Map<string, RequestView>();
  readonly #turnedAway = new Set<string>();
  /** Waiting requests whose end this app writes down itself. */
  readonly #own = new Set<string>();
  #cancelGone: (() => void) | undefined;
  readonly #asking = new RowBudget(ASKING);
  readonly #turningAway = new RowBudget(TURNING_AWAY);
  #cancelCount: (() => void) | undefined;
  #cutOffAtMs = -Infinity;

  constructor(gatewayId: string, history: HistoryPort, clock: Clock) {
    this.#gatewayId = gatewayId;
    this.#history = history;
    this.#clock = clock;
    // What waited when PairTray ended was written down then.
    const asked = history.rows().filter((row) => row.kind === "asked" && row.gatewayId === gatewayId);
    this.#known = new Set(asked.flatMap((row) => (row.kind === "asked" && row.requestId ? [row.requestId] : [])));
  }

  write(kind: HistoryKind, { requestId, deviceId, name }: Subject, by: HistoryActor, detail?: string): void {
    this.#history.append({ kind, gatewayId: this.#gatewayId, requestId, deviceId, name, by, detail });
  }

  /** The gateway said how a request ended, before its list knows it. False where it isn't among those that wait. */
  ended(requestId: string, decision: string): boolean {
    if (!this.#waiting.has(requestId) && !this.#gone.has(requestId)) return false;
    this.#decisions.set(requestId, decision);
    return true;
  }

  /** The same for a device's request, which may be over before it was ever seen. */
  resolved(requestId: string, decision: string, deviceId: string | undefined): void {
    if (this.ended(requestId, decision)) return;
    if (decision === "approved" && !this.#known.has(requestId)) {
      const detail = "Let in without asking: by a set-up code, or by the gateway's own rules.";
      this.write("decided", { requestId, deviceId: deviceId ?? "", name: "" }, "gateway", detail);
    }
  }

  /** The waiting requests are these now. `isOwn`: this app decided it or is about to, and writes that down itself. */
  pending(list: readonly RequestView[], isOwn: (requestId: string) => boolean): void {
    if (this.#list.length === list.length && this.#list.every((view, index) => view === list[index])) return;
    this.#list = list;
    const before = this.#waiting;
    const now = new Map(list.map((view) => [view.requestId, view]));
    this.#waiting = now;
    for (const [id, view] of now) if (!before.has(id)) this.#asked(id, view);
    for (const [id, view] of before) {
      if (now.has(id)) continue;
      const own = this.#own.delete(id);
      if (own || isOwn(id)) this.#forget(id);
      else this.#gone.set(id, view);
    }
    if (this.#gone.size > 0) this.#cancelGone ??= this.#clock.after(SETTLE_MS, () => this.#settle());
  }

  /**
   * Whatever becomes of this request next is this app's doing, without a click on it (its device is removed or locked out):
   * nobody else is to be named for it. Gives back the undo.
   */
  own(requestId: string): () => void {
    if (this.#waiting.has(requestId)) this.#own.add(requestId);
    return () => this.#own.delete(requestId);
  }

  /** A blocked key asked, and was rejected on sight. */
  turnedAway({ requestId, deviceId, displayName }: PairingRequest): void {
    if (this.#turnedAway.size < MOST_TURNED_AWAY) this.#turnedAway.add(requestId);
    if (!this.#hasRoom(this.#turningAway)) return;
    const subject = { requestId, deviceId, name: shownText(displayName, 80) };
    this.write("decided", subject, "this-app", "Rejected on sight: its key is blocked");
  }

  /** The gateway cut this app off. It doesn't say who did it, nor which of the three it was. */
  cutOff(deviceId: string): void {
    const nowMs = this.#clock.now();
    // Not counted with what strangers cause, so that no flood hides it; a gateway that does it all the time fills nothing.
    if (Math.abs(nowMs - this.#cutOffAtMs) < MINUTE_MS) return;
    this.#cutOffAtMs = nowMs;
    this.write("cut-off", { deviceId, name: "PairTray" }, "gateway", "Removed, or its token rotated or revoked");
  }

  close(): void {
    this.#cancelGone?.();
    if (this.#gone.size > 0) this.#settle();
    this.#count();
  }

  #asked(id: string, view: RequestView): void {
    if (this.#known.has(id)) return;
    this.#known.add(id);
    if (!this.#hasRoom()) return;
    const again = view.superseded > 0 ? "; in place of what it asked before" : "";
    this.write("asked", view, "gateway", `${askedNames(view)}${again}`);
  }

  #hasRoom(budget = this.#asking): boolean {
    const nowMs = this.#clock.now();
    if (budget.take(nowMs)) return true;
    this.#cancelCount ??= this.#clock.after(Math.max(MINUTE_MS, budget.roomAtMs() - nowMs), () => this.#count());
    return false;
  }

  /** What wasn't written one by one. */
  #count(): void {
    this.#cancelCount?.();
    this.#cancelCount = undefined;
    const [asked, turnedAway] = [this.#asking.over(), this.#turningAway.over()];
    const nobody = { deviceId: "", name: "" };
    const many = (count: number, about: string): string =>
      `${count} more ${count === 1 ? "row" : "rows"} about ${about}, not written one by one.`;
    if (asked > 0) this.write("asked", nobody, "gateway", many(asked, "asking"));
    if (turnedAway > 0) this.write("decided", nobody, "this-app", many(turnedAway, "blocked keys rejected on sight"));
  }

  #forget(requestId: string): void {
    this.#decisions.delete(requestId);
    this.#known.delete(requestId);
  }

  #settle(): void {
    this.#cancelGone = undefined;
    // What is back again had only left the screen.
    const gone = [...this.#gone].filter(([id]) => !this.#waiting.has(id));
    this.#gone.clear();
    const replaced = new Set([...this.#waiting.values()].filter((v) => v.superseded > 0).map((v) => v.deviceId));
    const nowMs = this.#clock.now();
    for (const [id, view] of gone) {
      const decision = this.#decisions.get(id);
      this.#forget(id);
      if (this.#turnedAway.has(id)) continue;
      // Whom somebody else let in stands there whatever a flood does: only what strangers can cause is counted.
      if (decision !== "approved" && !this.#hasRoom()) continue;
      if (decision === "rejected" && replaced.has(view.deviceId)) {
        this.write("ended", view, "gateway", "The device asked for something else instead.");
      } else if (decision === "approved" || decision === "rejected") {
        this.write("decided", view, "another-operator", decision === "approved" ? "Approved" : "Rejected");
      } else if (view.endless !== "until-answered" && view.expiresAtMs <= nowMs)
        this.write("ended", view, "gateway", "Nobody answered in time.");
      else this.write("ended", view, "gateway", "The gateway no longer has it.");
    }
    // Only what was on screen when its key was blocked is looked for here.
    this.#turnedAway.clear();
  }
}
