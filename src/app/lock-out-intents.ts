import type { Intent, IntentResult } from "./intent.ts";
import type { LockOutBook } from "./lock-out-book.ts";
import type { WatchedGateways } from "./watched-gateways.ts";

export type LockOutIntent = Extract<Intent, { type: "lock-out" | "forget-lock-out" | "give-up-lock-out" | "unblock" }>;

/** What is done to lost devices, their orders and their blocked keys. */
export async function carryOutLockOut(
  intent: LockOutIntent,
  book: LockOutBook,
  watched: WatchedGateways,
): Promise<IntentResult> {
  switch (intent.type) {
    case "lock-out":
      return watched.at(intent.gatewayId, ({ lockOuts }) => lockOuts.lockOut(intent.deviceId));
    case "forget-lock-out":
      book.forget(intent);
      return { ok: true };
    case "give-up-lock-out":
      if (watched.find(intent.gatewayId)) {
        return { ok: false, sentence: "This gateway is set up, so the order stands. Nothing was changed." };
      }
      book.giveUp(intent);
      return { ok: true };
    case "unblock":
      return book.unblock(intent.deviceId);
  }
}
