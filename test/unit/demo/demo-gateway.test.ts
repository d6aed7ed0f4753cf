import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { startDemoGateway, type DemoGateway, type DemoGatewayOptions } from "../../../src/demo/demo-gateway.ts";
import { freePort } from "../../support/free-port.ts";
import { createPhone, type PhoneOptions, type SimulatedPhone } from "../../../src/demo/simulated-phone.ts";

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function demo(options: DemoGatewayOptions = {}): Promise<DemoGateway> {
  const gateway = await startDemoGateway(options);
  undo.push(() => gateway.stop());
  return gateway;
}

function phoneAt(gateway: DemoGateway, options: Partial<PhoneOptions> = {}): SimulatedPhone {
  const { url, token, password } = gateway;
  const secret = { ...(token !== undefined && { token }), ...(password !== undefined && { password }) };
  const phone = createPhone({ url, ...secret, name: "Pixel 9", platform: "android", ...options });
  undo.push(() => phone.close());
  return phone;
}

const adminOptions = {
  name: "Admin desk",
  platform: "linux",
  role: "operator",
  clientName: "gateway-client",
  mode: "ui",
  scopes: ["operator.read", "operator.pairing", "operator.admin"],
} as const;

async function adminAt(gateway: DemoGateway): Promise<SimulatedPhone> {
  const admin = phoneAt(gateway, { ...adminOptions, scopes: [...adminOptions.scopes] });
  const knock = await admin.knock();
  if (knock.kind === "pairing-required") gateway.owner.approve(knock.requestId ?? "");
  expect((await admin.knock()).kind).toBe("hello");
  return admin;
}

describe("the demo gateway", () => {
  test("takes a password, or nothing, as it was started", async () => {
    const locked = await demo({ auth: { mode: "password", password: "open sesame" } });
    expect(await phoneAt(locked, { password: "wrong" }).knock()).toMatchObject({ code: "AUTH_PASSWORD_MISMATCH" });
    expect((await phoneAt(locked).knock()).kind).toBe("pairing-required");
    const open = await demo({ auth: { mode: "none" }, autoApproveLocal: true });
    expect(await phoneAt(open).knock()).toMatchObject({ kind: "hello", hello: { auth: { method: "none" } } });
  });

  test("approves by itself only whom it is told to", async () => {
    const gateway = await demo({ autoApproveLocal: ({ clientMode }) => clientMode === "ui" });
    const admin = phoneAt(gateway, { ...adminOptions, scopes: [...adminOptions.scopes] });
    expect((await admin.knock()).kind).toBe("hello");
    expect((await phoneAt(gateway).knock()).kind).toBe("pairing-required");
  });

  test("in the older shape has neither set-up codes nor rename nor DM access requests", async () => {
    const gateway = await demo({ shape: 3 });
    const admin = await adminAt(gateway);
    const hello = await admin.knock();
    if (hello.kind !== "hello") throw new Error(hello.kind);
    expect(hello.hello.protocol).toBe(3);
    expect(hello.hello.features.methods).not.toContain("device.pair.rename");
    expect(hello.hello.features.events).not.toContain("device.pair.changed");
    for (const method of ["device.pair.setupCode", "device.pair.rename", "channels.pairing.list"]) {
      await expect(admin.request(method, {})).rejects.toThrow(`unknown method: ${method}`);
    }
    expect(await admin.request("device.pair.list")).toMatchObject({ pending: [], paired: [{}] });
  });

  test("locks the door after too many wrong credentials, and says for how long", async () => {
    let now = 1_800_000_000_000;
    const gateway = await demo({ now: () => now, authRateLimit: { attempts: 2, lockMs: 30_000 } });
    const guess = () => phoneAt(gateway, { token: "guess" }).knock();
    expect(await guess()).toMatchObject({ code: "AUTH_TOKEN_MISMATCH" });
    expect(await guess()).toMatchObject({ code: "AUTH_TOKEN_MISMATCH" });
    expect(await phoneAt(gateway).knock()).toMatchObject({ kind: "refused", code: "AUTH_RATE_LIMITED" });
    now += 30_000;
    expect((await phoneAt(gateway).knock()).kind).toBe("pairing-required");
  });

  test("forgets a request after five minutes, and tells nobody", async () => {
    let now = 1_800_000_000_000;
    const gateway = await demo({ now: () => now });
    const admin = await adminAt(gateway);
    await phoneAt(gateway).knock();
    const events: string[] = [];
    admin.onEvent((event) => events.push(event));
    expect(await admin.request("device.pair.list")).toMatchObject({ pending: [{ displayName: "Pixel 9" }] });
    now += 5 * 60_000 + 1;
    expect(await admin.request("device.pair.list")).toMatchObject({ pending: [] });
    expect(events).toEqual([]);
  });

  test("comes back on its port with what it knew", async () => {
    const first = await startDemoGateway({ port: await freePort() });
    const admin = await adminAt(first);
    const closed = new Promise<number>((resolve) => void admin.onClose(resolve));
    const memory = first.memory();
    await first.stop();
    expect(await closed).toBe(1012);
    const second = await demo({ memory, port: first.port });
    expect(second.token).toBe(first.token);
    expect((await admin.knock()).kind).toBe("hello");
  });

  test("drops connections without goodbye; a phone that keeps knocking is back by itself", async () => {
    const gateway = await demo({ autoApproveLocal: true });
    const phone = phoneAt(gateway);
    const hellos: unknown[] = [];
    phone.onHello((hello) => hellos.push(hello));
    phone.keepKnocking(20);
    await expect.poll(() => hellos.length).toBe(1);
    const closed = new Promise<number>((resolve) => void phone.onClose(resolve));
    gateway.dropConnections();
    expect(await closed).toBe(1006);
    await expect.poll(() => hellos.length).toBe(2);
  });

  test("queues people of chat channels, three an account, until decided or an hour old", async () => {
    let now = 1_800_000_000_000;
    const gateway = await demo({ now: () => now });
    const admin = await adminAt(gateway);
    for (const senderId of ["1", "2", "2", "3", "4"]) gateway.requestChannelAccess({ channel: "telegram", senderId });
    const list = async () =>
      (await admin.request("channels.pairing.list")) as {
        requests: { requestId: string; senderId: string; channel: string; accountId: string }[];
      };
    const { requests } = await list();
    expect(requests.map((request) => request.senderId)).toEqual(["1", "2", "3"]);
    const [one, two] = requests.map(({ channel, accountId, requestId }) => ({ channel, accountId, requestId }));
    expect(await admin.request("channels.pairing.approve", one)).toMatchObject({ senderId: "1" });
    await expect(admin.request("channels.pairing.approve", one)).rejects.toThrow("no longer exists");
    expect(await admin.request("channels.pairing.dismiss", two)).toMatchObject({ senderId: "2" });
    now += 60 * 60_000 + 1;
    expect((await list()).requests).toEqual([]);
  });

  test("misbehaves on demand", async () => {
    const gateway = await demo();
    const admin = await adminAt(gateway);
    const events: [string, unknown][] = [];
    admin.onEvent((event, payload) => events.push([event, payload]));
    gateway.faults.sendText('{"type":"event","event":"device.pair.requ');
    gateway.faults.sendEvent("device.pair.from.the.future", { anything: true });
    gateway.faults.sendOversized(1_000);
    const restore = gateway.faults.rewriteAnswers("device.pair.list", () => ({ pending: "none" }));
    expect(await admin.request("device.pair.list")).toEqual({ pending: "none" });
    restore();
    expect(await admin.request("device.pair.list")).toHaveProperty("paired");
    const unswallow = gateway.faults.swallow("device.pair.list");
    const unanswered = admin.request("device.pair.list").then(
      () => "answered",
      () => "failed",
    );
    expect(await Promise.race([unanswered, sleep(100, "silent")])).toBe("silent");
    unswallow();
    expect(events.map(([event]) => event)).toEqual(["device.pair.from.the.future", "demo.padding"]);
  });

  test("outlives what strangers send, and lets no web page in", async () => {
    const gateway = await demo();
    const closeCodeAfter = (send: (socket: WebSocket) => void) =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(gateway.url);
        socket.on("error", () => undefined);
        socket.once("message", () => send(socket));
        socket.once("close", resolve);
      });
    const request = (method: string, params: unknown) => JSON.stringify({ type: "req", id: "1", method, params });
    const hostile = [
      "",
      "garbage",
      "[]",
      "null",
      '{"type":"req"}',
      "x".repeat(70_000),
      request("device.pair.list", {}),
    ];
    hostile.push(request("connect", null), request("connect", { minProtocol: "4" }));
    for (const text of hostile) expect(await closeCodeAfter((socket) => socket.send(text))).toBe(1008);
    expect(await closeCodeAfter((socket) => socket.send(Buffer.from([1, 2, 3])))).toBe(1008);

    const page = new WebSocket(gateway.url, { origin: "https://evil.example" });
    const refusal = await new Promise<string>((resolve) => page.once("error", (error) => resolve(error.message)));
    expect(refusal).toContain("401");
    expect((await phoneAt(gateway).knock()).kind).toBe("pairing-required");
  });
});
