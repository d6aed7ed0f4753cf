import { describe, expect, it } from "vitest";
import { gatewayError, helloPayload, stageSession } from "../../support/fake-client.ts";

const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

describe("a session that connects", () => {
  it("goes from closed over connecting to connected, and says what it is to the gateway", () => {
    const { session, states, client } = stageSession();
    expect(session.state).toEqual({ kind: "closed" });
    session.connect();
    expect(client().started).toBe(1);
    client().hello();
    expect(states.map(({ kind }) => kind)).toEqual(["connecting", "connected"]);
    expect(session.state).toMatchObject({ kind: "connected", hello: { protocol: 4, version: "2026.9.6" } });
    expect(client().options).toMatchObject({
      url: "ws://127.0.0.1:18789",
      token: "shared",
      clientName: "gateway-client",
      mode: "ui",
      role: "operator",
      scopes: ["operator.read", "operator.pairing", "operator.admin"],
      minProtocol: 3,
      maxProtocol: 4,
      env: {},
    });
    expect(session.state).not.toHaveProperty("drifted");
    expect(client().options).not.toHaveProperty("password");
  });

  it("hands on events and gaps", () => {
    const { session, events, gaps, client } = stageSession();
    session.connect();
    client().hello();
    client().options.onEvent?.({ type: "event", event: "device.pair.requested", payload: { requestId: "r" } });
    client().options.onGap?.({ expected: 2, received: 5 });
    expect(events).toEqual([{ event: "device.pair.requested", payload: { requestId: "r" } }]);
    expect(gaps()).toBe(1);
  });

  it("keeps, gives and forgets the device token through the store it was given", () => {
    const { session, token, client } = stageSession();
    session.connect();
    const deps = client().options.hostDeps!;
    expect(deps.loadDeviceAuthToken?.({ deviceId: "d", role: "operator" })).toBeNull();
    deps.storeDeviceAuthToken?.({ deviceId: "d", role: "operator", token: "t", scopes: ["operator.read"] });
    expect(token.value).toEqual({ token: "t", scopes: ["operator.read"] });
    expect(deps.loadDeviceAuthToken?.({ deviceId: "d", role: "operator" })).toMatchObject({ token: "t" });
    deps.clearDeviceAuthToken?.({ deviceId: "d", role: "operator" });
    expect(token.value).toBeUndefined();
  });

  it("takes a hello without a protocol, or with a foreign one, for what it is", () => {
    for (const [payload, failure] of [
      [{}, { kind: "not-a-gateway" }],
      [{ type: "hello-ok", protocol: "4" }, { kind: "not-a-gateway" }],
      [42, { kind: "not-a-gateway" }],
      [
        { ...helloPayload, protocol: 5 },
        { kind: "protocol-mismatch", expected: 5 },
      ],
      [
        { ...helloPayload, protocol: 2 },
        { kind: "protocol-mismatch", expected: 2 },
      ],
    ] as const) {
      const { session, client } = stageSession();
      session.connect();
      client().hello(payload as object);
      expect(session.state).toMatchObject({ kind: "failed", failure });
      expect(client().stopped).toBe(1);
    }
  });
});

describe("what an earlier client still says", () => {
  it("is ignored: hello, event, gap, error and close", () => {
    const { session, states, events, gaps, clients } = stageSession();
    session.connect();
    session.connect();
    const [old, current] = clients;
    const before = states.length;
    old!.hello();
    old!.options.onEvent?.({ type: "event", event: "device.pair.requested", payload: {} });
    old!.options.onGap?.({ expected: 1, received: 3 });
    old!.error(gatewayError("AUTH_TOKEN_MISMATCH"));
    old!.close(4001);
    expect(states).toHaveLength(before);
    expect(events).toEqual([]);
    expect(gaps()).toBe(0);
    expect(current!.stopped).toBe(0);
    current!.hello();
    expect(session.state.kind).toBe("connected");
  });

  it("is ignored after a failure that already let it go", () => {
    const { session, states, client } = stageSession();
    session.connect();
    client().refuse(gatewayError("PAIRING_REQUIRED"));
    const before = states.length;
    client().error(new Error("gateway client stopped"));
    client().close(1005);
    client().hello();
    expect(states).toHaveLength(before);
    expect(session.state.kind).toBe("failed");
  });
});

describe("close", () => {
  it("ends everything: the client, the planned retry, late answers", () => {
    const { session, clock, clients, states, client } = stageSession();
    session.connect();
    client().error(refused);
    client().close(1006);
    session.close();
    expect(clock.waiting).toBe(0);
    clock.advance(3_600_000);
    session.retryNow();
    expect(clients).toHaveLength(1);
    expect(states.at(-1)).toEqual({ kind: "closed" });
    client().hello();
    expect(session.state).toEqual({ kind: "closed" });

    const live = stageSession();
    live.session.connect();
    live.client().hello();
    live.session.close();
    expect(live.client().stopped).toBe(1);
    expect(live.session.state).toEqual({ kind: "closed" });
  });

  it("holds when a listener closes in the middle of a connect", () => {
    const stage = stageSession({
      onState: (state) => {
        if (state.kind === "connecting") stage.session.close();
      },
    });
    stage.session.connect();
    expect(stage.session.state).toEqual({ kind: "closed" });
    expect(stage.clients.map((client) => client.started)).toEqual([0]);
  });
});

describe("request", () => {
  it("rejects when nothing is connected and sends nothing", async () => {
    const { session, clients, client } = stageSession();
    await expect(session.request("device.pair.list", {})).rejects.toThrow("Not connected to the gateway");
    session.connect();
    await expect(session.request("device.pair.list", {})).rejects.toThrow("Not connected to the gateway");
    client().hello();
    client().close(1006);
    await expect(session.request("device.pair.list", {})).rejects.toThrow("Not connected to the gateway");
    expect(clients.flatMap(({ requests }) => requests)).toEqual([]);
  });

  it("is sent once, with a deadline, and never again on a later connection", async () => {
    const { session, clock, clients, client } = stageSession();
    session.connect();
    client().hello();
    client().answer = () => Promise.reject(new Error("gateway closed (1006): "));
    await expect(session.request("device.pair.approve", { requestId: "r" })).rejects.toThrow("gateway closed");
    expect(client().requests).toEqual([
      { method: "device.pair.approve", params: { requestId: "r" }, timeoutMs: 15_000 },
    ]);
    client().close(1006);
    clock.advance(2_000);
    client().hello();
    expect(clients).toHaveLength(2);
    expect(client().requests).toEqual([]);
  });
});

describe("ask", () => {
  const silence = () =>
    Promise.reject(Object.assign(new Error("gateway request timeout"), { name: "GatewayClientRequestTimeoutError" }));

  it("makes a new connection when the line turns out to be dead, and says that there was no answer", async () => {
    const { session, clients, client } = stageSession();
    session.connect();
    client().hello();
    client().answer = silence;
    await expect(session.ask("device.pair.list", {})).rejects.toThrow("gateway request timeout");
    expect(clients).toHaveLength(2);
    expect(clients[0]!.stopped).toBe(1);
    expect(clients[0]!.requests).toEqual([{ method: "device.pair.list", params: {}, timeoutMs: 15_000 }]);
  });

  it("stays after a refusal, and after a plain request that got no answer", async () => {
    const { session, clients, client } = stageSession();
    session.connect();
    client().hello();
    client().answer = () => Promise.reject(gatewayError("MISSING_SCOPE"));
    await expect(session.ask("device.pair.list", {})).rejects.toThrow("gateway says no");
    client().answer = silence;
    await expect(session.request("device.pair.approve", {})).rejects.toThrow("gateway request timeout");
    expect(clients).toHaveLength(1);
  });

  it("leaves a newer connection alone when an older one's silence ends", async () => {
    const { session, clients, client } = stageSession();
    session.connect();
    client().hello();
    let end: (error: Error) => void = () => undefined;
    client().answer = () => new Promise((_resolve, reject) => (end = reject));
    const asked = session.ask("device.pair.list", {});
    session.connect();
    client().hello();
    end(new Error("gateway client stopped"));
    await expect(asked).rejects.toThrow("stopped");
    expect(clients).toHaveLength(2);
    expect(session.state.kind).toBe("connected");
  });
});
