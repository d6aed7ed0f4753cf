import type { AppSnapshot, DeviceView, GatewayView, LockOutView } from "./snapshot.ts";

/** One gateway where a lost device has an entry, or is or was being locked out. */
export interface LostPlace {
  readonly gatewayId: string;
  /** Absent where that gateway is no longer set up. */
  readonly gateway?: GatewayView | undefined;
  /** Its entry in that gateway's list. */
  readonly device?: DeviceView | undefined;
  readonly order?: LockOutView | undefined;
}

export interface LostDevice {
  readonly deviceId: string;
  /** In the order of the gateways; empty where no list has it and nothing was ordered. */
  readonly places: readonly LostPlace[];
}

/**
 * What *Lost a device* is about. A device has one id at every gateway it is paired with, and whoever lost it lost all of
 * them: so whichever entry was chosen, all are meant.
 * @param key `<gatewayId>/<deviceId>`, or `/<deviceId>` from a link
 */
export function lostDevice(
  key: string,
  { devices, gateways, lockOuts }: Pick<AppSnapshot, "devices" | "gateways" | "lockOuts">,
): LostDevice {
  const named = key.slice(key.indexOf("/") + 1);
  const chosen = devices.find((row) => row.key === key) ?? lockOuts.find((row) => row.key === key);
  const deviceId = chosen?.deviceId ?? named;
  const entries = devices.filter((row) => row.deviceId === deviceId);
  const orders = lockOuts.filter((row) => row.deviceId === deviceId);
  const ids = new Set([...gateways.map(({ id }) => id), ...orders.map(({ gatewayId }) => gatewayId)]);
  const places = [...ids].map((gatewayId) => ({
    gatewayId,
    gateway: gateways.find(({ id }) => id === gatewayId),
    device: entries.find((row) => row.gatewayId === gatewayId),
    order: orders.find((row) => row.gatewayId === gatewayId),
  }));
  return { deviceId, places: places.filter(({ device, order }) => device !== undefined || order !== undefined) };
}

/** Why this device can't be locked out there, in words; undefined where it can, or where nobody knows yet. */
export function cannotLockOut({ gateway, device }: LostPlace): string | undefined {
  if (device?.isSelf) return "This is PairTray on this machine. It can’t lock itself out: do it from another device.";
  // While a gateway is away nothing can be managed there, but the order waits.
  if (!device || device.canManage || gateway?.state.kind !== "connected") return undefined;
  return device.cannotManage ?? "This device can’t be managed from here.";
}

/** Where it has an entry that nothing is being done about: never ordered, or back again. */
export function stillPaired({ device, order }: LostPlace): boolean {
  return device !== undefined && order?.stage !== "open";
}

/** An order that nothing carries out any more, because its gateway is no longer set up here. */
export function isStranded({ stage, gatewayGone }: LockOutView): boolean {
  return stage === "open" && gatewayGone === true;
}

/** An order that its gateway won't carry out; `refused` and `gatewayGone` never stand together. */
export function isRefused({ stage, refused }: LockOutView): boolean {
  return stage === "open" && refused === true;
}

export type LostStage = LockOutView["stage"] | "refused" | "stranded" | "left";

function stageHere(order: LockOutView): Exclude<LostStage, "left"> {
  return isStranded(order) ? "stranded" : isRefused(order) ? "refused" : order.stage;
}

/**
 * How it stands at all places at once: `gone` only when every one of them says so. `open`: something is under way.
 * `refused`, `stranded`: open, but nothing is under way any more. `left`: still paired somewhere.
 */
export function lostStage(places: readonly LostPlace[]): LostStage {
  const stages = places.flatMap(({ order }) => (order ? [stageHere(order)] : []));
  const worst = (["open", "refused", "lingering", "returned", "stranded"] as const).find((stage) =>
    stages.includes(stage),
  );
  return worst ?? (places.some(stillPaired) ? "left" : "gone");
}

/** Gateways whose list was never seen since the start: whether they know the device nobody can say. */
export function neverListed(gateways: readonly GatewayView[]): readonly GatewayView[] {
  return gateways.filter(({ state, listedAtMs }) => state.kind !== "connected" && listedAtMs === undefined);
}

/** "Home", "Home and Attic", "Home, Attic and Office". */
export function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
