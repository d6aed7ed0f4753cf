import { createHash } from "node:crypto";

/** 20 hex digits = 80 bits. */
const DIGITS = 20;
const GROUP = 4;

/** An Ed25519 key as it crosses the wire: 32 bytes, base64url (base64 is taken too). */
const rawKey = /^[A-Za-z0-9_+/-]{43}=?$/;
const deviceIdHash = /^[0-9a-f]{64}$/i;

/**
 * Short fingerprint of a device's key, five groups of four hex digits ("3f9a 04bc 77de 1f20 c5d1"), for comparing aloud.
 *
 * It is the beginning of the SHA-256 of the raw key. A gateway derives the device id in the same way, so the fingerprint
 * is also how the device id begins: it can be compared with whatever the device itself, the Control UI or
 * `openclaw devices list` shows. 80 bits: an attacker who grinds keys until one has the victim's fingerprint needs about
 * 2^80 key pairs, out of reach even where each is tried against thousands of devices at once, and five groups are still
 * read aloud in ten seconds.
 *
 * Without a readable key the device id stands in: as it is when it is a hash, hashed when it is anything else.
 */
export function fingerprint(key: { readonly publicKey?: string | undefined; readonly deviceId: string }): string {
  const hex = digestOf(key).slice(0, DIGITS);
  return (hex.match(new RegExp(`.{${GROUP}}`, "g")) ?? []).join(" ");
}

function digestOf({
  publicKey,
  deviceId,
}: {
  readonly publicKey?: string | undefined;
  readonly deviceId: string;
}): string {
  const hash = createHash("sha256");
  if (publicKey !== undefined && rawKey.test(publicKey)) return hash.update(publicKey, "base64url").digest("hex");
  if (publicKey === undefined && deviceIdHash.test(deviceId)) return deviceId.toLowerCase();
  return hash.update(publicKey ?? deviceId, "utf8").digest("hex");
}
