import type { GatewayDesk } from "./gateway-desk.ts";
import type { LockOutBook } from "./lock-out-book.ts";
import type { LockOutFacts } from "./lock-out-views.ts";

/** Every order to lock a device out, with how it stands on its gateway. */
export function lockOutFacts(book: LockOutBook, gateways: readonly GatewayDesk[]): LockOutFacts[] {
  return book.all().map((order) => {
    const gateway = gateways.find(({ id }) => id === order.gatewayId);
    return {
      order,
      kept: book.isKept(order),
      problem: gateway?.lockOuts.problem(order.deviceId),
      refused: gateway?.lockOuts.isRefused(order.deviceId) ?? false,
      gatewayGone: gateway === undefined,
    };
  });
}
