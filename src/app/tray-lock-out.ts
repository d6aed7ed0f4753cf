import { shownText } from "../pairing/shown-text.ts";
import { isRefused } from "./lost-device.ts";
import type { AppSnapshot, DeviceView, LockOutView } from "./snapshot.ts";
import type { TrayItem } from "./tray-model.ts";
import { whichGateway } from "./which-gateway.ts";

const MAX_DEVICES = 8;
const MAX_ORDERS = 5;

/** Orders that still have something to do. */
function openLockOuts({ lockOuts }: Pick<AppSnapshot, "lockOuts">): readonly LockOutView[] {
  return lockOuts.filter(({ stage }) => stage === "open" || stage === "lingering");
}

/** What the tray says first while an order is open; undefined while none is. */
export function lockOutStatus(snapshot: Pick<AppSnapshot, "lockOuts">): string | undefined {
  const [first, ...others] = openLockOuts(snapshot);
  if (!first) return undefined;
  // "Yet" is for what goes on by itself.
  const how = [first, ...others].some(isRefused) ? "not locked out: a gateway refused" : "not locked out yet";
  return others.length === 0 ? `${shownText(first.name, 40)} is ${how}` : `${others.length + 1} devices are ${how}`;
}

/**
 * Seen last first. Without sorting: among ten thousand only these few count. While a gateway can't be reached its devices
 * can't be managed, but locked out they can: the order waits.
 */
function seenLast({ devices, gateways }: Pick<AppSnapshot, "devices" | "gateways">): readonly DeviceView[] {
  const away = new Set(gateways.filter(({ state }) => state.kind !== "connected").map(({ id }) => id));
  const last: DeviceView[] = [];
  for (const device of devices) {
    const oldest = last[MAX_DEVICES - 1];
    // Nearly all of them: no need to look further.
    if (oldest && (oldest.lastSeenAtMs ?? 0) >= (device.lastSeenAtMs ?? 0)) continue;
    if (device.isSelf || (!device.canManage && !away.has(device.gatewayId))) continue;
    const place = last.findIndex((other) => (other.lastSeenAtMs ?? 0) < (device.lastSeenAtMs ?? 0));
    if (place >= 0) last.splice(place, 0, device);
    else if (last.length < MAX_DEVICES) last.push(device);
    last.length = Math.min(last.length, MAX_DEVICES);
  }
  return last;
}

/**
 * A lost device in two clicks: its entry here, then *Lock out* on the page that opens. A slip in a menu must not lock anyone
 * out. Orders that are still open stand above, each leading to its page.
 */
export function lockOutItems(snapshot: Pick<AppSnapshot, "devices" | "gateways" | "lockOuts">): TrayItem[] {
  const open = openLockOuts(snapshot)
    .slice(0, MAX_ORDERS)
    .map((order): TrayItem => ({
      kind: "item",
      id: `open-lock-out/${order.key}`,
      label: `${isRefused(order) ? "Refused" : "Open"}: lock out ${shownText(order.name, 40)}${whichGateway(snapshot, order.gatewayId)}`,
      intent: { type: "open", view: "lost-device", key: order.key },
    }));
  const devices = seenLast(snapshot).map((device): TrayItem => ({
    kind: "item",
    id: `device/${device.key}`,
    label: `${device.name}${whichGateway(snapshot, device.gatewayId)}`,
    intent: { type: "open", view: "lost-device", key: device.key },
  }));
  const any = { type: "open", view: "lost-device" } as const;
  if (devices.length === 0) return [...open, { kind: "item", id: "lost-device", label: "Lost a device…", intent: any }];
  const other: TrayItem = { kind: "item", id: "lost-device/other", label: "Another device…", intent: any };
  const items = [...devices, { kind: "separator" } as const, other];
  return [...open, { kind: "submenu", id: "lost-device", label: "Lost a device…", items }];
}
