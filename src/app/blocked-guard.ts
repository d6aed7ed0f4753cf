import { readRpcFailure } from "../gateway/rpc-failure.ts";
import { type BlockedKey, isBlocked } from "../pairing/blocked-keys.ts";
import type { Inbox } from "../pairing/inbox.ts";
import type { PairingRequest } from "../pairing/pairing-request.ts";

export interface BlockedGuardOptions {
  readonly blocked: () => readonly BlockedKey[];
  /** A lock-out that is under way rejects by itself. */
  readonly leave: (deviceId: string) => boolean;
  /** One RPC on the live connection; rejects when there is none. */
  readonly request: (method: string, params: unknown) => Promise<unknown>;
  /** The gateway confirmed that this one is rejected. */
  readonly onTurnedAway: (request: PairingRequest) => void;
}

/**
 * Refuses blocked keys on sight, at one gateway: their requests never reach a card, the tray or a notification, and each is
 * rejected once.
 */
export class BlockedGuard {
  readonly #options: BlockedGuardOptions;
  readonly #rejected = new Set<string>();
  /** Answers for one state of the list of blocked keys; hashing a key for every paint would be too much. */
  #known: { readonly blocked: readonly BlockedKey[]; readonly requests: WeakMap<PairingRequest, boolean> } | undefined;

  constructor(options: BlockedGuardOptions) {
    this.#options = options;
  }

  /** Whether this request is nobody's to see. */
  hides(request: PairingRequest): boolean {
    const blocked = this.#options.blocked();
    if (blocked.length === 0) return false;
    if (this.#known?.blocked !== blocked) this.#known = { blocked, requests: new WeakMap() };
    const { requests } = this.#known;
    let answer = requests.get(request);
    if (answer === undefined) {
      answer = isBlocked(blocked, request);
      requests.set(request, answer);
    }
    return answer;
  }

  /** Rejects what is there and blocked. Called after every change of the inbox, and when the gateway is connected. */
  look({ pending, stale }: Inbox): void {
    for (const id of this.#rejected) if (!pending.has(id)) this.#rejected.delete(id);
    if (stale) return;
    for (const [requestId, { request }] of pending) {
      if (this.#rejected.has(requestId) || !this.hides(request) || this.#options.leave(request.deviceId)) continue;
      this.#rejected.add(requestId);
      void this.#reject(request);
    }
  }

  async #reject(request: PairingRequest): Promise<void> {
    const { requestId } = request;
    try {
      await this.#options.request("device.pair.reject", { requestId });
      this.#options.onTurnedAway(request);
    } catch (error) {
      // Not refused, only not heard: the next list shows whether it is still there, and then it is tried again.
      const { kind } = readRpcFailure(error);
      if (kind === "no-answer" || kind === "not-connected") this.#rejected.delete(requestId);
    }
  }
}
