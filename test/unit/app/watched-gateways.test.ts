import { describe, expect, it } from "vitest";
import { gatewayIdOf } from "../../../src/app/open-gateway.ts";
import { deviceRow, requestRow, stageDesk } from "../../support/desk-stage.ts";
import { secret } from "../../support/pair-stage.ts";

const home = "ws://127.0.0.1:18789";
const pi = "ws://192.168.1.20:18789";
const config = (token: string, port = 18_789) => JSON.stringify({ gateway: { port, auth: { token } } });

/** A desk beside a configuration that the test edits. */
function stageBeside(file?: string) {
  const config: { file: string | undefined; reads: number } = { file, reads: 0 };
  const readFile = () => {
    config.reads += 1;
    return config.file;
  };
  const stage = stageDesk({}, undefined, {}, undefined, readFile);
  const pass = async (ms: number) => {
    stage.clock.advance(ms);
    await stage.settle();
  };
  /** The gateway refuses the token that it was shown. */
  const refuse = async () => {
    stage
      .client()
      .options.onConnectError?.(
        Object.assign(new Error("unauthorized"), { gatewayCode: "X", details: { code: "AUTH_PASSWORD_MISMATCH" } }),
      );
    await stage.settle();
  };
  const shown = () => stage.desk.snapshot().gateways.map(({ address, state }) => `${address} ${state.kind}`);
  return { ...stage, config, pass, refuse, shown };
}

describe("what is under way at a gateway", () => {
  it("goes on while that one is renamed and another one joins", async () => {
    const { desk, gateway, clients, connect, settle, pass, clock } = stageBeside(config("t"));
    const gatewayId = gatewayIdOf(home);
    gateway.paired = [deviceRow("a")];
    gateway.pending = [requestRow("r", "phone", clock.now())];
    gateway.answers.set("device.pair.setupCode", () =>
      Promise.resolve({ setupCode: secret, gatewayUrl: pi, expiresAtMs: clock.now() + 600_000 }),
    );
    await connect();
    await settle();
    await desk.handle({ type: "open", view: "pair" });
    await desk.handle({ type: "pair-start" });
    await desk.handle({ type: "remove", gatewayId, deviceId: "a" });
    const lists: number[] = [];
    const undo = desk.subscribe(({ requests }) => lists.push(requests.length));
    await desk.handle({ type: "edit-gateway", gatewayId, name: "Attic", colour: "blue" });
    await desk.handle({ type: "connect", url: pi, token: "t" });
    await settle();
    undo();
    expect([clients.length, clients[0]?.stopped]).toEqual([2, 0]);
    expect(new Set(lists)).toEqual(new Set([1]));
    const { pair, requests, gateways } = desk.snapshot();
    expect(pair).toMatchObject({ gatewayId, code: { state: "shown" }, gateways: [{ name: "Attic" }, {}] });
    // Now that there are two, each card says whose it is.
    expect(requests[0]?.facts[0]).toEqual({ label: "Gateway", value: "Attic" });
    expect(gateways[0]).toMatchObject({ name: "Attic", colour: "blue", state: { kind: "connected" } });
    await pass(6_000);
    expect(gateway.count("device.pair.remove")).toBe(1);
  });

  it("ends with it: a set-up code is gone with its gateway, and the page goes to another", async () => {
    const { desk, gateway, clients, connect, settle, clock } = stageBeside(config("t"));
    gateway.answers.set("device.pair.setupCode", () =>
      Promise.resolve({ setupCode: secret, gatewayUrl: pi, expiresAtMs: clock.now() + 600_000 }),
    );
    await connect();
    await desk.handle({ type: "connect", url: pi, token: "t" });
    await desk.handle({ type: "open", view: "pair" });
    await desk.handle({ type: "pair-start" });
    expect(desk.secretToCopy("setup-code")).toBe(secret);
    await desk.handle({ type: "remove-gateway", gatewayId: gatewayIdOf(home) });
    await settle();
    expect(desk.secretToCopy("setup-code")).toBeUndefined();
    expect(desk.snapshot().pair).toMatchObject({ gatewayId: gatewayIdOf(pi) });
    expect(desk.snapshot().pair).not.toHaveProperty("code");
    expect(clients[0]?.stopped).toBe(1);
    await desk.handle({ type: "remove-gateway", gatewayId: gatewayIdOf(pi) });
    expect(desk.snapshot().pair).toBeUndefined();
  });
});

describe("a configuration that changes", () => {
  it("is found when it comes later than PairTray", async () => {
    const { config: on, shown, pass, desk } = stageBeside();
    expect(desk.snapshot().needsGateway).toBe(true);
    on.file = config("t");
    await pass(15_000);
    expect(shown()).toEqual([`${home} connecting`]);
  });

  it("is read again for *Try now*, on waking up, and every 15 s while something is amiss", async () => {
    const { config: on, desk, clients, client, pass, refuse, connect, shown } = stageBeside(config("old"));
    await refuse();
    expect(shown()).toEqual([`${home} wrong-credentials`]);
    await pass(30_000);
    // What was refused isn't sent again by itself.
    expect(clients).toHaveLength(1);
    on.file = config("new");
    await desk.handle({ type: "retry", gatewayId: gatewayIdOf(home) });
    expect([clients.length, client().options.token]).toEqual([2, "new"]);
    await refuse();
    on.file = config("newer");
    desk.wake();
    expect([clients.length, client().options.token]).toEqual([3, "newer"]);
    await refuse();
    on.file = config("newest", 19_000);
    await pass(15_000);
    expect(shown()).toEqual(["ws://127.0.0.1:19000 connecting"]);
    await connect();
    const { reads } = on;
    await pass(60_000);
    expect(on.reads).toBe(reads);
  });

  it("moves the gateway with its key, its name and what is under way there; the one before ends at once", async () => {
    const { config: on, desk, secrets, clients, client, connect, settle, shown } = stageBeside(config("t"));
    const gatewayId = gatewayIdOf(home);
    await desk.handle({ type: "edit-gateway", gatewayId, name: "Home" });
    await desk.handle({ type: "lock-out", gatewayId, deviceId: "lost" });
    const key = secrets.get(`identity/${gatewayId}`);
    on.file = JSON.stringify({ gateway: { port: 18_790, tls: { enabled: true }, auth: { token: "t" } } });
    await desk.handle({ type: "retry", gatewayId });
    await connect();
    await settle();
    expect(shown()).toEqual(["wss://127.0.0.1:18790 connected"]);
    expect(desk.snapshot().gateways).toMatchObject([{ id: gatewayId, name: "Home" }]);
    expect([
      secrets.get(`identity/${gatewayId}`),
      secrets.names().filter((name) => name.startsWith("identity/")),
    ]).toEqual([key, [`identity/${gatewayId}`]]);
    expect([clients.length, clients[0]?.stopped, client().options.url]).toEqual([2, 1, "wss://127.0.0.1:18790"]);
    // A click that is refused has read the file too.
    on.file = config("t", 18_791);
    expect(await desk.handle({ type: "edit-gateway", gatewayId: "nobody", name: "x" })).toMatchObject({ ok: false });
    expect([clients.length, clients[1]?.stopped]).toEqual([3, 1]);
  });

  it("in the middle of being written leaves the connection alone", async () => {
    const { config: on, desk, clients, connect, shown } = stageBeside(config("t"));
    await connect();
    on.file = config("t").slice(0, 20);
    desk.wake();
    expect([clients.length, shown()]).toEqual([1, [`${home} connected`]]);
    expect(desk.snapshot().notices).toMatchObject([{ tone: "warning" }]);
    on.file = config("t");
    desk.wake();
    expect([clients.length, shown(), desk.snapshot().notices]).toEqual([1, [`${home} connected`], []]);
  });

  it("is not looked at any more once the desk is closed", async () => {
    const { config: on, desk, clock } = stageBeside();
    desk.close();
    const { reads } = on;
    clock.advance(60_000);
    expect([on.reads, clock.waiting]).toEqual([reads, 0]);
  });
});
