import type { Inbox } from "../pairing/inbox.ts";
import type { PairedDevice } from "../pairing/paired-device.ts";
import type { RequestView } from "./snapshot.ts";

/** A decision that was sent, and to which the gateway gave no answer. */
export interface Unanswered {
  readonly what: "approve" | "reject";
  /** The card that the user decided about. */
  readonly shown: RequestView;
  /** The device as it was listed then. */
  readonly before: PairedDevice | undefined;
}

/** What became of it, by the list: `approved` has the device that was let in. */
export type Outcome = Unanswered & { readonly approved?: PairedDevice; readonly rejected?: true };

/** Decisions about pairing requests whose answer was lost: they stay this app's own, and the list tells what became of them. */
export class UnansweredBook {
  readonly #waiting = new Map<string, Unanswered>();
  readonly #said = new Map<string, string>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  keep(decision: Unanswered): void {
    this.#waiting.set(decision.shown.requestId, decision);
  }

  has(requestId: string): boolean {
    return this.#waiting.has(requestId);
  }

  /** The gateway says how a request ended. */
  resolved(requestId: string, decision: string): void {
    if (this.#waiting.has(requestId)) this.#said.set(requestId, decision);
  }

  /** Those that a fresh list has no request of any more; they are forgotten here. */
  settle({ pending, devices }: Pick<Inbox, "pending" | "devices">): readonly Outcome[] {
    const over = [...this.#waiting].filter(([requestId]) => !pending.has(requestId));
    return over.map(([requestId, decision]): Outcome => {
      const said = this.#said.get(requestId);
      this.#waiting.delete(requestId);
      this.#said.delete(requestId);
      const device = devices.get(decision.shown.deviceId);
      if (said === "rejected") return { ...decision, rejected: true };
      // Both times are by the gateway's clock.
      const isNew = device && (device.approvedAtMs ?? 0) >= decision.shown.askedAtMs;
      return device && (said === "approved" || isNew) ? { ...decision, approved: device } : decision;
    });
  }
}
