import { createHash, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  deviceIdOf,
  newDeviceIdentity,
  rawPublicKey,
  readIdentity,
  signPayload,
  storeText,
} from "../../../src/gateway/device-identity.ts";

const pem = (
  key: { export(options: { type: "pkcs8" | "spki"; format: "pem" }): string | Buffer },
  type: "pkcs8" | "spki",
) => key.export({ type, format: "pem" }).toString();

describe("a device identity", () => {
  it("is an Ed25519 key whose id is the sha-256 of its 32 raw bytes", () => {
    const identity = newDeviceIdentity();
    const raw = Buffer.from(rawPublicKey(identity.publicKeyPem), "base64url");
    expect(raw).toHaveLength(32);
    expect(identity.deviceId).toBe(createHash("sha256").update(raw).digest("hex"));
    expect(identity.deviceId).toMatch(/^[0-9a-f]{64}$/);
    expect(newDeviceIdentity().deviceId).not.toBe(identity.deviceId);
  });

  it("has the id and the wire form of a known key", () => {
    // The first test key of RFC 8032.
    const raw = Buffer.from("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "hex");
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") }, format: "jwk" });
    expect(rawPublicKey(pem(key, "spki"))).toBe("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    expect(deviceIdOf(pem(key, "spki"))).toBe(createHash("sha256").update(raw).digest("hex"));
  });

  it("signs so that its public key verifies", () => {
    const { publicKeyPem, privateKeyPem } = newDeviceIdentity();
    const signature = signPayload(privateKeyPem, "v3|payload|ü");
    expect(signature).toMatch(/^[\w-]{86}$/);
    const check = (payload: string) =>
      verify(null, Buffer.from(payload, "utf8"), createPublicKey(publicKeyPem), Buffer.from(signature, "base64url"));
    expect(check("v3|payload|ü")).toBe(true);
    expect(check("v3|payload|u")).toBe(false);
  });

  it("comes back whole from its stored text", () => {
    const identity = newDeviceIdentity();
    expect(readIdentity(storeText(identity))).toEqual(identity);
  });

  it("is nobody when the text is cut, another kind of key, or only the public half", () => {
    const identity = newDeviceIdentity();
    const text = storeText(identity);
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const x25519 = generateKeyPairSync("x25519");
    for (const broken of [
      "",
      "null",
      "{}",
      text.slice(0, -10),
      text.slice(0, 60),
      JSON.stringify({ privateKeyPem: "" }),
      JSON.stringify({ privateKeyPem: 7 }),
      JSON.stringify({ privateKeyPem: identity.publicKeyPem }),
      JSON.stringify({ privateKeyPem: pem(rsa.privateKey, "pkcs8") }),
      JSON.stringify({ privateKeyPem: pem(x25519.privateKey, "pkcs8") }),
    ]) {
      expect(readIdentity(broken), broken.slice(0, 40)).toBeUndefined();
    }
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (given) => readIdentity(given) === undefined));
  });

  it("takes no other key for the wire", () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    expect(() => rawPublicKey(pem(publicKey, "spki"))).toThrow("not an Ed25519 key");
  });
});
