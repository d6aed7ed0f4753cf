import { buildDeviceAuthPayload, buildDeviceAuthPayloadV3 } from "@openclaw/gateway-client";
import { describe, expect, test } from "vitest";
import { type DeviceParams, parseConnectParams } from "../../../src/demo/connect-params.ts";
import { checkDeviceProof, signatureSkewMs } from "../../../src/demo/device-proof.ts";
import { freshPhoneIdentity, publicKeyBase64Url, signPayload } from "../../../src/demo/phone-identity.ts";

const now = 1_800_000_000_000;
const nonce = "this-connection";
const identity = freshPhoneIdentity();

/** A `connect` as an honest device signs it. */
function honest(version: 2 | 3 = 3): DeviceParams {
  const client = { id: "openclaw-android", version: "1", platform: "Android", deviceFamily: "Android", mode: "node" };
  const claims = {
    deviceId: identity.deviceId,
    clientId: client.id,
    clientMode: client.mode,
    role: "node",
    scopes: [],
    signedAtMs: now,
    token: "shared",
    nonce,
  };
  const payload =
    version === 3
      ? buildDeviceAuthPayloadV3({ ...claims, platform: client.platform, deviceFamily: client.deviceFamily })
      : buildDeviceAuthPayload(claims);
  return {
    minProtocol: 3,
    maxProtocol: 4,
    client,
    role: "node",
    scopes: [],
    caps: [],
    commands: [],
    auth: { token: "shared" },
    device: {
      id: identity.deviceId,
      publicKey: publicKeyBase64Url(identity.publicKeyPem),
      signature: signPayload(identity.privateKeyPem, payload),
      signedAt: now,
      nonce,
    },
  };
}

const withDevice = (changes: Partial<DeviceParams["device"]>): DeviceParams => {
  const params = honest();
  return { ...params, device: { ...params.device, ...changes } };
};

describe("the proof of a device", () => {
  test("holds for what the device signed, old and new form", () => {
    expect(checkDeviceProof(honest(3), nonce, now)).toBeUndefined();
    expect(checkDeviceProof(honest(2), nonce, now)).toBeUndefined();
  });

  test("fails for anything changed after signing", () => {
    const changed: DeviceParams[] = [
      { ...honest(), role: "operator" },
      { ...honest(), scopes: ["operator.admin"] },
      { ...honest(), auth: { token: "another" } },
      { ...honest(), client: { ...honest().client, platform: "ios" } },
      withDevice({ signature: Buffer.alloc(64).toString("base64url") }),
      withDevice({ signature: "!" }),
    ];
    for (const params of changed) expect(checkDeviceProof(params, nonce, now)).toBe("device-signature");
  });

  test("fails for another connection's challenge, and without one", () => {
    expect(checkDeviceProof(honest(), "another-connection", now)).toBe("device-nonce-mismatch");
    expect(checkDeviceProof(withDevice({ nonce: " " }), nonce, now)).toBe("device-nonce-missing");
  });

  test("fails when it is too old or from the future", () => {
    expect(checkDeviceProof(honest(), nonce, now + signatureSkewMs)).toBeUndefined();
    expect(checkDeviceProof(honest(), nonce, now + signatureSkewMs + 1)).toBe("device-signature-stale");
    expect(checkDeviceProof(honest(), nonce, now - signatureSkewMs - 1)).toBe("device-signature-stale");
  });

  test("fails for a borrowed id and for a key that is none", () => {
    const other = freshPhoneIdentity();
    expect(checkDeviceProof(withDevice({ id: other.deviceId }), nonce, now)).toBe("device-id-mismatch");
    expect(checkDeviceProof(withDevice({ publicKey: "c2hvcnQ" }), nonce, now)).toBe("device-public-key");
  });
});

test("parameters of connect are refused by field, never by value", () => {
  const refused = parseConnectParams({ ...honest(), auth: { token: 12345 } });
  expect(refused).toHaveProperty("problem");
  expect(JSON.stringify(refused)).toContain("auth.token");
  expect(JSON.stringify(refused)).not.toContain("12345");
  for (const hostile of [null, 7, "connect", [], {}]) expect(parseConnectParams(hostile)).toHaveProperty("problem");
});
