import { type BlockedKey, block, unblock } from "../pairing/blocked-keys.ts";
import { isLingering, isOpen, type LockOutOrder, withOrder, withoutOrder } from "../pairing/lock-out-order.ts";
import type { Kept, ListPort } from "./ports.ts";

export interface LockOutLists {
  /** Orders that still have something to do. */
  readonly orders: ListPort<LockOutOrder>;
  readonly blocked: ListPort<BlockedKey>;
}

/** Writes down what was ordered and what came of it. */
type LockOutRecord = (
  kind: "lock-out-ordered" | "locked-out" | "unblocked",
  device: { readonly gatewayId?: string | undefined; readonly deviceId: string; readonly name: string },
) => void;

type Place = Pick<LockOutOrder, "gatewayId" | "deviceId">;

const samePlace = (one: Place, other: Place) => one.gatewayId === other.gatewayId && one.deviceId === other.deviceId;

const placeKey = ({ gatewayId, deviceId }: Place) => `${gatewayId}/${deviceId}`;

/**
 * Every order to lock a device out, at all gateways. Open ones are on disk; finished ones are kept in memory until the
 * user has read them.
 */
export class LockOutBook {
  readonly #lists: LockOutLists;
  #finished: readonly LockOutOrder[] = [];
  /** Orders of which the disk has no form (yet), by `placeKey`. */
  readonly #unsaved = new Set<string>();

  readonly #record: LockOutRecord;

  constructor(lists: LockOutLists, record: LockOutRecord = () => undefined) {
    this.#lists = lists;
    this.#record = record;
  }

  all(): readonly LockOutOrder[] {
    return [...this.#lists.orders.all(), ...this.#finished];
  }

  open(gatewayId: string): readonly LockOutOrder[] {
    return this.#lists.orders.all().filter((order) => order.gatewayId === gatewayId);
  }

  blocked(): readonly BlockedKey[] {
    return this.#lists.blocked.all();
  }

  /** Blocks a key without locking out what it has: for whoever only asks. Resolves like `give`. */
  async block(key: BlockedKey): Promise<Kept> {
    return this.#lists.blocked.set(block(this.blocked(), key));
  }

  /** Whether a power cut now would leave the order to be carried out later. */
  isKept(order: LockOutOrder): boolean {
    return !this.#unsaved.has(placeKey(order));
  }

  /**
   * A new order, and the block that goes with it: both hold in memory at once. Resolves when both are on the disk, or
   * can't be; then the order is carried out all the same, but must not be called kept.
   */
  async give(order: LockOutOrder, onKept: () => void): Promise<Kept> {
    const { gatewayId, deviceId, publicKey, name, orderedAtMs } = order;
    this.forget(order);
    this.#record("lock-out-ordered", order);
    const key = { deviceId, name, blockedAtMs: orderedAtMs, why: "lost" as const, gatewayId };
    const blocked = block(this.blocked(), publicKey === undefined ? key : { ...key, publicKey });
    this.#unsaved.add(placeKey(order));
    const saved = await Promise.all([
      this.#lists.blocked.set(blocked),
      this.#lists.orders.set(withOrder(this.#lists.orders.all(), order)),
    ]);
    const failed = saved.find((kept) => !kept.ok);
    if (!failed) this.#unsaved.delete(placeKey(order));
    onKept();
    return failed ?? { ok: true };
  }

  /** What became of an order. A finished one leaves the disk. */
  update(order: LockOutOrder): void {
    const { orders } = this.#lists;
    const before = orders.all().find((row) => samePlace(row, order));
    if (isOpen(order)) void orders.set(withOrder(orders.all(), order));
    else {
      this.#unsaved.delete(placeKey(order));
      // Once it is finished it may still change (the device came back); that is told elsewhere.
      if (before) this.#record("locked-out", order);
      this.#finished = withOrder(this.#finished, order);
      void orders.set(withoutOrder(orders.all(), order));
    }
  }

  /** Takes a finished order off the page, and one where only the gateway's restart is missing. Another open one stays. */
  forget(place: Place): void {
    const { orders } = this.#lists;
    this.#finished = withoutOrder(this.#finished, place);
    if (orders.all().some((order) => samePlace(order, place) && isLingering(order))) {
      void orders.set(withoutOrder(orders.all(), place));
    }
  }

  unblock(deviceId: string): Promise<Kept> {
    const row = this.blocked().find((known) => known.deviceId === deviceId);
    if (row) this.#record("unblocked", row);
    return this.#lists.blocked.set(unblock(this.blocked(), deviceId));
  }
}
