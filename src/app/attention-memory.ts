import type { NotificationModel } from "./notification-model.ts";

/** Where the telling of one request stands. `closed`: told, and gone from the screen; it is never told again. */
export type Telling = "untold" | "own" | "summary" | "closed";

export interface ToldRequest {
  readonly telling: Telling;
  /** When it was last among the waiting ones. */
  readonly seenAtMs: number;
}

export interface DeviceMemory {
  /** When each of its requests was first seen, within the last few minutes. */
  readonly knocks: readonly number[];
  /** On the screen now. */
  readonly model?: NotificationModel | undefined;
  /** The request that the model is about. */
  readonly requestKey?: string | undefined;
  readonly raisedAtMs?: number | undefined;
}

export interface SummaryMemory {
  /** On the screen now. */
  readonly model?: NotificationModel | undefined;
  readonly members: ReadonlySet<string>;
  readonly changedAtMs: number;
  /** Changes since it appeared. */
  readonly changes: number;
}

/**
 * What the notification policy remembers. It outlives connections, so a gateway that restarts with the same requests
 * isn't news; it is bounded, so a flood isn't a leak. Keys are those of the snapshot; devices are `<gatewayId>/<deviceId>`.
 */
export interface AttentionMemory {
  readonly requests: ReadonlyMap<string, ToldRequest>;
  readonly devices: ReadonlyMap<string, DeviceMemory>;
  /** When notifications of single devices were raised lately. */
  readonly raised: readonly number[];
  readonly summary?: SummaryMemory | undefined;
  /** Whether what stands on the screen bears names. */
  readonly showNames?: boolean;
}

export const freshAttention: AttentionMemory = { requests: new Map(), devices: new Map(), raised: [] };

/** A request is gone for good after five minutes; a renewed one may come back a little later. */
const REMEMBER_MS = 15 * 60_000;
const MAX_REMEMBERED = 5_000;

/** The newest entries of a map that is kept in the order of their last use. */
export function bounded<T>(map: ReadonlyMap<string, T>, keep: (item: T) => boolean): Map<string, T> {
  const entries = [...map].filter(([, item]) => keep(item));
  return new Map(entries.slice(-MAX_REMEMBERED));
}

export function pruneRequests(
  requests: ReadonlyMap<string, ToldRequest>,
  nowMs: number,
): ReadonlyMap<string, ToldRequest> {
  return bounded(requests, (told) => nowMs - told.seenAtMs < REMEMBER_MS);
}
