import { type BlockedKey, block, blockedBy, unblock } from "../pairing/blocked-keys.ts";
import { isLingering, isOpen, type LockOutOrder, withOrder, withoutOrder } from "../pairing/lock-out-order.ts";
import type { Kept, ListPort } from "./ports.ts";

export interface LockOutLists {
  /** Orders that still have something to do. */
  readonly orders: ListPort<LockOutOrder>;
  readonly blocked: ListPort<BlockedKey>;
}

/** A device that knocks every second must not keep the disk busy: its count is written this seldom, in ms, and at the end. */
const COUNT_EVERY_MS = 60_000;

/** Writes down what was ordered and what came of it. */
type LockOutRecord = (
  kind: "lock-out-ordered" | "locked-out" | "lock-out-given-up" | "unblocked",
  device: { readonly gatewayId?: string | undefined; readonly deviceId: string; readonly name: string },
  detail?: string,
) => void;

/** What giving up leaves open where the gateway had removed the device, and wasn't seen to restart. */
const UNPROVED = "Removed, but not seen to be cut off: its open connection may still work.";

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
  #refused: ReadonlyMap<string, number>;
  #countedAtMs = -Infinity;

  readonly #record: LockOutRecord;

  constructor(lists: LockOutLists, record: LockOutRecord = () => undefined) {
    this.#lists = lists;
    this.#refused = new Map(
      lists.blocked.all().flatMap(({ deviceId, refused }) => (refused ? [[deviceId, refused]] : [])),
    );
    this.#record = record;
  }

  all(): readonly LockOutOrder[] {
    return [...this.#lists.orders.all(), ...this.#finished];
  }

  open(gatewayId: string): readonly LockOutOrder[] {
    return this.#lists.orders.all().filter((order) => order.gatewayId === gatewayId);
  }

  /** An order for this device, at any gateway, that PairTray itself still has something to do for. */
  underWay(deviceId: string): LockOutOrder | undefined {
    return this.#lists.orders
      .all()
      .find((order) => order.deviceId === deviceId && isOpen(order) && !isLingering(order));
  }

  blocked(): readonly BlockedKey[] {
    return this.#lists.blocked.all();
  }

  /** Blocks a key without locking out what it has: for whoever only asks. Resolves like `give`. */
  async block(key: BlockedKey): Promise<Kept> {
    return this.#lists.blocked.set(block(this.blocked(), key));
  }

  /** How often each blocked device was turned away, by device id; another map after every change. */
  refused(): ReadonlyMap<string, number> {
    return this.#refused;
  }

  /** A blocked device asked, and was rejected on sight. */
  turnedAway(asking: Parameters<typeof blockedBy>[1], nowMs: number): void {
    const row = blockedBy(this.blocked(), asking);
    if (!row) return;
    this.#refused = new Map(this.#refused).set(row.deviceId, (this.#refused.get(row.deviceId) ?? 0) + 1);
    if (nowMs - this.#countedAtMs >= COUNT_EVERY_MS || nowMs < this.#countedAtMs) {
      this.#countedAtMs = nowMs;
      this.keepCounts();
    }
  }

  /** Writes down what isn't written yet of how often each was turned away. */
  keepCounts(): void {
    const before = this.blocked();
    const after = before.map((row) => {
      const refused = this.#refused.get(row.deviceId);
      return refused === undefined || refused === row.refused ? row : { ...row, refused };
    });
    if (after.some((row, index) => row !== before[index])) void this.#lists.blocked.set(after);
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

  /** Takes a finished order off the page. One that is open stays, also where only the gateway's restart is missing. */
  forget(place: Place): void {
    this.#finished = withoutOrder(this.#finished, place);
  }

  /** Ends an order at a gateway that nobody watches here any more, or that refused it. The device keeps what it has there; its key stays blocked. */
  giveUp(place: Place): void {
    const { orders } = this.#lists;
    const order = orders.all().find((row) => samePlace(row, place));
    this.forget(place);
    if (!order) return;
    this.#unsaved.delete(placeKey(place));
    this.#record("lock-out-given-up", order, isLingering(order) ? UNPROVED : undefined);
    void orders.set(withoutOrder(orders.all(), place));
  }

  /** The user took this gateway off the list, and was told what becomes of its orders. */
  giveUpAt(gatewayId: string): void {
    for (const order of this.open(gatewayId)) this.giveUp(order);
  }

  unblock(deviceId: string): Promise<Kept> {
    const row = this.blocked().find((known) => known.deviceId === deviceId);
    if (row) this.#record("unblocked", row);
    const refused = new Map(this.#refused);
    refused.delete(deviceId);
    this.#refused = refused;
    return this.#lists.blocked.set(unblock(this.blocked(), deviceId));
  }
}
