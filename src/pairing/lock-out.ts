import { isLingering, isOpen, type LockOutOrder } from "./lock-out-order.ts";

/**
 * Carries out the order to lock a device out: its pending requests are rejected, its entry is removed, and it counts as
 * gone once the gateway's own list and its live connections say so. A pure machine: it is told what happened and says what
 * to do next. What has to be done always follows from what the gateway was last seen to hold, so after a crash nothing is
 * done twice and nothing is forgotten: only the order itself is kept on disk.
 */
export interface LockOut {
  readonly order: LockOutOrder;
  /** Calls that wait for their answer: `remove`, or the id of a request being rejected. Forgotten by a crash. */
  readonly waiting: { readonly remove: boolean; readonly rejects: readonly string[] };
  /** Requests that this connection was told to reject. */
  readonly tried: readonly string[];
  /** The gateway refused for good (a missing scope, for one): nothing more is sent until the next connection or the user's word. */
  readonly refused: boolean;
  /** Why it isn't done yet, in words; the last thing that went wrong. */
  readonly problem?: string;
  /** Looks at the list without getting on; each one waits longer. */
  readonly tries: number;
}

/**
 * A gateway that closes no connection when it removes a device (before 2026.5). Nor can its presence be believed: it
 * forgets who is connected after five minutes (read in 2026.3.13 to 2026.7.1). All that ends such a connection is its end.
 */
export interface LingeringGateway {
  /** For how long its process has been running, in ms; 0 where it doesn't say. */
  readonly upMs: number;
}

/** What the gateway holds about the device, from lists that were asked for after the last answer. */
export interface LockOutSight {
  /** Ids of its pending requests, by device id or by key. */
  readonly pending: readonly string[];
  /** Its entry among the paired devices. */
  readonly entry?: { readonly approvedAtMs?: number | undefined } | undefined;
  /** Undefined where the gateway doesn't say who is connected. */
  readonly connected?: boolean | undefined;
  /** Set where the gateway leaves a removed device's open connections alone. */
  readonly lingers?: LingeringGateway | undefined;
  /**
   * Why the list says nothing about this device, in words: to a session without `operator.admin` the gateway lists its own
   * entry only, so that the device isn't in it proves nothing.
   */
  readonly blind?: string | undefined;
}

/** What the session's own list, kept up to date by events, holds about a device that may be managed. It proves nothing. */
export interface LockOutKnown {
  readonly pending: readonly string[];
  readonly entry: { readonly approvedAtMs?: number | undefined };
}

export type LockOutEvent =
  /** `known`: what a live list held at the click, so that nobody has to be asked before the first call goes out. */
  | { readonly type: "connected"; readonly known?: LockOutKnown | undefined }
  | { readonly type: "disconnected" }
  | { readonly type: "seen"; readonly sight: LockOutSight }
  | { readonly type: "rejected"; readonly requestId: string }
  | { readonly type: "removed" }
  | {
      readonly type: "failed";
      readonly call: "remove" | { readonly reject: string };
      /** `gone`: the gateway doesn't know it (any more). `refused`: it won't, whoever asks again. `trouble`: try again. */
      readonly why: "gone" | "refused" | "trouble";
      readonly sentence: string;
    };

/** What to do next. Calls go out in this order, without waiting for each other's answers. */
export type LockOutStep =
  | { readonly do: "reject"; readonly requestId: string }
  | { readonly do: "remove"; readonly deviceId: string }
  /** Ask for the lists and tell what they say (`seen`). A planned look gives way to an earlier one. */
  | { readonly do: "look"; readonly afterMs: number };

export interface LockOutNext {
  readonly lockOut: LockOut;
  readonly steps: readonly LockOutStep[];
}

const PACE_MS = [0, 100, 250, 500, 1000, 2000, 5000] as const;

function later(tries: number): LockOutStep {
  return { do: "look", afterMs: PACE_MS[Math.min(tries, PACE_MS.length - 1)] ?? 5000 };
}

/**
 * A fresh order, or one that was read from disk. A fresh one is on its way to the disk meanwhile: whatever a crash leaves of
 * it, nothing is done twice. The first event is `connected`, at once where a session is open.
 */
export function startLockOut(order: LockOutOrder): LockOut {
  return { order, waiting: { remove: false, rejects: [] }, tried: [], refused: false, tries: 0 };
}

/**
 * @param nowMs this machine's clock
 * @returns the machine after the event. When its `order` is another object than before, it has to be kept on disk again.
 */
export function stepLockOut(lockOut: LockOut, event: LockOutEvent, nowMs: number): LockOutNext {
  if (!isOpen(lockOut.order)) return { lockOut, steps: [] };
  switch (event.type) {
    case "connected":
      return event.known
        ? begun(startLockOut(lockOut.order), event.known, nowMs)
        : { lockOut: startLockOut(lockOut.order), steps: [later(0)] };
    case "disconnected":
      // No answer will come any more; what became of the calls, the next list says.
      return { lockOut: { ...lockOut, waiting: { remove: false, rejects: [] } }, steps: [] };
    case "seen":
      return seen(lockOut, event.sight, nowMs);
    case "rejected":
      return answered(withoutReject(lockOut, event.requestId));
    case "removed":
      return answered(removed(lockOut, nowMs));
    case "failed":
      return failed(lockOut, event);
  }
}

/** Calls go out at once. Only a look after their answers can end the order. */
function begun(lockOut: LockOut, { pending, entry }: LockOutKnown, nowMs: number): LockOutNext {
  const order = { ...lockOut.order };
  if (pending.length === 0) order.rejectedAtMs ??= nowMs;
  if (entry.approvedAtMs !== undefined) order.approvedAtMs ??= entry.approvedAtMs;
  return {
    lockOut: { ...lockOut, order, waiting: { remove: true, rejects: pending }, tried: pending },
    steps: [
      ...pending.map((requestId): LockOutStep => ({ do: "reject", requestId })),
      { do: "remove", deviceId: order.deviceId },
    ],
  };
}

function withoutReject(lockOut: LockOut, requestId: string): LockOut {
  const rejects = lockOut.waiting.rejects.filter((waiting) => waiting !== requestId);
  return { ...lockOut, waiting: { ...lockOut.waiting, rejects } };
}

function removed(lockOut: LockOut, nowMs: number): LockOut {
  const { order, waiting } = lockOut;
  return {
    ...lockOut,
    waiting: { ...waiting, remove: false },
    order: { ...order, reachedAtMs: order.reachedAtMs ?? nowMs, removedAtMs: order.removedAtMs ?? nowMs },
  };
}

function isIdle({ waiting }: LockOut): boolean {
  return !waiting.remove && waiting.rejects.length === 0;
}

/** Nothing is under way that could still change it. */
export function isRefused(lockOut: LockOut): boolean {
  return lockOut.refused && isIdle(lockOut);
}

/** After the last answer the list is asked: only the list proves anything. */
function answered(lockOut: LockOut): LockOutNext {
  return { lockOut, steps: isIdle(lockOut) ? [later(lockOut.tries)] : [] };
}

function failed(lockOut: LockOut, event: Extract<LockOutEvent, { type: "failed" }>): LockOutNext {
  const { call, why, sentence } = event;
  const rest =
    call === "remove"
      ? { ...lockOut, waiting: { ...lockOut.waiting, remove: false } }
      : withoutReject(lockOut, call.reject);
  if (why === "gone") return answered(rest);
  const told = { ...rest, problem: sentence, tries: lockOut.tries + 1 };
  // What is final is told, so it must be so: one look more, in case that the rest of it was done.
  return answered(why === "refused" ? { ...told, refused: true } : told);
}

/** Approved after the entry that was removed: another decision than the one that the order is about. */
function isAnother(order: LockOutOrder, approvedAtMs: number | undefined): boolean {
  return (
    order.removedAtMs !== undefined && approvedAtMs !== undefined && approvedAtMs > (order.approvedAtMs ?? Infinity)
  );
}

/** The order with what this sight of the gateway adds to it. */
function learnt(before: LockOut, sight: LockOutSight, nowMs: number): LockOutOrder {
  const { pending, entry, connected, lingers } = sight;
  const { cleanUpMs, ...known } = before.order;
  const order = { ...known, reachedAtMs: known.reachedAtMs ?? nowMs };
  if (entry && isAnother(order, entry.approvedAtMs)) return { ...order, returnedAtMs: nowMs };
  // Requests that come later don't hold the order up: the blocked key is refused on sight, as long as it knocks.
  const left = before.tried.length > 0 ? pending.filter((requestId) => before.tried.includes(requestId)) : pending;
  if (left.length === 0) order.rejectedAtMs ??= nowMs;
  if (entry?.approvedAtMs !== undefined && order.removedAtMs === undefined) order.approvedAtMs = entry.approvedAtMs;
  if (entry || order.rejectedAtMs === undefined) return order;
  if (lingers) {
    const restarted = cleanUpMs !== undefined && lingers.upMs < cleanUpMs;
    return restarted
      ? { ...order, goneAtMs: nowMs, proof: "restart" }
      : { ...order, cleanUpMs: cleanUpMs ?? lingers.upMs };
  }
  if (connected === true) return order;
  return { ...order, goneAtMs: nowMs, proof: connected === undefined ? "list" : "list-and-connections" };
}

function same(one: LockOutOrder, other: LockOutOrder): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function seen(before: LockOut, sight: LockOutSight, nowMs: number): LockOutNext {
  const { waiting, refused, tried } = before;
  if (sight.blind !== undefined && !sight.entry) {
    // Neither done nor to be done by this session; the order stays open for one that may.
    const order = { ...before.order, reachedAtMs: before.order.reachedAtMs ?? nowMs };
    const told = same(order, before.order) ? before.order : order;
    return { lockOut: { ...before, order: told, refused: true, problem: sight.blind }, steps: [] };
  }
  const news = learnt(before, sight, nowMs);
  const order = same(news, before.order) ? before.order : news;
  if (order.returnedAtMs !== undefined) return { lockOut: { ...before, order }, steps: [] };
  const fresh = refused ? [] : sight.pending.filter((requestId) => !waiting.rejects.includes(requestId));
  const remove = sight.entry !== undefined && !waiting.remove && !refused;
  const steps: LockOutStep[] = fresh.map((requestId) => ({ do: "reject", requestId }));
  if (remove) steps.push({ do: "remove", deviceId: order.deviceId });
  const after: LockOut = {
    ...before,
    order,
    waiting: { remove: waiting.remove || remove, rejects: [...waiting.rejects, ...fresh] },
    tried: [...new Set([...tried, ...fresh])],
  };
  if (!isOpen(order)) return { lockOut: after, steps };
  // Removed once and still there: slower from now on, so that a gateway that doesn't do what it says isn't hammered.
  if (remove && order.removedAtMs !== undefined) return { lockOut: { ...after, tries: before.tries + 1 }, steps };
  // Nothing to send and not gone: its connection is still closing. Being refused only a new session changes, and a restart
  // brings one.
  if (!isIdle(after) || refused || isLingering(order)) return { lockOut: after, steps };
  return { lockOut: { ...after, tries: before.tries + 1 }, steps: [later(before.tries + 1)] };
}
