import { createHash, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  block,
  blockedBy,
  blockedKeySchema,
  isBlocked,
  unblock,
  type BlockedKey,
} from "../../../src/pairing/blocked-keys.ts";

function device() {
  const raw = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" }).subarray(-32);
  const deviceId = createHash("sha256").update(raw).digest("hex");
  return { deviceId, publicKey: raw.toString("base64url"), base64: raw.toString("base64") };
}
const phone = device();
const other = device();
const row = (over: Partial<BlockedKey> = {}): BlockedKey => ({
  deviceId: phone.deviceId,
  publicKey: phone.publicKey,
  name: "Lost phone",
  blockedAtMs: 5,
  why: "unwanted",
  ...over,
});
/** Blocked where the gateway never said its key. */
const withoutKey: BlockedKey = { deviceId: phone.deviceId, name: "Lost phone", blockedAtMs: 5, why: "unwanted" };

describe("blocked keys", () => {
  it("knows a device by its id or its key, in any spelling, and no other device", () => {
    const list = block([], row());
    expect(isBlocked(list, { deviceId: phone.deviceId })).toBe(true);
    expect(isBlocked(list, { deviceId: phone.deviceId.toUpperCase(), publicKey: other.publicKey })).toBe(true);
    expect(isBlocked(list, { deviceId: "another id", publicKey: phone.publicKey })).toBe(true);
    expect(isBlocked(list, { deviceId: "another id", publicKey: phone.base64 })).toBe(true);
    expect(isBlocked(list, other)).toBe(false);
    expect(isBlocked([], phone)).toBe(false);
  });

  it("knows the key of an id that was blocked without its key", () => {
    expect(blockedBy([withoutKey], { deviceId: "claims another id", publicKey: phone.publicKey })?.name).toBe(
      "Lost phone",
    );
    expect(isBlocked([withoutKey], { deviceId: "claims another id" })).toBe(false);
  });

  it("blocks a device once: being lost outweighs, the first time stays, and a key is learnt", () => {
    const list = block([withoutKey], row({ why: "lost", blockedAtMs: 9, name: "Renamed", publicKey: phone.base64 }));
    expect(list).toEqual([row({ why: "lost" })]);
    expect(block(list, row())).toEqual(list);
  });

  it("undoes both ways", () => {
    const list = block(block([], row()), row({ deviceId: other.deviceId, publicKey: other.publicKey }));
    const undone = unblock(list, phone.deviceId);
    expect(isBlocked(undone, phone)).toBe(false);
    expect(isBlocked(undone, other)).toBe(true);
    expect(isBlocked(block(undone, row()), phone)).toBe(true);
    expect(list).toHaveLength(2);
  });

  it("never throws on what a stranger sends, and makes rows that can be kept", () => {
    const list = block([], row());
    expect(blockedKeySchema.safeParse(list[0]).success).toBe(true);
    const text = fc.string({ unit: "binary", maxLength: 64 });
    fc.assert(
      fc.property(text, fc.option(text, { nil: undefined }), (deviceId, publicKey) => {
        expect(isBlocked(list, { deviceId, publicKey })).toBe(false);
      }),
    );
  });
});
