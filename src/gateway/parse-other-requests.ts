import { z } from "zod";
import type { DirectMessageList, DirectMessageRequest, NodeAccessRequest } from "../pairing/other-requests.ts";

/** Tolerant reading, as parse-lists.ts: need the ids, ignore what isn't known, bound what is. */
const text = z.string().max(100_000).optional().catch(undefined);
const id = z.string().min(1).max(512);
const names = z
  .array(z.unknown())
  .catch([])
  .transform((list) => list.slice(0, 1_000).filter((item) => typeof item === "string" && item !== "") as string[]);
/** ms since the epoch, as a number or as an ISO date; what no calendar can hold is no time. */
const time = z
  .union([
    z.number(),
    z
      .string()
      .max(64)
      .transform((words) => Date.parse(words)),
  ])
  .pipe(z.number().nonnegative().max(8.64e15))
  .optional()
  .catch(undefined);

const nodeRow = z.object({
  requestId: id,
  nodeId: id,
  displayName: text,
  platform: text,
  deviceFamily: text,
  clientId: text,
  clientMode: text,
  remoteIp: text,
  version: text,
  caps: names,
  commands: names,
  requiredApproveScopes: names,
  ts: time,
});

const messageRow = z.object({
  requestId: id,
  channel: id,
  channelLabel: text,
  accountId: id,
  accountLabel: text,
  senderId: id,
  senderLabel: text,
  metadata: z.record(z.string().max(100), z.unknown()).catch({}),
  createdAt: time,
  expiresAt: time,
  notifySupported: z.boolean().catch(false),
});

/** As the gateway keeps them, where it doesn't say when one ends. */
const MESSAGE_LIFE_MS = 3_600_000;

function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

function rowsOf<T>(rows: readonly unknown[], parse: (row: unknown) => T | undefined, idOf: (item: T) => string): T[] {
  const byId = new Map<string, T>();
  for (const row of rows.slice(0, 10_000)) {
    const item = parse(row);
    if (item !== undefined && !byId.has(idOf(item))) byId.set(idOf(item), item);
  }
  return [...byId.values()];
}

/** The answer of `node.pair.list`; undefined when it isn't one. */
export function parseNodeRequests(payload: unknown, nowMs: number): readonly NodeAccessRequest[] | undefined {
  const list = z.object({ pending: z.array(z.unknown()) }).safeParse(payload).data;
  const parse = (row: unknown): NodeAccessRequest | undefined => {
    const parsed = nodeRow.safeParse(row).data;
    if (!parsed) return undefined;
    const { ts, ...rest } = parsed;
    return { ...present(rest), askedAtMs: ts ?? nowMs };
  };
  return list && rowsOf(list.pending, parse, ({ requestId }) => requestId);
}

/** The answer of `channels.pairing.list`; undefined when it isn't one. */
export function parseDirectMessages(payload: unknown, nowMs: number): DirectMessageList | undefined {
  const list = z
    .object({ requests: z.array(z.unknown()), commandOwnerConfigured: z.boolean().catch(true) })
    .safeParse(payload).data;
  if (!list) return undefined;
  const parse = (row: unknown): DirectMessageRequest | undefined => {
    const parsed = messageRow.safeParse(row).data;
    if (!parsed) return undefined;
    const { createdAt = nowMs, expiresAt, metadata, ...rest } = parsed;
    const said = Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    return {
      ...present(rest),
      metadata: Object.fromEntries(said.slice(0, 20).map(([key, value]) => [key, value.slice(0, 10_000)])),
      createdAtMs: createdAt,
      expiresAtMs: expiresAt ?? createdAt + MESSAGE_LIFE_MS,
    };
  };
  const idOf = ({ channel, accountId, requestId }: DirectMessageRequest) => [channel, accountId, requestId].join("/");
  return { requests: rowsOf(list.requests, parse, idOf), offersOwner: !list.commandOwnerConfigured };
}
