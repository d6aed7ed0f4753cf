import type { LockOutOrder } from "../pairing/lock-out-order.ts";
import { shownName } from "../pairing/shown-text.ts";
import type { Words } from "./failure-words.ts";
import type { Intent, IntentResult } from "./intent.ts";
import type { LockOutBook } from "./lock-out-book.ts";
import type { GatewayView } from "./snapshot.ts";
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
    case "give-up-lock-out": {
      const gateway = watched.find(intent.gatewayId);
      if (gateway) return gateway.lockOuts.giveUp(intent.deviceId);
      book.giveUp(intent);
      return { ok: true };
    }
    case "unblock": {
      // It still removes the device, also one that was let in again meanwhile, and then says that its key is blocked.
      const order = book.underWay(intent.deviceId);
      if (!order) return book.unblock(intent.deviceId);
      const gateway = watched.find(order.gatewayId);
      const isRefused = gateway?.lockOuts.isRefused(intent.deviceId) === true;
      return { ok: false, ...staysBlocked(order, gateway?.view(), isRefused) };
    }
  }
}

/** Why a key can't be unblocked yet, and where its order is given up. */
function staysBlocked(
  order: LockOutOrder,
  gateway: Pick<GatewayView, "name" | "canRemove"> | undefined,
  isRefused: boolean,
): Required<Words> {
  const name = `“${shownName(order.name, order.deviceId)}”`;
  const where = gateway?.name ?? "a gateway that is no longer set up here";
  const sentence = `${name} is still to be locked out of ${where}, so its key stays blocked. Nothing was changed.`;
  if (!gateway || isRefused)
    return { sentence, step: `Give that order up first: Devices, More, Lost a device…, ${name}.` };
  const done = "Unblock it once that is done.";
  return gateway.canRemove === true
    ? { sentence, step: `${done} To give the order up instead: Settings, ${gateway.name}, Remove gateway….` }
    : { sentence, step: done };
}
