import type { Clock } from "../gateway/clock.ts";
import type { Hello } from "../gateway/hello.ts";
import { type Authority, isAdmin } from "../pairing/authority.ts";
import { parseDevice } from "../gateway/parse-lists.ts";
import type { AccessWords } from "../pairing/access-words.ts";
import type { Inbox } from "../pairing/inbox.ts";
import { overstep } from "../pairing/overstep.ts";
import type { PairedDevice } from "../pairing/paired-device.ts";
import { shownText } from "../pairing/shown-text.ts";
import type { ActionBook } from "./action-book.ts";
import { askedNames, type Chronicle, type Subject } from "./chronicle.ts";
import { deviceRefusal } from "./device-refusals.ts";
import { rpcWords, type Words } from "./failure-words.ts";
import type { Action, Objection } from "./action-runner.ts";
import type { GatewayViews } from "./gateway-views.ts";
import type { InboxKeeper } from "./inbox-keeper.ts";
import type { IntentResult } from "./intent.ts";
import { nodeRequestId } from "./other-request-view.ts";
import { OtherQueues } from "./other-queues.ts";
import type { ReadingBook } from "./reading-book.ts";
import type { RequestView } from "./snapshot.ts";
import { type Outcome, UnansweredBook } from "./unanswered.ts";

export interface RequestDeskOptions {
  readonly gatewayId: string;
  readonly clock: Clock;
  readonly actions: ActionBook;
  readonly views: GatewayViews;
  readonly reading: ReadingBook;
  readonly keeper: InboxKeeper;
  readonly chronicle: Chronicle;
  readonly authority: () => Authority;
  /** What of the inbox may be seen: no blocked keys. */
  readonly visible: (inbox: Inbox) => Inbox;
  /** Whether this device is blocked: what else it asks for is nobody's to see either. */
  readonly hides: (deviceId: string) => boolean;
  /** One RPC on the live connection; rejects when there is none. */
  readonly request: (method: string, params: unknown) => Promise<unknown>;
  /** At most one RPC for one click. */
  readonly act: (action: Action) => Promise<IntentResult>;
  /** An approved device holds more than its card showed. */
  readonly onOverstep: (device: PairedDevice, more: readonly AccessWords[]) => void;
  readonly onChange: () => void;
}

export interface DecisionOptions {
  /** What the user chose of what the gateway offers beside the approval. */
  readonly offers?: readonly string[] | undefined;
  /** Somebody else tells what went wrong. */
  readonly quiet?: boolean;
}

/**
 * A gateway lists the newest first, and its events come the other way round: a card that stood still under the pointer would
 * jump. The oldest first, what arrives is added at the end, and nothing moves but up.
 */
function oldestFirst(a: RequestView, b: RequestView): number {
  return a.askedAtMs - b.askedAtMs || (a.requestId < b.requestId ? -1 : 1);
}

/** Names of requests that are remembered; the oldest go. */
const MOST_KNOWN = 2_000;

/** All that waits for an answer at one gateway, from its three queues, and the decisions about it. */
export class RequestDesk {
  readonly #options: RequestDeskOptions;
  readonly #others: OtherQueues;
  readonly #unanswered = new UnansweredBook();
  /** Who asked, as it was last shown: what failed is told by name, also when its request is gone. */
  readonly #known = new Map<string, Subject>();

  constructor(options: RequestDeskOptions) {
    this.#options = options;
    const { gatewayId, clock, actions, request, onChange, chronicle } = options;
    this.#others = new OtherQueues({
      gatewayId,
      clock,
      actions,
      request,
      onChange,
      onWithdrawing: ({ requestId, nodeId, displayName }) => {
        const id = nodeRequestId(requestId);
        const undo = chronicle.own(id);
        return (rejected) => {
          const subject = { requestId: id, deviceId: nodeId, name: shownText(displayName, 80) };
          if (rejected) chronicle.write("decided", subject, "this-app", "Rejected: its device was removed");
          else undo();
        };
      },
    });
  }

  connected(hello: Hello): void {
    this.#others.connected(hello);
  }

  disconnected(): void {
    this.#others.disconnected();
  }

  /** This device is being locked out, and these pairing requests with it; called before its key is blocked. */
  lockingOut(deviceId: string, requestIds: readonly string[]): void {
    const { chronicle } = this.#options;
    for (const { requestId, deviceId: asks } of this.list()) {
      if (asks === deviceId || requestIds.includes(requestId)) chronicle.own(requestId);
    }
  }

  /** This device is no longer paired. */
  removed(deviceId: string): void {
    void this.#others.withdraw(deviceId);
  }

  close(): void {
    this.#others.close();
    this.#options.chronicle.close();
  }

  onEvent(event: string, payload: unknown): void {
    this.#others.onEvent(event);
    const isNode = event === "node.pair.resolved";
    if ((event !== "device.pair.resolved" && !isNode) || typeof payload !== "object" || payload === null) return;
    const { requestId, decision, deviceId } = payload as Readonly<Record<string, unknown>>;
    if (typeof requestId !== "string" || typeof decision !== "string") return;
    const { chronicle, hides, keeper } = this.#options;
    this.#unanswered.resolved(requestId, decision);
    if (!isNode && decision === "approved" && typeof deviceId === "string" && hides(deviceId)) {
      const name = shownText(keeper.inbox.pending.get(requestId)?.request.displayName, 80);
      const detail = "Approved, although its key is blocked here";
      chronicle.write("decided", { requestId, deviceId, name }, "another-operator", detail);
      return;
    }
    // A node that nobody asked about was let in as a device, and that is written down.
    if (isNode) chronicle.ended(nodeRequestId(requestId), decision);
    else chronicle.resolved(requestId, decision, typeof deviceId === "string" ? deviceId : undefined);
  }

  /** The cards. What is new or gone since the last look is written down. */
  list(): readonly RequestView[] {
    const { views, keeper, authority, visible, hides, chronicle, actions } = this.#options;
    const { inbox } = keeper;
    const own = views.requests(visible(inbox), authority()).toSorted(oldestFirst);
    const others = this.#others.views(authority(), inbox.devices).filter(({ deviceId }) => !hides(deviceId));
    const all = others.length === 0 ? own : [...own, ...others];
    chronicle.pending(all, (requestId) => {
      const { state } = actions.get(`request/${requestId}`);
      return state === "sending" || state === "done" || this.#unanswered.has(requestId);
    });
    for (const { requestId, deviceId, name } of all) this.#known.set(requestId, { requestId, deviceId, name });
    for (const requestId of this.#known.keys()) {
      if (this.#known.size <= MOST_KNOWN) break;
      this.#known.delete(requestId);
    }
    return all;
  }

  /** Whom a request is about, also when it is gone. */
  subject(requestId: string): Subject {
    return this.find(requestId) ?? this.#known.get(requestId) ?? { requestId, deviceId: "", name: "" };
  }

  /** A list arrived: what became of decisions whose answer was lost. */
  listed(): void {
    if (this.#unanswered.isEmpty) return;
    // What is gone from it is still this app's own.
    this.list();
    for (const outcome of this.#unanswered.settle(this.#options.keeper.inbox)) this.#tellOutcome(outcome);
  }

  find(requestId: string): RequestView | undefined {
    return this.list().find((request) => request.requestId === requestId);
  }

  /** This version of the card is open in the window. */
  seen(requestId: string, digest: string): void {
    const { reading, clock, chronicle } = this.#options;
    const view = this.find(requestId);
    if (view?.digest !== digest || !reading.seen(view, clock.now())) return;
    chronicle.write("shown", view, "this-app", askedNames(view));
  }

  /** High risk, and nobody has had its card open as it is now: not to be approved along with others. */
  needsOwnLook(requestId: string): boolean {
    const { reading, clock } = this.#options;
    const view = this.find(requestId);
    return view?.risk === "high" && !reading.wasRead(view, clock.now());
  }

  /**
   * Approve or reject exactly this request, if it still is what was on screen. A device that knocks again may change its
   * name, platform and address under the same request id, and the gateway tells nobody (seen on 2026.9.6): so before an
   * approval the list is read once more.
   */
  async decide(
    what: "approve" | "reject",
    requestId: string,
    digest: string,
    { offers = [], quiet = false }: DecisionOptions = {},
  ): Promise<IntentResult> {
    const { act, keeper } = this.#options;
    const other = this.#others.callFor(what, requestId, offers);
    const shown = this.find(requestId);
    const wasRead = shown?.digest === digest;
    const before = shown && keeper.inbox.devices.get(shown.deviceId);
    return act({
      key: `request/${requestId}`,
      what,
      method: other?.method ?? `device.pair.${what}`,
      params: other?.params ?? { requestId },
      final: true,
      quiet,
      words: (failure) => {
        const authority = this.#options.authority();
        return failure.kind === "gone"
          ? this.#goneWords(requestId)
          : deviceRefusal(what, failure, { admin: isAdmin(authority), ownId: authority.deviceId });
      },
      ...(shown && { detail: wasRead ? [askedNames(shown), ...offers].join(", ") : "an earlier version of its card" }),
      unanswered: () => {
        if (shown && !other) this.#unanswered.keep({ what, shown, before });
      },
      check: async () => {
        const early = this.#objection(what, requestId, digest);
        if (early || what === "reject") return early;
        // Without a fresh list nobody knows whether this still is what was read.
        const fresh = await (other ? this.#others.refreshed(requestId) : keeper.refreshed());
        if (!fresh) return rpcWords({ kind: "not-connected" });
        return this.#objection(what, requestId, digest);
      },
      confirmed: (answer) => {
        const decision = what === "approve" ? "approved" : "rejected";
        if (shown && what === "approve" && !other) {
          const device = parseDevice((answer as { device?: unknown } | null)?.device);
          if (device) this.#compare(shown, before, device);
        }
        if (other) this.#others.drop(requestId);
        else keeper.reduce({ type: "resolved", requestId, decision });
        // An approved device may ask as a node at once.
        this.#others.refresh();
      },
    });
  }

  /** The device that was let in, against the card that the user approved. */
  #compare(shown: RequestView, before: PairedDevice | undefined, device: PairedDevice): void {
    const { chronicle, onOverstep } = this.#options;
    const names = (lines: readonly AccessWords[]): string[] => lines.map(({ name }) => name);
    const more = overstep({ roles: names(shown.roles), scopes: names(shown.scopes) }, before, device);
    if (more.length === 0) return;
    chronicle.write("overstepped", shown, "gateway", `Beyond its card: ${names(more).join(", ")}`);
    onOverstep(device, more);
  }

  #tellOutcome({ what, shown, before, approved, rejected }: Outcome): void {
    const { chronicle } = this.#options;
    const done = what === "approve" ? approved !== undefined : rejected === true;
    if (done) {
      chronicle.write(
        "confirmed",
        shown,
        "this-app",
        `${what === "approve" ? "Approve" : "Reject"}: the list shows it`,
      );
    } else if (approved ?? rejected) {
      chronicle.write("decided", shown, "another-operator", approved ? "Approved" : "Rejected");
    } else chronicle.write("ended", shown, "gateway", "The gateway no longer has it.");
    if (what === "approve" && approved) this.#compare(shown, before, approved);
  }

  /** The request isn't there any more. */
  #goneWords(requestId: string): Words {
    const words = rpcWords({ kind: "gone" });
    const { name } = this.subject(requestId);
    if (name === "") return words;
    const sentence = `What “${name}” asked for isn't there any more: it changed, ended or was decided elsewhere. Nothing was done.`;
    return { ...words, sentence };
  }

  /** Why this decision may not be sent, or undefined when it may. */
  #objection(what: "approve" | "reject", requestId: string, digest: string): Objection | undefined {
    const shown = this.find(requestId);
    if (!shown) {
      this.#options.keeper.refresh();
      this.#others.refresh();
      return this.#goneWords(requestId);
    }
    if (shown.digest !== digest) {
      // What was on screen when it was clicked is unknown here if the window never said; then the card is read afresh.
      const changes = shown.changes?.slice(0, 2).join(" ") ?? "";
      return {
        sentence: `What “${shown.name}” asks for has changed since you read it. Nothing was sent.`,
        step: changes === "" ? "Read it again, then decide." : `${changes} Read it again, then decide.`,
        onCard: changes !== "",
      };
    }
    return what === "approve" && shown.cannotDecide !== undefined ? { sentence: shown.cannotDecide } : undefined;
  }
}
