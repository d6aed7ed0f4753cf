import { describe, expect, test } from "vitest";
import { secretNames } from "../../../src/app/open-gateway.ts";
import { readIdentity } from "../../../src/gateway/device-identity.ts";
import { deviceRow, requestRow, stageDesk } from "../../support/desk-stage.ts";
import { secret, stagedPairing as staged } from "../../support/pair-stage.ts";

const completed = { setupId: "s1", deviceId: "phone", deviceName: "My iPhone", access: "limited", ts: 1 };

describe("Pair a device", () => {
  test("begins with the safe choice, and nothing is made before it is asked for", async () => {
    const { pair, gateway } = await staged();
    expect(pair()).toMatchObject({ access: "limited", address: "auto" });
    expect(pair()?.cards.map(({ value }) => value)).toEqual(["limited", "full", "node"]);
    expect(gateway.count("device.pair.setupCode")).toBe(0);
  });

  test.each([
    ["limited", { bootstrapProfile: "limited" }],
    ["node", { bootstrapProfile: "node" }],
    ["full", {}],
  ] as const)("asks for %s access in the gateway's words", async (access, expected) => {
    const { send, start, gateway } = await staged();
    await send({ type: "pair-choose", access });
    await start();
    const call = gateway.calls.find(({ method }) => method === "device.pair.setupCode");
    expect(call?.params).toEqual({ includeQr: false, ...expected });
  });

  test("an older gateway's page says what it can't make before anybody asks for it", async () => {
    const ran: (readonly string[])[] = [];
    const { send, start, pair, code, gateway, reconnect } = await staged({
      runOpenclaw: (args) => {
        ran.push(args);
        return Promise.resolve(JSON.stringify({ setupCode: secret, auth: "token" }));
      },
    });
    // 2026.7: full access only, from the gateway itself.
    await reconnect({ methods: ["device.pair.list", "node.pair.remove"] });
    expect(
      pair()
        ?.cards.filter(({ off }) => off)
        .map(({ value }) => value),
    ).toEqual(["limited", "node"]);
    expect(pair()?.blocked?.sentence).toContain("full access only");
    await start();
    expect(gateway.count("device.pair.setupCode")).toBe(0);
    await send({ type: "pair-choose", access: "full" });
    expect(pair()?.blocked).toBeUndefined();
    await start();
    expect(gateway.count("device.pair.setupCode")).toBe(1);
    expect(code()).toMatchObject({ state: "shown" });
    await send({ type: "pair-back" });
    // 2026.3 and 2026.5: from the command line of this machine, where the gateway is.
    gateway.answers.set("device.pair.setupCode", () =>
      Promise.reject(Object.assign(new Error("unknown method"), { gatewayCode: "INVALID_REQUEST" })),
    );
    await reconnect({ methods: ["device.pair.list"], protocol: 3 });
    await send({ type: "pair-choose", access: "full" });
    await start();
    expect(ran).toEqual([["qr", "--json"]]);
    expect(code()).toMatchObject({ state: "shown" });
  });

  test("an older gateway elsewhere makes none, and says what to do there", async () => {
    const env = { OPENCLAW_GATEWAY_URL: "ws://192.168.1.5:18789", OPENCLAW_GATEWAY_TOKEN: "shared-secret" };
    const { send, start, pair, gateway, reconnect } = await staged({}, {}, env);
    await reconnect({ methods: ["device.pair.list"], protocol: 3 });
    await send({ type: "pair-choose", access: "full" });
    expect(pair()?.blocked).toMatchObject({
      sentence: expect.stringContaining("too old") as unknown,
      step: expect.stringContaining("`openclaw qr`") as unknown,
    });
    await start();
    expect(gateway.count("device.pair.setupCode")).toBe(0);
  });

  test("carries the address that was typed, and says no to what is none", async () => {
    const { send, start, gateway, pair } = await staged();
    expect(await send({ type: "pair-choose", typed: "wss://user:pw@x.example" })).toMatchObject({ ok: false });
    await send({ type: "pair-choose", typed: "wss://claw.example.net" });
    expect(pair()).toMatchObject({ address: "typed", typed: "wss://claw.example.net" });
    await start();
    expect(gateway.calls.at(-1)?.params).toMatchObject({ publicUrl: "wss://claw.example.net" });
  });

  test("the preflight knows what nobody answers at, and offers ways out with steps to copy", async () => {
    const asked: string[] = [];
    const stage = await staged({
      networks: () => [{ name: "wlan0", address: "192.168.1.5", family: 4 }],
      answersAt: (address) => {
        asked.push(address);
        return Promise.resolve(false);
      },
    });
    await stage.send({ type: "pair-choose", address: "ws://192.168.1.5:18789" });
    expect(asked).toContain("ws://192.168.1.5:18789");
    expect(stage.pair()?.verdict.tone).toBe("bad");
    expect(stage.pair()?.verdict.ways.flatMap(({ commands }) => commands)).toContain(
      "openclaw config set gateway.bind lan",
    );
    expect(stage.pair()?.cards[1]?.note).toContain("limited access instead");
  });

  test("shows exactly the code, and it is gone the moment the gateway says who came", async () => {
    const { start, code, event, leaks } = await staged();
    await start();
    expect(code()).toMatchObject({ state: "shown", setupCode: secret, access: "Limited access" });
    await event("device.pair.setup.completed", completed);
    expect(code()).toMatchObject({ state: "delivered", title: "My iPhone is connected" });
    expect(code()?.sentence).toContain("limited access");
    expect(leaks()).toBe(false);
  });

  test.each([
    ["leaving the view", async ({ send }: Awaited<ReturnType<typeof staged>>) => send({ type: "pair-leave" })],
    ["going back", async ({ send }: Awaited<ReturnType<typeof staged>>) => send({ type: "pair-back" })],
    [
      "going elsewhere",
      async ({ desk }: Awaited<ReturnType<typeof staged>>) => desk.handle({ type: "open", view: "requests" }),
    ],
  ])("%s wipes the code, also for the clipboard", async (_what, leave) => {
    const stage = await staged();
    await stage.start();
    expect(stage.desk.secretToCopy("setup-code")).toBe(secret);
    expect(stage.desk.secretToCopy("node-command")).toBe(`openclaw node run --pair "oc-pair://${secret}"`);
    await leave(stage);
    expect(stage.leaks()).toBe(false);
    expect(stage.desk.secretToCopy("setup-code")).toBeUndefined();
  });

  test("a device that used a code after its view was left is told by name, without the code", async () => {
    const { start, send, event, desk, leaks } = await staged();
    await start();
    await send({ type: "pair-leave" });
    await event("device.pair.setup.completed", completed);
    expect(desk.snapshot().notices.map(({ sentence }) => sentence)).toEqual([
      "My iPhone is connected. It came in with limited access. The code is used up.",
    ]);
    expect(leaks()).toBe(false);
  });

  test("says when the gateway gave less than was chosen", async () => {
    const { send, start, code } = await staged({}, { accessDowngraded: true });
    await send({ type: "pair-choose", access: "full" });
    await start();
    expect(code()?.downgraded).toBe(
      "You chose full access. Over this connection the gateway gives limited access only.",
    );
  });

  test("the laptop slept past the end: the first picture shows no code, and the gateway is asked before a word", async () => {
    const { start, code, clock, gateway, settle, desk } = await staged();
    await start();
    gateway.answers.set("device.pair.setupStatus", () => Promise.resolve({}));
    // Timers slept with the machine: only the time of day is another one.
    clock.now = (
      (real) => () =>
        real + 900_000
    )(clock.now());
    desk.wake();
    await settle();
    expect(code()).toMatchObject({ state: "checking" });
    expect(code()?.setupCode).toBeUndefined();
  });

  test("past its end the gateway's answer decides: nobody, or somebody whose event was lost", async () => {
    for (const [answer, state] of [
      [{}, "expired"],
      [{ completion: completed }, "delivered"],
    ] as const) {
      const { start, code, clock, gateway, settle } = await staged();
      await start();
      gateway.answers.set("device.pair.setupStatus", () => Promise.resolve(answer));
      clock.advance(600_000 + 1_100);
      await settle();
      expect(code()?.state).toBe(state);
    }
  });

  test("the connection was lost while a code was shown: what happened meanwhile is asked for", async () => {
    const { start, code, clock, gateway, settle, client, connect } = await staged();
    await start();
    client().close(1006);
    await settle();
    expect(code()?.state).toBe("shown");
    gateway.answers.set("device.pair.setupStatus", () => Promise.resolve({ completion: completed }));
    clock.advance(60_000);
    await connect();
    await settle();
    expect(code()).toMatchObject({ state: "delivered", title: "My iPhone is connected" });
  });

  test("a phone that dies between claim and delivery ends in a true sentence, with the device to look at", async () => {
    const { start, code, event, gateway, clock, settle } = await staged();
    await start();
    gateway.paired = [deviceRow("phone", { displayName: "My iPhone", approvedVia: "bootstrap", approvedAtMs: 5 })];
    gateway.answers.set("device.pair.setupStatus", () => Promise.resolve({ deliveryUncertain: completed }));
    await event("device.pair.resolved", { requestId: "r1", deviceId: "phone", decision: "approved", ts: 1 });
    clock.advance(150);
    await settle();
    expect(code()).toMatchObject({ state: "claimed", title: "My iPhone is coming in…" });
    clock.advance(1_600);
    await settle();
    expect(code()).toMatchObject({ state: "uncertain", device: { deviceId: "phone" } });
  });

  test("an older gateway without ids: the new device in the list is the one, and it is about ten minutes", async () => {
    const { start, code, gateway, event, clock, settle } = await staged(
      {},
      { setupId: undefined, expiresAtMs: undefined },
    );
    await start();
    expect(code()).toMatchObject({ state: "shown", expiryKnown: false });
    gateway.paired = [deviceRow("phone", { displayName: "My iPhone", approvedAtMs: 5 })];
    await event("device.pair.resolved", { requestId: "r1", deviceId: "phone", decision: "approved", ts: 1 });
    clock.advance(150);
    await settle();
    expect(code()).toMatchObject({ state: "delivered", title: "My iPhone is paired" });
  });

  test("PairTray's own entry, and whoever was there before, are nobody new", async () => {
    const { start, code, gateway, event, clock, settle, desk, secrets } = await staged(
      {},
      { setupId: undefined, expiresAtMs: undefined },
    );
    gateway.paired = [deviceRow("tablet", { approvedAtMs: 5 })];
    await event("device.pair.changed", {});
    clock.advance(150);
    await settle();
    await start();
    const own = readIdentity(secrets.get(secretNames.identity(desk.snapshot().gateways[0]!.id)) ?? "")!.deviceId;
    gateway.paired = [deviceRow("tablet", { approvedAtMs: 5, connected: false }), deviceRow(own, { approvedAtMs: 9 })];
    await event("device.pair.changed", {});
    clock.advance(150);
    await settle();
    expect(desk.snapshot().devices.map(({ isSelf }) => isSelf)).toEqual([false, true]);
    expect(code()?.state).toBe("shown");
  });

  test("a computer pends although it has the code: it is named, and its approval ends nothing by mistake", async () => {
    const { start, code, gateway, event, clock, settle } = await staged();
    await start();
    gateway.pending = [requestRow("r1", "laptop", clock.now(), { displayName: "Laptop", clientId: "node-host" })];
    await event("device.pair.requested", gateway.pending[0]);
    expect(code()?.remark?.sentence).toBe("Laptop waits for your approval.");
    gateway.pending = [];
    gateway.paired = [deviceRow("laptop", { displayName: "Laptop", approvedVia: "owner", approvedAtMs: 5 })];
    await event("device.pair.resolved", { requestId: "r1", deviceId: "laptop", decision: "approved", ts: 1 });
    clock.advance(150);
    await settle();
    expect(code()).toMatchObject({ state: "shown", setupCode: secret });
    expect(code()?.remark?.sentence).toBe("Laptop was let in meanwhile, by your own approval.");
  });

  test("two clicks make one code", async () => {
    const { desk, gateway, settle } = await staged();
    await Promise.all([desk.handle({ type: "pair-start" }), desk.handle({ type: "pair-start" })]);
    await settle();
    expect(gateway.count("device.pair.setupCode")).toBe(1);
  });

  test("without an administrator's access nothing is asked for", async () => {
    const stage = stageDesk();
    await stage.connect(["operator.pairing"]);
    await stage.desk.handle({ type: "open", view: "pair" });
    expect(stage.desk.snapshot().pair?.blocked?.sentence).toContain("administrator");
    expect(stage.desk.snapshot().pair?.blocked?.step).toMatch(/`openclaw devices remove [0-9a-f]{64}`/);
    expect(await stage.desk.handle({ type: "pair-start" })).toMatchObject({ ok: false });
    expect(stage.gateway.count("device.pair.setupCode")).toBe(0);
  });
});
