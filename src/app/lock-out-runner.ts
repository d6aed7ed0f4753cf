import type { Clock } from "../gateway/clock.ts";
import { readPresence } from "../gateway/presence.ts";
import { parseLists } from "../gateway/parse-lists.ts";
import { readRpcFailure } from "../gateway/rpc-failure.ts";
import { isBlocked } from "../pairing/blocked-keys.ts";
import type { LockOutOrder } from "../pairing/lock-out-order.ts";
import {
  isRefused,
  type LingeringGateway,
  type LockOut,
  type LockOutEvent,
  type LockOutKnown,
  type LockOutSight,
  startLockOut,
  stepLockOut,
} from "../pairing/lock-out.ts";
import { deviceRefusalLine } from "./device-refusals.ts";
import type { LockOutBook } from "./lock-out-book.ts";

export interface LockOutRunnerOptions {
  readonly gatewayId: string;
  /** This app's own device id. */
  readonly self: string;
  readonly clock: Clock;
  readonly book: LockOutBook;
  /** One RPC on the live connection; rejects when there is none. */
  readonly request: (method: string, params: unknown) => Promise<unknown>;
  readonly onChange: () => void;
  /** Why this session can't see what the gateway holds about the device, in words; undefined when it can. */
  readonly blind: (deviceId: string) => string | undefined;
  /** Set where the gateway leaves a removed device's open connections alone. */
  readonly lingers: () => LingeringGateway | undefined;
  /** The gateway's own list no longer has this device. */
  readonly onRemoved: (deviceId: string) => void;
  /** The gateway confirmed that it rejected this request of a device that is being locked out. */
  readonly onRejected: (order: LockOutOrder, requestId: string) => void;
}

/** The list without other devices: each look would read all of them for nothing. */
function onlyOf(answer: unknown, deviceId: string): unknown {
  if (typeof answer !== "object" || answer === null || !("paired" in answer) || !Array.isArray(answer.paired)) {
    return answer;
  }
  const isMine = (row: unknown) =>
    typeof row === "object" && row !== null && "deviceId" in row && row.deviceId === deviceId;
  return { ...answer, paired: answer.paired.filter(isMine) };
}

type Call = Extract<LockOutEvent, { type: "failed" }>["call"];

/** After a list that can't be had, in ms. */
const LOOK_AGAIN_MS = 1000;

/** Carries out the lock-out orders of one gateway while it is connected. What to do is decided in pairing/lock-out.ts. */
export class LockOutRunner {
  readonly #options: LockOutRunnerOptions;
  readonly #running = new Map<string, LockOut>();
  readonly #looks = new Map<string, () => void>();
  /** Rises with every connection: what an earlier one still answers is nobody's any more. */
  #connection = 0;
  #connected = false;

  constructor(options: LockOutRunnerOptions) {
    this.#options = options;
  }

  get isConnected(): boolean {
    return this.#connected;
  }

  /** Every open order goes on from what the gateway holds now. */
  connected(): void {
    this.#connection += 1;
    this.#connected = true;
    for (const order of this.#options.book.open(this.#options.gatewayId)) this.start(order);
  }

  disconnected(): void {
    if (!this.#connected) return;
    this.#connected = false;
    this.#connection += 1;
    this.#cancelLooks();
    for (const deviceId of this.#running.keys()) this.#step(deviceId, { type: "disconnected" });
  }

  close(): void {
    this.#connected = false;
    this.#connection += 1;
    this.#cancelLooks();
  }

  /**
   * Begins to carry out an order that the book holds; does nothing while the gateway can't be reached. With `known` the
   * first calls go out without a look.
   */
  start(order: LockOutOrder, known?: LockOutKnown): void {
    this.#running.set(order.deviceId, startLockOut(order));
    if (this.#connected) this.#step(order.deviceId, { type: "connected", known });
  }

  /** Why the order isn't done yet; undefined while nothing went wrong. */
  problem(deviceId: string): string | undefined {
    return this.#running.get(deviceId)?.problem;
  }

  /** The gateway refused for good; a fresh `start` asks it once more. */
  isRefused(deviceId: string): boolean {
    const lockOut = this.#running.get(deviceId);
    return lockOut !== undefined && isRefused(lockOut);
  }

  /** The order was given up: what is still answered must not bring it back. */
  drop(deviceId: string): void {
    this.#running.delete(deviceId);
    this.#looks.get(deviceId)?.();
    this.#looks.delete(deviceId);
  }

  #cancelLooks(): void {
    for (const cancel of this.#looks.values()) cancel();
    this.#looks.clear();
  }

  #step(deviceId: string, event: LockOutEvent): void {
    const before = this.#running.get(deviceId);
    if (!before) return;
    const { book, clock, onChange } = this.#options;
    const { lockOut, steps } = stepLockOut(before, event, clock.now());
    this.#running.set(deviceId, lockOut);
    if (lockOut.order !== before.order) book.update(lockOut.order);
    for (const step of steps) {
      if (step.do === "look") this.#plan(deviceId, step.afterMs);
      else if (step.do === "remove") void this.#remove(deviceId);
      else void this.#reject(deviceId, step.requestId);
    }
    onChange();
  }

  #plan(deviceId: string, afterMs: number): void {
    this.#looks.get(deviceId)?.();
    this.#looks.delete(deviceId);
    if (afterMs === 0) {
      void this.#look(deviceId);
      return;
    }
    const cancel = this.#options.clock.after(afterMs, () => {
      this.#looks.delete(deviceId);
      void this.#look(deviceId);
    });
    this.#looks.set(deviceId, cancel);
  }

  async #look(deviceId: string): Promise<void> {
    const connection = this.#connection;
    const sight = await this.#sight(deviceId).catch(() => undefined);
    if (connection !== this.#connection || !this.#connected) return;
    if (sight) {
      if (!sight.entry && sight.blind === undefined) this.#options.onRemoved(deviceId);
      this.#step(deviceId, { type: "seen", sight });
    } else this.#plan(deviceId, LOOK_AGAIN_MS);
  }

  /** What the gateway holds about the device now: its lists, and whether it says that the device is connected. */
  async #sight(deviceId: string): Promise<LockOutSight | undefined> {
    const { request, clock, book, self, blind } = this.#options;
    const [answer, presence] = await Promise.all([
      request("device.pair.list", {}),
      // Not every gateway tells who is connected, nor tells everybody.
      request("system-presence", {}).catch(() => undefined),
    ]);
    const lists = parseLists(onlyOf(answer, deviceId), clock.now());
    if (!lists) return undefined;
    const own = book.blocked().filter((row) => row.deviceId === deviceId);
    const entry = lists.devices.find((device) => device.deviceId === deviceId);
    const online = readPresence(presence, self);
    const connected = entry?.connected === true || (online ? online.has(deviceId) : entry?.connected);
    return {
      pending: lists.pending.filter((row) => row.deviceId === deviceId || isBlocked(own, row)).map((r) => r.requestId),
      entry: entry && { approvedAtMs: entry.approvedAtMs },
      connected,
      blind: blind(deviceId),
      lingers: this.#options.lingers(),
    };
  }

  async #remove(deviceId: string): Promise<void> {
    await this.#call(deviceId, "remove", "device.pair.remove", { deviceId }, () => {
      this.#step(deviceId, { type: "removed" });
    });
  }

  async #reject(deviceId: string, requestId: string): Promise<void> {
    await this.#call(deviceId, { reject: requestId }, "device.pair.reject", { requestId }, () => {
      const order = this.#running.get(deviceId)?.order;
      if (order) this.#options.onRejected(order, requestId);
      this.#step(deviceId, { type: "rejected", requestId });
    });
  }

  async #call(deviceId: string, call: Call, method: string, params: object, done: () => void): Promise<void> {
    const connection = this.#connection;
    try {
      await this.#options.request(method, params);
    } catch (error) {
      if (connection !== this.#connection) return;
      const failure = readRpcFailure(error);
      const forGood = ["refused", "missing-scope", "unknown-method"].includes(failure.kind);
      const why = failure.kind === "gone" ? "gone" : forGood ? "refused" : "trouble";
      const sentence = deviceRefusalLine(call === "remove" ? "remove" : "reject", failure, {
        admin: this.#options.blind(deviceId) === undefined,
        ownId: this.#options.self,
      });
      this.#step(deviceId, { type: "failed", call, why, sentence });
      return;
    }
    if (connection === this.#connection) done();
  }
}
