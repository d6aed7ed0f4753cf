import { createHash } from "node:crypto";
import { z } from "zod";

const text = z.string().min(1).max(512);

/** A device whose pairing requests PairTray rejects on sight, at every gateway it manages. Kept on this machine only. */
export const blockedKeySchema = z.strictObject({
  /** One row a device. */
  deviceId: text,
  /** Ed25519, 32 bytes as base64url without padding; absent where the gateway never said it. */
  publicKey: text.optional(),
  /** As it was shown when it was blocked. */
  name: z.string().max(300),
  /** ms since the epoch, by this machine's clock. */
  blockedAtMs: z.int().nonnegative(),
  why: z.enum(["unwanted", "lost"]),
  /** How many of its requests were rejected on sight. */
  refused: z.int().nonnegative().optional(),
  /** Where it was seen when it was blocked; the block holds everywhere. */
  gatewayId: text.optional(),
});
export type BlockedKey = Readonly<z.infer<typeof blockedKeySchema>>;

/** What identifies whoever asks. */
interface Asking {
  readonly deviceId: string;
  readonly publicKey?: string | undefined;
}

const rawKey = /^[A-Za-z0-9_-]{43}$/;

/** The same 32 bytes have one spelling: base64url, no padding. */
function plainKey(key: string): string {
  return key.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** A gateway derives the device id from the key: SHA-256 of its raw bytes, in hex. */
function idOfKey(key: string): string | undefined {
  return rawKey.test(key) ? createHash("sha256").update(key, "base64url").digest("hex") : undefined;
}

/**
 * The block that this request falls under, if any. A device is known by its id or its key; a key whose hash is a blocked id
 * counts too, so that claiming another id for the same key doesn't help.
 */
export function blockedBy(blocked: readonly BlockedKey[], asking: Asking): BlockedKey | undefined {
  if (blocked.length === 0) return undefined;
  const key = asking.publicKey === undefined ? undefined : plainKey(asking.publicKey);
  const keyId = key === undefined ? undefined : idOfKey(key);
  const id = asking.deviceId.toLowerCase();
  return blocked.find(({ deviceId, publicKey }) => {
    const known = deviceId.toLowerCase();
    if (known === id || known === keyId) return true;
    return key !== undefined && publicKey !== undefined && plainKey(publicKey) === key;
  });
}

export function isBlocked(blocked: readonly BlockedKey[], asking: Asking): boolean {
  return blockedBy(blocked, asking) !== undefined;
}

/**
 * The list with this device blocked. A device that is blocked already stays as it was, but `lost` outweighs `unwanted` and
 * a key that was unknown is added.
 */
export function block(blocked: readonly BlockedKey[], device: BlockedKey): readonly BlockedKey[] {
  const known = blocked.find(({ deviceId }) => deviceId === device.deviceId);
  const publicKey = known?.publicKey ?? device.publicKey;
  const fresh: BlockedKey = {
    ...(known ?? device),
    why: known?.why === "lost" ? "lost" : device.why,
    ...(publicKey === undefined ? {} : { publicKey: plainKey(publicKey) }),
  };
  return known ? blocked.map((row) => (row === known ? fresh : row)) : [...blocked, fresh];
}

/** The list without this device. To undo that, block the row again that was there. */
export function unblock(blocked: readonly BlockedKey[], deviceId: string): readonly BlockedKey[] {
  return blocked.filter((row) => row.deviceId !== deviceId);
}
