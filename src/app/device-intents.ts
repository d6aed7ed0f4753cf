import type { GatewayDesk } from "./gateway-desk.ts";
import type { Intent, IntentResult } from "./intent.ts";

type DeviceIntent = Extract<Intent, { type: "remove" | "revoke" | "rename" | "rotate" | "remove-several" | "clear" }>;

/** What is done to paired devices, one or several at once. */
export function carryOutOnDevice(
  { deviceActions, clearing }: Pick<GatewayDesk, "deviceActions" | "clearing">,
  intent: DeviceIntent,
): IntentResult | Promise<IntentResult> {
  switch (intent.type) {
    case "remove":
      return deviceActions.remove(intent.deviceId);
    case "revoke":
      return deviceActions.revoke(intent.deviceId, intent.role);
    case "rename":
      return deviceActions.rename(intent.deviceId, intent.label);
    case "rotate":
      return deviceActions.rotate(intent.deviceId, intent.role, intent.scopes);
    case "remove-several":
      return clearing.removeSeveral(intent.deviceIds);
    case "clear":
      return clearing.clear(intent.deviceIds, intent.requestIds);
  }
}
