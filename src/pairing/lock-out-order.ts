import { z } from "zod";

const id = z.string().min(1).max(512);
const time = z.int().nonnegative();

/**
 * The order to lock one device out of one gateway, as it is kept on disk. It holds facts, each set once; where the order
 * stands follows from them (`stageOf`). Times are ms since the epoch by this machine's clock, except `approvedAtMs`.
 */
export const lockOutOrderSchema = z.strictObject({
  gatewayId: id,
  deviceId: id,
  publicKey: id.optional(),
  /** As it was shown when the order was given. */
  name: z.string().max(300),
  orderedAtMs: time,
  /** When the gateway first answered after the order. */
  reachedAtMs: time.optional(),
  /** Every request of the device that was pending then is rejected or gone. */
  rejectedAtMs: time.optional(),
  /** The gateway said that the entry is removed. */
  removedAtMs: time.optional(),
  /** When the entry that the order is about was approved, by the gateway's clock: a later one is another entry. */
  approvedAtMs: time.optional(),
  /**
   * Set where the gateway leaves a removed device's open connections alone: for how long its process had been running, in
   * ms, when its list was first seen without the device. Only a later process proves that nothing of it is open any more.
   */
  cleanUpMs: time.optional(),
  /** Neither in the gateway's list nor connected. The order is done. */
  goneAtMs: time.optional(),
  /**
   * Whether the gateway also said that it isn't connected, or says nothing about connections; `restart`: it closes none,
   * but was restarted since.
   */
  proof: z.enum(["list", "list-and-connections", "restart"]).optional(),
  /** Somebody approved the device again after it had been removed. The order is closed without touching it. */
  returnedAtMs: time.optional(),
});
export type LockOutOrder = Readonly<z.infer<typeof lockOutOrderSchema>>;

export type LockOutStage = "open" | "rejected" | "removed" | "lingering" | "gone" | "returned";

export function stageOf(order: LockOutOrder): LockOutStage {
  if (order.goneAtMs !== undefined) return "gone";
  if (order.returnedAtMs !== undefined) return "returned";
  if (order.cleanUpMs !== undefined) return "lingering";
  if (order.removedAtMs !== undefined) return "removed";
  return order.rejectedAtMs === undefined ? "open" : "rejected";
}

/** An order that still has something to do; only these are worth keeping on disk. */
export function isOpen(order: LockOutOrder): boolean {
  return order.goneAtMs === undefined && order.returnedAtMs === undefined;
}

/** The entry is gone for good, but what the device has open stays open until somebody restarts the gateway. */
export function isLingering(order: LockOutOrder): boolean {
  return stageOf(order) === "lingering";
}

/** The list with the order in its newest form; one order for each device at each gateway. */
export function withOrder(orders: readonly LockOutOrder[], order: LockOutOrder): readonly LockOutOrder[] {
  return [...withoutOrder(orders, order), order];
}

export function withoutOrder(
  orders: readonly LockOutOrder[],
  { gatewayId, deviceId }: Pick<LockOutOrder, "gatewayId" | "deviceId">,
): readonly LockOutOrder[] {
  return orders.filter((row) => row.gatewayId !== gatewayId || row.deviceId !== deviceId);
}

/** "0.04 s", "3 min", "2 h": two digits where they say something. A clock that was set back gives 0. */
function span(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(0)} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

/** Longer than this between the order and the first list: the gateway was out of reach, and the words say so. */
const AT_ONCE_MS = 5000;

/**
 * Where the order stands, in one sentence.
 * @param refused the gateway won't do what is missing, and isn't asked any more for now
 */
export function lockOutWords(order: LockOutOrder, refused = false): string {
  const { orderedAtMs, reachedAtMs, goneAtMs, proof } = order;
  if (order.returnedAtMs !== undefined) {
    return "The device was removed, and then somebody approved it again. It has access.";
  }
  if (goneAtMs === undefined) {
    if (refused && !isLingering(order)) {
      return order.removedAtMs === undefined
        ? "Not locked out: the gateway refused."
        : "Not confirmed: the gateway said that it was removed, and then refused the rest.";
    }
    if (reachedAtMs === undefined) return "Will be locked out as soon as the gateway can be reached.";
    if (isLingering(order)) return "Removed, but not cut off yet: the gateway has to be restarted.";
    return order.removedAtMs === undefined ? "Being locked out." : "Removed; waiting for the gateway to confirm.";
  }
  const waited = reachedAtMs !== undefined && reachedAtMs - orderedAtMs > AT_ONCE_MS;
  const since = waited ? reachedAtMs : orderedAtMs;
  const late = waited ? ` of reaching the gateway, ${span(goneAtMs - orderedAtMs)} after the order` : "";
  const doubt =
    proof === "list"
      ? " This gateway does not say who is connected; it closes the connections by itself."
      : proof === "restart"
        ? " The gateway was restarted after the device had been removed, which closed every connection."
        : "";
  const after = waited ? "within" : "after";
  return `Locked out ${after} ${span(goneAtMs - since)}${late}.${doubt}`;
}
