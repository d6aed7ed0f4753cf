import { expect, test } from "vitest";
import { freshPhoneIdentity } from "../../src/demo/phone-identity.ts";
import type { ContractTools } from "./contract-suite.ts";
import { operatorOptions } from "./gateway-harness.ts";

export function contractOfConnecting({
  traits,
  admin,
  gateway,
  phone,
  strangerPhone,
  pairedPhone,
}: ContractTools): void {
  test("greets with protocol, features, policy and how one got in", async () => {
    const result = await admin().phone.knock();
    expect(result.kind).toBe("hello");
    if (result.kind !== "hello") return;
    const { hello } = result;
    expect(hello.protocol).toBe(traits.protocol);
    expect(hello.policy).toMatchObject({ tickIntervalMs: 30_000, maxPayload: 26_214_400 });
    expect(hello.snapshot).toMatchObject({ authMode: "token" });
    expect(hello.auth).toMatchObject({
      ...(traits.telling && { method: "token" }),
      role: "operator",
      scopes: expect.arrayContaining(["operator.read", "operator.pairing", "operator.admin"]) as unknown,
      deviceToken: expect.stringMatching(/^[\w-]{43}$/) as unknown,
    });
    expect(hello.features.methods).toEqual(
      expect.arrayContaining([
        "device.pair.list",
        "device.pair.approve",
        "device.pair.reject",
        "device.pair.remove",
        ...(traits.rename ? ["device.pair.rename"] : []),
        "device.token.rotate",
        "device.token.revoke",
        "node.pair.list",
        "node.pair.approve",
        "node.pair.reject",
        ...(traits.nodeRemove ? ["node.pair.remove"] : []),
        ...(traits.channels ? ["channels.pairing.list", "channels.pairing.approve", "channels.pairing.dismiss"] : []),
      ]),
    );
    expect(hello.features.methods.includes("device.pair.rename")).toBe(traits.rename);
    expect(hello.features.methods.includes("channels.pairing.list")).toBe(traits.channels);
    expect(hello.features.methods).not.toContain("device.pair.setupCode");
    expect(hello.features.methods).not.toContain("device.pair.setupStatus");
    expect(hello.features.events).toEqual(
      expect.arrayContaining([
        "device.pair.requested",
        "device.pair.resolved",
        ...(traits.rename ? ["device.pair.changed"] : []),
        ...(traits.setupCodes === "full" ? ["device.pair.setup.completed", "device.pair.setup.deliveryUncertain"] : []),
        "node.pair.requested",
        "node.pair.resolved",
        "tick",
      ]),
    );
  });

  test("names a wrong and a missing token", async () => {
    expect(await phone({ token: "wrong" }).knock()).toMatchObject({
      kind: "refused",
      code: "AUTH_TOKEN_MISMATCH",
      details: { authReason: "token_mismatch", recommendedNextStep: "retry_with_device_token" },
    });
    expect(await strangerPhone().knock()).toMatchObject({
      kind: "refused",
      code: "AUTH_TOKEN_MISSING",
      details: { recommendedNextStep: "update_auth_configuration" },
    });
  });

  test(`${traits.eitherField ? "takes" : "refuses"} the shared token in the password's field`, async () => {
    const result = await strangerPhone({ password: gateway().token }).knock();
    expect(result.kind).toBe(traits.eitherField ? "pairing-required" : "refused");
  });

  test("names a protocol that is too old", async () => {
    expect(await phone({ minProtocol: 1, maxProtocol: 2 }).knock()).toMatchObject({
      kind: "refused",
      code: traits.codes ? "PROTOCOL_MISMATCH" : "INVALID_REQUEST",
      details: {
        ...(traits.codes && { clientMinProtocol: 1, clientMaxProtocol: 2 }),
        expectedProtocol: traits.protocol,
      },
    });
  });

  test("believes no device that can't prove its key", async () => {
    const mine = freshPhoneIdentity();
    const other = freshPhoneIdentity();
    const borrowedId = phone({ identity: { ...mine, deviceId: other.deviceId } });
    expect(await borrowedId.knock()).toMatchObject({ kind: "refused", code: "DEVICE_AUTH_DEVICE_ID_MISMATCH" });
    const wrongKey = phone({ identity: { ...mine, privateKeyPem: other.privateKeyPem } });
    expect(await wrongKey.knock()).toMatchObject({
      kind: "refused",
      code: "DEVICE_AUTH_SIGNATURE_INVALID",
      details: { reason: "device-signature" },
    });
    const pending = await admin().pending();
    expect(pending.map((request) => request["deviceId"])).not.toContain(mine.deviceId);
  });

  test("lets a paired device in by its own token, for its own scopes", async () => {
    const paired = await pairedPhone({ ...operatorOptions, name: "Reader", scopes: ["operator.read"] });
    const deviceToken = paired.deviceTokens.get("operator") ?? "";
    const again = (scopes: string[]) =>
      phone({ ...operatorOptions, name: "Reader", identity: paired.identity, token: deviceToken, scopes });
    expect(await again(["operator.read"]).knock()).toMatchObject({
      kind: "hello",
      hello: { auth: { ...(traits.telling && { method: "device-token" }), scopes: ["operator.read"] } },
    });
    const beyond = await again(["operator.read", "operator.admin"]).knock();
    expect(beyond).toMatchObject({
      kind: "refused",
      code: traits.codes ? "AUTH_SCOPE_MISMATCH" : "AUTH_TOKEN_MISMATCH",
    });
  });

  test("answers unknown methods and malformed parameters with INVALID_REQUEST", async () => {
    expect(await admin().failure("device.pair.nonsense")).toMatchObject({
      code: "INVALID_REQUEST",
      message: "unknown method: device.pair.nonsense",
    });
    expect(await admin().failure("device.pair.approve", {})).toMatchObject({
      code: "INVALID_REQUEST",
      message: expect.stringContaining("invalid device.pair.approve params") as unknown,
    });
    expect(await admin().failure("device.pair.approve", { requestId: "x", alsoThis: 1 })).toMatchObject({
      code: "INVALID_REQUEST",
      message: expect.stringContaining("invalid device.pair.approve params") as unknown,
    });
  });
}
