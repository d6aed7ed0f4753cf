import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fingerprint } from "../../../src/pairing/fingerprint.ts";
import { keyOf } from "./samples.ts";

const deviceIdOf = (byte: number) => createHash("sha256").update(Buffer.alloc(32, byte)).digest("hex");

describe("fingerprint", () => {
  it("is how the device id of the same key begins, in five groups of four", () => {
    const text = fingerprint({ publicKey: keyOf(7), deviceId: "whatever it claims" });
    expect(text).toMatch(/^[0-9a-f]{4}( [0-9a-f]{4}){4}$/);
    expect(text.replaceAll(" ", "")).toBe(deviceIdOf(7).slice(0, 20));
  });

  it("is the same for every spelling of a key, and another for another key", () => {
    const bytes = Buffer.alloc(32, 0xfb);
    const spellings = [
      bytes.toString("base64url"),
      bytes.toString("base64"),
      bytes.toString("base64").replace("=", ""),
    ];
    expect(new Set(spellings.map((publicKey) => fingerprint({ publicKey, deviceId: "a" }))).size).toBe(1);
    expect(fingerprint({ publicKey: keyOf(1), deviceId: "a" })).not.toBe(
      fingerprint({ publicKey: keyOf(2), deviceId: "a" }),
    );
  });

  it("falls back to the device id, as it is or hashed", () => {
    expect(fingerprint({ deviceId: deviceIdOf(7) })).toBe(fingerprint({ publicKey: keyOf(7), deviceId: "x" }));
    expect(fingerprint({ deviceId: "phone-1" })).toMatch(/^[0-9a-f]{4}( [0-9a-f]{4}){4}$/);
    expect(fingerprint({ deviceId: "phone-1" })).not.toBe(fingerprint({ deviceId: "phone-2" }));
  });

  it("doesn't let an unreadable key borrow the id's fingerprint", () => {
    const honest = fingerprint({ deviceId: deviceIdOf(7) });
    expect(fingerprint({ publicKey: "not a key", deviceId: deviceIdOf(7) })).not.toBe(honest);
    expect(fingerprint({ publicKey: "", deviceId: deviceIdOf(7) })).not.toBe(honest);
  });
});
