import type { ActionState } from "../src/app/snapshot.ts";

/** Whether nothing else may be asked of this thing now: a call is under way, or waits to be sent. */
export function isBusy(action: ActionState): boolean {
  return action.state === "sending" || action.state === "waiting";
}
