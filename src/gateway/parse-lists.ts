import { z } from "zod";
import type { DeviceToken, PairedDevice } from "../pairing/paired-device.ts";
import type { PairingRequest } from "../pairing/pairing-request.ts";

/**
 * Tolerant reading of what a gateway sends: need what is used, ignore the rest (the published schemas are closed, and a
 * newer gateway adds fields). A field of the wrong type counts as absent; a row without its ids is dropped and counted.
 */
const text = z.string().max(100_000).optional().catch(undefined);
/** ms since the epoch, whole; what no calendar can hold is no time (a view would fail to format it). */
const time = z.number().nonnegative().max(8.64e15).transform(Math.trunc).optional().catch(undefined);
/** An Ed25519 key, which has 44 characters, or 113 as PEM. What is longer is none, and could not be kept with a block. */
const key = z.string().min(1).max(512).optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
/** Names in a list; what isn't a name is left out. Bounded: no gateway has a thousand scopes. */
const names = z
  .array(z.unknown())
  .catch([])
  .transform((list) =>
    list.slice(0, 1_000).filter((item): item is string => typeof item === "string" && item.length > 0),
  );
const id = z.string().min(1).max(512);

function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

function union(one: string | undefined, many: readonly string[]): string[] {
  return [...new Set(one === undefined || one === "" ? many : [...many, one])];
}

const requestRow = z.object({
  requestId: id,
  deviceId: id,
  publicKey: key,
  displayName: text,
  platform: text,
  deviceFamily: text,
  clientId: text,
  clientMode: text,
  browserOrigin: text,
  remoteIp: text,
  role: text,
  roles: names,
  scopes: names,
  silent: flag,
  isRepair: flag,
  ts: time,
});

const tokenRow = z.object({
  role: z.string().min(1),
  scopes: names,
  createdAtMs: time,
  rotatedAtMs: time,
  revokedAtMs: time,
  lastUsedAtMs: time,
});

const deviceRow = z.object({
  deviceId: id,
  publicKey: key,
  displayName: text,
  operatorLabel: text,
  platform: text,
  deviceFamily: text,
  clientId: text,
  clientMode: text,
  remoteIp: text,
  role: text,
  roles: names,
  scopes: names,
  approvedScopes: names,
  approvedVia: text,
  createdAtMs: time,
  approvedAtMs: time,
  lastSeenAtMs: time,
  lastSeenReason: text,
  connected: flag,
  nodeSurface: z.object({ caps: names, commands: names }).optional().catch(undefined),
  // A list of rows, or an object of rows keyed by role (the form that the gateway itself stores).
  tokens: z
    .union([z.array(z.unknown()), z.record(z.string(), z.unknown()).transform((rows) => Object.values(rows))])
    .catch([]),
});

/** One row of `pending`, or the payload of `device.pair.requested`; undefined when it has no ids. */
export function parseRequest(row: unknown, nowMs: number): PairingRequest | undefined {
  const parsed = requestRow.safeParse(row).data;
  if (!parsed) return undefined;
  const { role, roles, silent, isRepair, ts, ...rest } = parsed;
  return {
    ...present(rest),
    roles: union(role, roles),
    silent: silent ?? false,
    isRepair: isRepair ?? false,
    askedAtMs: ts ?? nowMs,
  };
}

function parseToken(row: unknown): DeviceToken | undefined {
  const parsed = tokenRow.safeParse(row).data;
  return parsed && present(parsed);
}

/** One row of `paired`; undefined when it has no id. */
export function parseDevice(row: unknown): PairedDevice | undefined {
  const parsed = deviceRow.safeParse(row).data;
  if (!parsed) return undefined;
  const { role, roles, scopes, approvedScopes, tokens, ...rest } = parsed;
  return {
    ...present(rest),
    roles: union(role, roles),
    scopes: [...new Set([...scopes, ...approvedScopes])],
    tokens: tokens.flatMap((token) => parseToken(token) ?? []),
  };
}

export interface PairingLists {
  readonly pending: readonly PairingRequest[];
  readonly devices: readonly PairedDevice[];
  /** Rows that could not be read, or named an id again; more than none is worth telling. */
  readonly unreadable: number;
}

/** Everything that could be read, each id once: two rows of one id can't both be the thing on screen. The first counts. */
function once<T>(rows: readonly unknown[], parse: (row: unknown) => T | undefined, idOf: (item: T) => string): T[] {
  const byId = new Map<string, T>();
  for (const row of rows) {
    const item = parse(row);
    if (item !== undefined && !byId.has(idOf(item))) byId.set(idOf(item), item);
  }
  return [...byId.values()];
}

/**
 * The answer of `device.pair.list`; undefined when it isn't one at all.
 * @param parsePaired reads one row of `paired`
 */
export function parseLists(
  payload: unknown,
  nowMs: number,
  parsePaired: (row: unknown) => PairedDevice | undefined = parseDevice,
): PairingLists | undefined {
  const lists = z.object({ pending: z.array(z.unknown()), paired: z.array(z.unknown()) }).safeParse(payload).data;
  if (!lists) return undefined;
  const pending = once(
    lists.pending,
    (row) => parseRequest(row, nowMs),
    ({ requestId }) => requestId,
  );
  const devices = once(lists.paired, parsePaired, ({ deviceId }) => deviceId);
  const rows = lists.pending.length + lists.paired.length;
  return { pending, devices, unreadable: rows - pending.length - devices.length };
}
