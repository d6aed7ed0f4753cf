import { withLastSeen } from "./last-seen.ts";
import type { PairedDevice } from "./paired-device.ts";
import { expiresAtMs, type PairingRequest } from "./pairing-request.ts";
import { sharedMap } from "./share.ts";

/** A request that waits for a decision. */
export interface PendingRequest {
  readonly request: PairingRequest;
  /** How many earlier requests of the same device it replaced while they waited. */
  readonly superseded: number;
  /**
   * The gateway still lists it although its five minutes are over: the device knocked again, which renews a request on
   * 2026.9 without any event and without a new `ts`. The clock no longer ends it; the next list does.
   */
  readonly outlived: boolean;
}

/**
 * What we know of a gateway's pairing book. Maps keep the gateway's order; items and maps that didn't change keep their
 * identity, so that a view of one can be kept as long as the item is.
 */
export interface Inbox {
  readonly pending: ReadonlyMap<string, PendingRequest>;
  readonly devices: ReadonlyMap<string, PairedDevice>;
  /** A list has arrived at least once: an empty inbox is empty, and not only unknown. */
  readonly listed: boolean;
  /** The connection was lost after the last list: still shown, not to be trusted, and nothing can be decided on it. */
  readonly stale: boolean;
  readonly memory: InboxMemory;
}

/** Book-keeping of the reducer; nobody else reads it. */
interface InboxMemory {
  /** Events since the start of each list that is in flight, by its `seq`. */
  readonly journals: ReadonlyMap<number, readonly Replay[]>;
  /** The last rejection of each device: a request that is older than it is the one that took its place. */
  readonly rejections: ReadonlyMap<string, Rejection>;
  /** Requests that the clock ended here, until a list says whether the gateway thinks so too. */
  readonly expired: ReadonlySet<string>;
  /** When the last list arrived. */
  readonly listedAtMs?: number | undefined;
}

interface Rejection {
  readonly atMs: number;
  readonly superseded: number;
}

type Replay = Extract<InboxEvent, { readonly type: "requested" | "resolved" | "removed-locally" }>;

/**
 * Times are the gateway's clock, ms since the epoch; `nowMs` is this machine's. What the gateway says is waiting waits,
 * even if it has long been over by a clock here that is minutes ahead.
 */
export type InboxEvent =
  /** A list was asked for. `seq` rises with every list of this inbox, over reconnects too. */
  | { readonly type: "list-started"; readonly seq: number }
  | {
      readonly type: "listed";
      readonly seq: number;
      readonly pending: readonly PairingRequest[];
      readonly devices: readonly PairedDevice[];
      readonly nowMs?: number;
    }
  /** The list failed or was abandoned. */
  | { readonly type: "list-failed"; readonly seq: number }
  | { readonly type: "requested"; readonly request: PairingRequest; readonly nowMs?: number }
  | {
      readonly type: "resolved";
      readonly requestId: string;
      readonly decision: string;
      readonly deviceId?: string | undefined;
      /** The event's own `ts`. */
      readonly atMs?: number | undefined;
    }
  /** A removal that the gateway confirmed to us: other operators get no event for it. */
  | { readonly type: "removed-locally"; readonly deviceId: string }
  | { readonly type: "expired"; readonly nowMs: number }
  /** The connection is gone, and with it every list in flight. */
  | { readonly type: "reset" };

/** Rejections remembered; more devices than that at once is a flood, in which the count of one of them hardly matters. */
const MAX_REJECTIONS = 1_000;

export const emptyInbox: Inbox = {
  pending: new Map(),
  devices: new Map(),
  listed: false,
  stale: false,
  memory: { journals: new Map(), rejections: new Map(), expired: new Set() },
};

/**
 * The inbox after an event. An event that arrives while a list is in flight is newer than that list or already in it, so
 * it is applied to the list again: a resolved request doesn't come back, a requested one doesn't vanish. Whatever was
 * lost on the way, the next list repairs. An event that changes nothing returns the same state.
 */
export function reduceInbox(state: Inbox, event: InboxEvent): Inbox {
  switch (event.type) {
    case "list-started":
      return remember(state, { journals: new Map(state.memory.journals).set(event.seq, []) });
    case "list-failed":
      return remember(state, { journals: without(state.memory.journals, event.seq) });
    case "listed":
      return applyList(state, event);
    case "requested":
    case "resolved":
    case "removed-locally":
      return applyEvent(record(state, event), event);
    case "expired":
      return expire(state, event.nowMs);
    case "reset":
      return { ...remember(state, { journals: new Map() }), stale: state.listed };
  }
}

function remember(state: Inbox, change: Partial<InboxMemory>): Inbox {
  return { ...state, memory: { ...state.memory, ...change } };
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (!map.has(key)) return map;
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}

function record(state: Inbox, event: Replay): Inbox {
  if (state.memory.journals.size === 0) return state;
  const journals = new Map([...state.memory.journals].map(([seq, events]) => [seq, [...events, event]]));
  return remember(state, { journals });
}

function applyEvent(state: Inbox, event: Replay): Inbox {
  switch (event.type) {
    case "requested": {
      const id = event.request.requestId;
      const waiting = waitingOf(state, event.request, isPast(event.request, event.nowMs));
      const pending = sharedMap(state.pending, new Map(state.pending).set(id, waiting));
      return pending === state.pending ? state : { ...state, pending };
    }
    case "resolved":
      return applyResolved(state, event);
    case "removed-locally": {
      const devices = without(state.devices, event.deviceId);
      return devices === state.devices ? state : { ...state, devices };
    }
  }
}

function applyResolved(state: Inbox, event: Extract<Replay, { type: "resolved" }>): Inbox {
  const waiting = state.pending.get(event.requestId);
  const deviceId = event.deviceId ?? waiting?.request.deviceId;
  const pending = without(state.pending, event.requestId);
  const next = pending === state.pending ? state : { ...state, pending };
  if (!waiting || deviceId === undefined || event.decision !== "rejected") return next;
  const rejections = new Map(state.memory.rejections);
  rejections.delete(deviceId);
  rejections.set(deviceId, { atMs: event.atMs ?? waiting.request.askedAtMs, superseded: waiting.superseded });
  const oldest = rejections.keys().next().value;
  if (rejections.size > MAX_REJECTIONS && oldest !== undefined) rejections.delete(oldest);
  return remember(next, { rejections });
}

/**
 * A device that changes what it asks for gets a new request; the gateway makes it, then announces the end of the old one,
 * then the new one. So the new one is older than the rejection that precedes it, and that is how it is told from a
 * rejection by a person, after which the device knocks afresh.
 */
function waitingOf(state: Inbox, request: PairingRequest, outlived: boolean): PendingRequest {
  const known = state.pending.get(request.requestId);
  if (known) return { request, superseded: known.superseded, outlived: outlived || known.outlived };
  const rejection = state.memory.rejections.get(request.deviceId);
  const replaces = rejection !== undefined && request.askedAtMs <= rejection.atMs;
  return { request, superseded: replaces ? rejection.superseded + 1 : 0, outlived };
}

function isPast(request: PairingRequest, nowMs: number | undefined): boolean {
  return nowMs !== undefined && expiresAtMs(request) <= nowMs;
}

function applyList(state: Inbox, list: Extract<InboxEvent, { type: "listed" }>): Inbox {
  const { journals } = state.memory;
  // No journal: the list belongs to a lost connection, or a newer one has come first. It is older than what we know.
  const journal = journals.get(list.seq);
  if (journal === undefined) return state;
  const pending = list.pending.map((request): [string, PendingRequest] => [
    request.requestId,
    waitingOf(state, request, isPast(request, list.nowMs) || state.memory.expired.has(request.requestId)),
  ]);
  // While a connection holds, changes are told; over a gap only the last list stands.
  const untilMs = state.stale ? state.memory.listedAtMs : (list.nowMs ?? state.memory.listedAtMs);
  const book: Book = {
    pending: new Map(pending),
    devices: new Map(
      list.devices.map((device) => [
        device.deviceId,
        withLastSeen(state.devices.get(device.deviceId), device, untilMs),
      ]),
    ),
  };
  replay(book, journal, (request) => waitingOf(state, request, false));
  return {
    pending: sharedMap(state.pending, book.pending),
    devices: sharedMap(state.devices, book.devices),
    listed: true,
    stale: false,
    memory: {
      rejections: state.memory.rejections,
      expired: new Set(),
      listedAtMs: list.nowMs ?? state.memory.listedAtMs,
      journals: new Map([...journals].filter(([seq]) => seq > list.seq)),
    },
  };
}

interface Book {
  readonly pending: Map<string, PendingRequest>;
  readonly devices: Map<string, PairedDevice>;
}

/** Puts what happened since the list was asked for on top of it. What the events taught us is in `waiting` already. */
function replay(book: Book, journal: readonly Replay[], waiting: (request: PairingRequest) => PendingRequest): void {
  journal.forEach((event, index) => {
    if (event.type === "requested") book.pending.set(event.request.requestId, waiting(event.request));
    else if (event.type === "resolved") book.pending.delete(event.requestId);
    else if (!cameBack(event.deviceId, journal.slice(index + 1))) book.devices.delete(event.deviceId);
  });
}

/** A device that was approved again after we removed it must not be taken out of the list that shows it. */
function cameBack(deviceId: string, later: readonly Replay[]): boolean {
  return later.some(
    (event) => event.type === "resolved" && event.decision === "approved" && event.deviceId === deviceId,
  );
}

function expire(state: Inbox, nowMs: number): Inbox {
  const gone = [...state.pending].filter(([, waiting]) => !waiting.outlived && expiresAtMs(waiting.request) <= nowMs);
  if (gone.length === 0) return state;
  const pending = new Map(state.pending);
  for (const [id] of gone) pending.delete(id);
  return { ...remember(state, { expired: new Set([...state.memory.expired, ...gone.map(([id]) => id)]) }), pending };
}
