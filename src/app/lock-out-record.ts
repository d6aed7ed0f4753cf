import type { Chronicle } from "./chronicle.ts";
import type { LockOutDeskOptions } from "./lock-out-desk.ts";
import type { RequestDesk } from "./request-desk.ts";

/** Writes down what lock-outs and blocked keys do to the requests of one gateway. */
export function lockOutRecord(
  chronicle: Chronicle,
  requestDesk: () => RequestDesk,
): Pick<LockOutDeskOptions, "onOrder" | "onRejected" | "onTurnedAway"> {
  return {
    onOrder: (deviceId, requestIds) => {
      requestDesk().lockingOut(deviceId, requestIds);
    },
    onRejected: ({ deviceId, name }, requestId) => {
      chronicle.write("decided", { requestId, deviceId, name }, "this-app", "Rejected: its device is locked out");
    },
    onTurnedAway: (request) => {
      chronicle.turnedAway(request);
    },
  };
}
