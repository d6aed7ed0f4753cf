import { channelMethods } from "./methods-channels.ts";
import { deviceMethods } from "./methods-devices.ts";
import { nodeMethods } from "./methods-nodes.ts";
import { presenceMethods } from "./methods-presence.ts";
import { setupMethods } from "./methods-setup.ts";
import type { Method } from "./method.ts";

/** What this gateway answers, by name. `shape` as in `DemoGatewayOptions`. */
export function methodTable(shape: 3 | 4): ReadonlyMap<string, Method> {
  const all: Readonly<Record<string, Method>> = {
    ...deviceMethods,
    ...nodeMethods,
    ...setupMethods,
    ...channelMethods,
    ...presenceMethods,
  };
  return new Map(Object.entries(all).filter(([, method]) => shape === 4 || method.since === 3));
}

/** What the greeting says it can do. The two set-up methods are never advertised, as on the real gateway. */
export function advertisedMethods(shape: 3 | 4): string[] {
  return [...methodTable(shape)].filter(([, method]) => !method.hidden).map(([name]) => name);
}

export function advertisedEvents(shape: 3 | 4): string[] {
  const both = ["connect.challenge", "tick", "shutdown", "presence", "node.pair.requested", "node.pair.resolved"];
  const device = ["device.pair.requested", "device.pair.resolved"];
  const later = ["device.pair.changed", "device.pair.setup.completed", "device.pair.setup.deliveryUncertain"];
  return shape === 4 ? [...both, ...device, ...later] : [...both, ...device];
}
