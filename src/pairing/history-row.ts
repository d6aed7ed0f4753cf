import { z } from "zod";

/** What can happen to a pairing request, a device, or the history itself. */
export const historyKinds = [
  "asked",
  "shown",
  "decided",
  "sent",
  "confirmed",
  "failed",
  "ended",
  "removed",
  "revoked",
  "rotated",
  "renamed",
  "muted",
  "unmuted",
  "blocked",
  "unblocked",
  "lock-out-ordered",
  "locked-out",
  /** The gateway cut this app off while it was connected: removed, or its token renewed or revoked. */
  "cut-off",
  "lock-out-given-up",
  /** A device that was approved here got more than its card showed. */
  "overstepped",
  /** The gateway never answered: nobody knows whether it was done. */
  "unanswered",
  /** Rows were lost or changed outside PairTray; `detail` says what. Gateway, device and name are empty. */
  "damaged",
] as const;

/** Who did it: this app for its user, somebody else at the gateway, or the gateway by itself. */
export const historyActors = ["this-app", "another-operator", "gateway"] as const;

/** Longest texts kept, in UTF-16 code units: a row must stay a row, whatever a gateway or a device sends. */
const MOST = { gatewayId: 512, requestId: 512, deviceId: 512, name: 300, detail: 500 } as const;

const whole = z.int().nonnegative();
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Something that happened. Times are ms since the epoch by this machine's clock. */
const entryRowSchema = z.strictObject({
  seq: z.int().positive(),
  atMs: whole,
  kind: z.enum(historyKinds),
  gatewayId: z.string().max(MOST.gatewayId),
  requestId: z.string().max(MOST.requestId).optional(),
  deviceId: z.string().max(MOST.deviceId),
  /** As it was shown: already made safe. */
  name: z.string().max(MOST.name),
  by: z.enum(historyActors),
  detail: z.string().max(MOST.detail).optional(),
  /** Hash of the row before. */
  prev: hash,
  hash,
});

/**
 * Stands first where the oldest rows were cut to stay within bounds: `seq` and `head` are number and hash of the last row
 * that was cut, so the next row still verifies.
 */
const cutRowSchema = z.strictObject({
  seq: z.int().positive(),
  atMs: whole,
  kind: z.literal("cut"),
  head: hash,
  hash,
});

/** Closed: a key that isn't listed here never passes, neither from the file nor into an export. */
export const historyRowSchema = z.discriminatedUnion("kind", [entryRowSchema, cutRowSchema]);

export type HistoryKind = (typeof historyKinds)[number];
export type HistoryActor = (typeof historyActors)[number];
export type HistoryEntryRow = Readonly<z.infer<typeof entryRowSchema>>;
export type HistoryCutRow = Readonly<z.infer<typeof cutRowSchema>>;
export type HistoryRow = HistoryEntryRow | HistoryCutRow;

/** What a caller knows about something that happened; number, time and hashes are added when it is appended. */
export interface HistoryEntry {
  readonly kind: HistoryKind;
  readonly gatewayId: string;
  readonly requestId?: string | undefined;
  readonly deviceId: string;
  readonly name: string;
  readonly by: HistoryActor;
  /** One plain sentence or a few words, never a secret: roles and scopes approved, an error's words. */
  readonly detail?: string | undefined;
}

function bounded(text: string, most: number): string {
  // A pair cut in two leaves half a character: toWellFormed isn't in every Node we run on.
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** The entry with every text within the bounds of a row, and nothing but the keys of an entry. Never throws. */
export function boundedEntry(entry: HistoryEntry): HistoryEntry {
  return {
    kind: entry.kind,
    gatewayId: bounded(entry.gatewayId, MOST.gatewayId),
    ...(entry.requestId === undefined ? {} : { requestId: bounded(entry.requestId, MOST.requestId) }),
    deviceId: bounded(entry.deviceId, MOST.deviceId),
    name: bounded(entry.name, MOST.name),
    by: entry.by,
    ...(entry.detail === undefined ? {} : { detail: bounded(entry.detail, MOST.detail) }),
  };
}
