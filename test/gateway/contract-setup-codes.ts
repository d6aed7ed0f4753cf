import { expect, test } from "vitest";
import { readSetupCode } from "../../src/demo/setup-code-text.ts";
import type { ContractTools } from "./contract-suite.ts";

export function contractOfSetupCodes({ traits, admin, gateway, strangerPhone }: ContractTools): void {
  if (traits.setupCodes === "none") {
    contractWithoutSetupCodes(admin);
    return;
  }
  if (traits.setupCodes === "plain") {
    contractOfPlainSetupCodes({ admin, gateway });
    return;
  }
  const issue = (extra: object = {}) =>
    admin().call("device.pair.setupCode", { publicUrl: gateway().url, includeQr: false, ...extra });

  test("a set-up code names the gateway, its access and its end", async () => {
    const issued = await issue();
    expect(issued).toMatchObject({
      setupId: expect.any(String) as unknown,
      gatewayUrl: gateway().url,
      auth: "token",
      urlSource: "request.publicUrl",
      access: "full",
    });
    const minutesLeft = (Number(issued["expiresAtMs"]) - Date.now()) / 60_000;
    expect(minutesLeft).toBeGreaterThan(9);
    expect(minutesLeft).toBeLessThanOrEqual(10);
    expect(readSetupCode(String(issued["setupCode"])).url).toBe(gateway().url);
    expect(await admin().call("device.pair.setupStatus", { setupId: issued["setupId"] })).toEqual({});
    expect(await issue({ bootstrapProfile: "limited" })).toMatchObject({ access: "limited" });
    expect(await issue({ bootstrapProfile: "node" })).toMatchObject({ access: "node" });
  });

  test("a gateway on loopback has no address of its own for a phone", async () => {
    expect(await admin().failure("device.pair.setupCode", {})).toMatchObject({
      code: "INVALID_REQUEST",
      message: expect.stringContaining("only bound to loopback") as unknown,
    });
  });

  test("the phone that shows it is in at once, and the operator who made it knows which", async () => {
    const issued = await issue();
    const setupId = issued["setupId"];
    const redeemed = strangerPhone({ name: "New Pixel" });
    const result = await redeemed.redeem(String(issued["setupCode"]));
    expect(result).toMatchObject({
      kind: "hello",
      hello: { auth: { method: "bootstrap-token", role: "node", scopes: [] } },
    });
    expect([...redeemed.deviceTokens.keys()].sort()).toEqual(["node", "operator"]);

    const { deviceId } = redeemed;
    const completion = await admin().heard("device.pair.setup.completed", (payload) => payload["setupId"] === setupId);
    expect(completion).toMatchObject({ deviceId, deviceName: "New Pixel", access: "full" });
    expect(await admin().call("device.pair.setupStatus", { setupId })).toEqual({ completion });
    const heard = admin().events.filter(({ payload }) => [payload["deviceId"], payload["nodeId"]].includes(deviceId));
    expect(heard.map(({ event, payload }) => [event, payload["decision"]])).toEqual([
      ["device.pair.resolved", "approved"],
      ["node.pair.resolved", "approved"],
      ["device.pair.setup.completed", undefined],
    ]);
    expect((await admin().paired()).find((device) => device["deviceId"] === deviceId)).toMatchObject({
      roles: ["node", "operator"],
      approvedVia: "bootstrap",
      connected: true,
      nodeSurface: { caps: [], commands: [] },
    });
  });

  test("it is good once", async () => {
    const issued = await issue();
    const code = String(issued["setupCode"]);
    expect((await strangerPhone().redeem(code)).kind).toBe("hello");
    expect(await strangerPhone({ name: "Thief" }).redeem(code)).toMatchObject({
      kind: "refused",
      code: "AUTH_BOOTSTRAP_TOKEN_INVALID",
      details: { recommendedNextStep: "review_auth_configuration" },
    });
  });

  test("the phone comes back by its own token, and not after that was rotated", async () => {
    const redeemed = strangerPhone();
    await redeemed.redeem(String((await issue())["setupCode"]));
    expect(await redeemed.knock()).toMatchObject({ kind: "hello", hello: { auth: { method: "device-token" } } });
    await admin().call("device.token.rotate", { deviceId: redeemed.deviceId, role: "node" });
    expect(await redeemed.knock()).toMatchObject({ kind: "refused", code: "AUTH_DEVICE_TOKEN_MISMATCH" });
  });

  test("whatever is no phone app has to wait for approval, may retry, and gets nothing more than that", async () => {
    const issued = await issue();
    const laptop = strangerPhone({ name: "Laptop", platform: "linux", clientName: "node-host", deviceFamily: "Linux" });
    const result = await laptop.redeem(String(issued["setupCode"]));
    expect(result).toMatchObject({
      kind: "pairing-required",
      details: { recommendedNextStep: "wait_then_retry", retryable: true, pauseReconnect: false },
    });
    if (result.kind !== "pairing-required") return;
    expect(await strangerPhone({ name: "Thief" }).redeem(String(issued["setupCode"]))).toMatchObject({
      code: "AUTH_BOOTSTRAP_TOKEN_INVALID",
    });
    await admin().call("device.pair.approve", { requestId: result.requestId });
    expect((await laptop.redeem(String(issued["setupCode"]))).kind).toBe("hello");
    expect([...laptop.deviceTokens.keys()]).toEqual(["node"]);
    expect(await admin().call("device.pair.setupStatus", { setupId: issued["setupId"] })).toEqual({});
  });

  test("an operator such as PairTray gets no further with it than without: it waits for approval", async () => {
    const code = String((await issue())["setupCode"]);
    const operator = strangerPhone({
      name: "PairTray",
      platform: "linux",
      role: "operator",
      clientName: "gateway-client",
      mode: "ui",
      scopes: ["operator.read", "operator.pairing", "operator.admin"],
    });
    expect(await operator.redeem(code)).toMatchObject({
      kind: "pairing-required",
      details: { reason: "not-paired", requestedRole: "operator" },
    });
    expect([...operator.deviceTokens.keys()]).toEqual([]);
  });

  test("rejecting the device spends the code it showed", async () => {
    const code = String((await issue())["setupCode"]);
    const laptop = strangerPhone({ name: "Laptop", platform: "linux", clientName: "node-host" });
    const result = await laptop.redeem(code);
    if (result.kind !== "pairing-required") throw new Error(`expected to wait, but: ${result.kind}`);
    await admin().call("device.pair.reject", { requestId: result.requestId });
    expect(await laptop.redeem(code)).toMatchObject({ kind: "refused", code: "AUTH_BOOTSTRAP_TOKEN_INVALID" });
  });

  test("a code for a node pairs a node host, without an operator token", async () => {
    const issued = await issue({ bootstrapProfile: "node" });
    const host = strangerPhone({ name: "Node host", platform: "linux", clientName: "node-host" });
    expect((await host.redeem(String(issued["setupCode"]))).kind).toBe("hello");
    expect([...host.deviceTokens.keys()]).toEqual(["node"]);
    const { setupId } = issued;
    const completion = await admin().heard("device.pair.setup.completed", (payload) => payload["setupId"] === setupId);
    expect(completion).toMatchObject({ deviceId: host.deviceId, access: "node" });
  });

  test("a full code raises a phone that came in with a limited one", async () => {
    const redeemer = strangerPhone({ name: "Pixel 9" });
    await redeemer.redeem(String((await issue({ bootstrapProfile: "limited" }))["setupCode"]));
    const scopes = async () =>
      (await admin().paired()).find((device) => device["deviceId"] === redeemer.deviceId)?.["scopes"];
    expect(await scopes()).not.toContain("operator.admin");
    expect((await redeemer.redeem(String((await issue())["setupCode"]))).kind).toBe("hello");
    expect(await scopes()).toContain("operator.admin");
  });
}

function contractWithoutSetupCodes(admin: ContractTools["admin"]): void {
  test("knows no set-up codes", async () => {
    expect(await admin().failure("device.pair.setupCode", {})).toMatchObject({
      code: "INVALID_REQUEST",
      message: "unknown method: device.pair.setupCode",
    });
  });
}

function contractOfPlainSetupCodes({ admin, gateway }: Pick<ContractTools, "admin" | "gateway">): void {
  test("a set-up code names the gateway, and neither itself nor its end", async () => {
    const issued = await admin().call("device.pair.setupCode", { publicUrl: gateway().url, includeQr: false });
    expect(issued).toMatchObject({ gatewayUrl: gateway().url, auth: "token", urlSource: "request.publicUrl" });
    expect(issued).not.toHaveProperty("setupId");
    expect(issued).not.toHaveProperty("expiresAtMs");
    expect(readSetupCode(String(issued["setupCode"])).url).toBe(gateway().url);
    expect(await admin().failure("device.pair.setupStatus", { setupId: "any" })).toMatchObject({
      message: "unknown method: device.pair.setupStatus",
    });
    const profile = { publicUrl: gateway().url, bootstrapProfile: "node" };
    expect(await admin().failure("device.pair.setupCode", profile)).toMatchObject({ code: "INVALID_REQUEST" });
  });

  test("a gateway on loopback has no address of its own for a phone", async () => {
    expect(await admin().failure("device.pair.setupCode", {})).toMatchObject({
      code: "INVALID_REQUEST",
      message: expect.stringContaining("only bound to loopback") as unknown,
    });
  });
}
