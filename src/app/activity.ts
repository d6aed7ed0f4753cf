import type { HistoryActor, HistoryEntryRow, HistoryKind } from "../pairing/history-row.ts";
import { type HistoryFilter, searchHistory } from "../pairing/history-search.ts";
import { shownText } from "../pairing/shown-text.ts";
import type { Intent } from "./intent.ts";
import type { HistoryPort } from "./ports.ts";
import type { ActivityListView, ActivityView } from "./snapshot.ts";
import { FORMER_GATEWAY } from "./which-gateway.ts";

/** What a gateway is called; undefined for one that is no longer set up. */
export type GatewayName = (id: string) => string | undefined;

type Watch = Extract<Intent, { type: "watch-activity" }>;

const kindWords: Readonly<Record<HistoryKind, string>> = {
  asked: "Asked",
  shown: "Shown in the window",
  decided: "Decided",
  sent: "Sent to the gateway",
  confirmed: "Confirmed by the gateway",
  failed: "Not done",
  ended: "Ended",
  removed: "Removed",
  revoked: "Token revoked",
  rotated: "Token rotated",
  renamed: "Renamed",
  muted: "Muted",
  unmuted: "No longer muted",
  blocked: "Blocked",
  unblocked: "No longer blocked",
  "lock-out-ordered": "Lock-out ordered",
  "locked-out": "Locked out",
  "cut-off": "PairTray was cut off",
  "lock-out-given-up": "Lock-out given up",
  overstepped: "Got more than you saw",
  unanswered: "Nobody knows",
  damaged: "History damaged",
};

const actorWords: Readonly<Record<HistoryActor, string>> = {
  "this-app": "You, with PairTray",
  "another-operator": "Another operator",
  gateway: "The gateway",
};

const kindsAbout: Readonly<Record<Watch["about"], readonly HistoryKind[]>> = {
  everything: [],
  decisions: ["decided", "sent", "confirmed", "failed", "unanswered", "overstepped"],
  requests: ["asked", "shown", "ended", "decided", "confirmed", "failed", "unanswered"],
  devices: [
    "removed",
    "revoked",
    "rotated",
    "renamed",
    "muted",
    "unmuted",
    "blocked",
    "unblocked",
    "lock-out-ordered",
    "locked-out",
    "lock-out-given-up",
    "overstepped",
  ],
  trouble: ["failed", "unanswered", "overstepped", "cut-off", "damaged"],
};

const bad = new Set<HistoryKind>(["failed", "unanswered", "overstepped", "cut-off", "lock-out-given-up", "damaged"]);
const good = new Set<HistoryKind>(["confirmed", "locked-out"]);

/** One row of the history in words. Rows hold what was made safe, but the file may have been edited since. */
function activityView(row: HistoryEntryRow, gatewayName: GatewayName): ActivityView {
  const detail = shownText(row.detail, 400);
  return {
    key: String(row.seq),
    atMs: row.atMs,
    what: kindWords[row.kind],
    name: shownText(row.name, 120),
    gatewayId: row.gatewayId,
    gateway: row.gatewayId === "" ? "" : (gatewayName(row.gatewayId) ?? FORMER_GATEWAY),
    // A request comes from the device, and the gateway only passes it on.
    by: row.kind === "asked" ? "The device" : actorWords[row.by],
    ...(detail !== "" && { detail }),
    tone: bad.has(row.kind) ? "bad" : good.has(row.kind) ? "good" : "plain",
  };
}

const nothing: readonly ActivityView[] = [];

/** The part of the history that the window has asked for. Nothing is made, and nothing sent, while it isn't looked at. */
export class Activity {
  readonly #history: HistoryPort;
  #watch: Watch | undefined;
  #made: { rows: unknown; watch: Watch; list: readonly ActivityView[]; matching: number } | undefined;
  #views = new Map<string, ActivityView>();
  #state: ActivityListView | undefined;

  constructor(history: HistoryPort) {
    this.#history = history;
  }

  watch(watch: Watch): void {
    this.#watch = watch.on ? watch : undefined;
  }

  list(gatewayName: GatewayName): readonly ActivityView[] {
    const watch = this.#watch;
    if (!watch) {
      this.#made = undefined;
      this.#views.clear();
      return nothing;
    }
    const rows = this.#history.rows();
    if (this.#made?.rows === rows && this.#made.watch === watch) return this.#made.list;
    const filter: HistoryFilter = {
      kinds: kindsAbout[watch.about],
      by: watch.by === "anybody" ? [] : [watch.by],
      text: watch.text,
    };
    const found = searchHistory(rows, filter);
    const known = this.#views;
    this.#views = new Map();
    const list = found.slice(0, watch.most).map((row) => {
      const view = known.get(String(row.seq)) ?? activityView(row, gatewayName);
      this.#views.set(view.key, view);
      return view;
    });
    this.#made = { rows, watch, list, matching: found.length };
    return list;
  }

  /** The same object while nothing of it changed; `list` first. */
  state(): ActivityListView {
    const total = this.#watch ? this.#history.rows().length : 0;
    const problem = this.#history.problem();
    const breaks = this.#history.breaks();
    const first = breaks[0];
    const next: ActivityListView = {
      total,
      matching: this.#made?.matching ?? 0,
      problems: [
        ...(first ? [breakSentence(first.seq, breaks.length)] : []),
        ...(problem === undefined ? [] : [problem]),
      ],
    };
    if (JSON.stringify(next) !== JSON.stringify(this.#state)) this.#state = next;
    return this.#state ?? next;
  }
}

function breakSentence(seq: number, count: number): string {
  const more = count > 1 ? `, and ${count - 1} more ${count === 2 ? "place" : "places"}` : "";
  return `The chain of this history is broken at row ${seq}${more}: rows were changed or taken out outside PairTray.`;
}
