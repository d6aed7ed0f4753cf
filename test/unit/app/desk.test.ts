import { describe, expect, it } from "vitest";
import { gatewayError } from "../../support/fake-client.ts";
import { deviceRow, requestRow, stageDesk } from "../../support/desk-stage.ts";

describe("a desk without a gateway", () => {
  it("asks for one, and connects with what the user types", async () => {
    const stage = stageDesk({});
    expect(stage.desk.snapshot().needsGateway).toBe(true);
    const bad = await stage.desk.handle({ type: "connect", url: "mailto:me" });
    expect(bad).toMatchObject({ ok: false });
    const result = await stage.desk.handle({ type: "connect", url: "127.0.0.1:18999", token: " typed-token " });
    expect(result).toEqual({ ok: true });
    expect(stage.client().options).toMatchObject({ url: "ws://127.0.0.1:18999", token: "typed-token" });
    expect(stage.desk.snapshot().needsGateway).toBe(false);
    expect(JSON.stringify(stage.settings.get())).not.toContain("typed-token");
    expect(JSON.stringify(stage.desk.snapshot())).not.toContain("typed-token");
  });
});

describe("the inbox on the desk", () => {
  it("shows a request from its event at once, before any list", async () => {
    const stage = stageDesk();
    await stage.connect();
    stage.gateway.answers.set("device.pair.list", () => new Promise(() => undefined));
    await stage.event("device.pair.requested", requestRow("r1", "phone", stage.clock.now()));
    expect(stage.request("r1")).toMatchObject({
      name: "Pixel 9",
      kind: "new-device",
      risk: "elevated",
      canDecide: true,
    });
  });

  it("keeps every card in its place: the oldest first, whatever order the gateway lists them in", async () => {
    const stage = stageDesk();
    await stage.connect();
    const order = () => stage.desk.snapshot().requests.map(({ requestId }) => requestId);
    const rows = [1, 2, 3].map((n) => requestRow(`r${n}`, `phone ${n}`, stage.clock.now() + n));
    for (const row of rows) await stage.event("device.pair.requested", row);
    expect(order()).toEqual(["r1", "r2", "r3"]);
    stage.gateway.pending = rows.toReversed();
    await stage.event("device.pair.changed", {});
    stage.clock.advance(100);
    await stage.settle();
    expect(order()).toEqual(["r1", "r2", "r3"]);
    expect(stage.gateway.count("device.pair.list")).toBe(2);
  });

  it("lists again after a reconnect, and never shows what ended meanwhile", async () => {
    const stage = stageDesk();
    stage.gateway.pending = [requestRow("r1", "phone", stage.clock.now())];
    await stage.connect();
    expect(stage.request("r1")).toBeDefined();
    stage.client().close(1006);
    await stage.settle();
    expect(stage.request("r1")).toMatchObject({ canDecide: false });
    stage.gateway.pending = [];
    stage.clock.advance(30_000);
    await stage.connect();
    expect(stage.desk.snapshot().requests).toEqual([]);
  });

  it("finds removals, which send no event, by asking now and then", async () => {
    const stage = stageDesk();
    stage.gateway.paired = [deviceRow("a"), deviceRow("b")];
    await stage.connect();
    expect(stage.desk.snapshot().devices).toHaveLength(2);
    stage.gateway.paired = [deviceRow("a")];
    stage.clock.advance(15_000);
    await stage.settle();
    expect(stage.desk.snapshot().devices.map(({ deviceId }) => deviceId)).toEqual(["a"]);
  });

  it("keeps the identity of every row that didn't change", async () => {
    const stage = stageDesk();
    stage.gateway.paired = [deviceRow("a"), deviceRow("b")];
    await stage.connect();
    const before = stage.desk.snapshot();
    stage.gateway.paired = [deviceRow("a"), deviceRow("b", { connected: false })];
    await stage.event("presence", {});
    stage.clock.advance(200);
    await stage.settle();
    const after = stage.desk.snapshot();
    expect(after.devices[0]).toBe(before.devices[0]);
    expect(after.devices[1]).not.toBe(before.devices[1]);
    expect(after.requests).toBe(before.requests);
  });

  it("says so when rows, or the whole list, can't be read, and repairs itself", async () => {
    const stage = stageDesk();
    stage.gateway.paired = [deviceRow("a"), { nonsense: true }];
    await stage.connect();
    expect(
      stage.desk
        .snapshot()
        .notices.map(({ sentence }) => sentence)
        .join(),
    ).toContain("One entry");
    stage.gateway.answers.set("device.pair.list", async () => "what?");
    stage.clock.advance(15_000);
    await stage.settle();
    expect(stage.desk.snapshot().gateways[0]?.state.kind).toBe("trouble");
    expect(stage.desk.snapshot().devices).toHaveLength(1);
    stage.gateway.answers.clear();
    stage.clock.advance(15_000);
    await stage.settle();
    expect(stage.desk.snapshot().gateways[0]?.state.kind).toBe("connected");
  });
});

describe("decisions", () => {
  async function withRequest() {
    const stage = stageDesk();
    stage.gateway.pending = [requestRow("r1", "phone", stage.clock.now())];
    await stage.connect();
    const shown = stage.request("r1")!;
    return {
      stage,
      approve: { type: "approve" as const, gatewayId: shown.gatewayId, requestId: "r1", digest: shown.digest },
    };
  }

  it("sends exactly the id that was on screen", async () => {
    const { stage, approve } = await withRequest();
    expect(await stage.desk.handle(approve)).toEqual({ ok: true });
    expect(stage.gateway.calls.filter(({ method }) => method !== "device.pair.list")).toEqual([
      { method: "device.pair.approve", params: { requestId: "r1" } },
    ]);
    expect(stage.request("r1")).toBeUndefined();
  });

  it("makes one RPC of a double click, a notification's button and a tray item", async () => {
    const { stage, approve } = await withRequest();
    const reject = { ...approve, type: "reject" as const };
    const answers = [approve, approve, reject].map((intent) => stage.desk.handle(intent));
    expect(await Promise.all(answers)).toEqual([
      { ok: true },
      { ok: true },
      {
        ok: false,
        sentence: "“Pixel 9” is being approved at this moment. Nothing else was sent.",
        step: "Wait for what comes of that.",
      },
    ]);
    expect(stage.desk.snapshot().notices).toEqual([]);
    await stage.desk.handle(approve);
    expect(stage.gateway.count("device.pair.approve") + stage.gateway.count("device.pair.reject")).toBe(1);
  });

  it("sends nothing when the request isn't what was read", async () => {
    const { stage, approve } = await withRequest();
    stage.gateway.pending = [
      requestRow("r1", "phone", stage.clock.now(), { scopes: ["operator.admin"], roles: ["operator"] }),
    ];
    stage.clock.advance(15_000);
    await stage.settle();
    const result = await stage.desk.handle(approve);
    expect(result).toMatchObject({ ok: false });
    expect(result.ok ? "" : result.sentence).toContain("changed");
    expect(stage.gateway.count("device.pair.approve")).toBe(0);
    expect(stage.request("r1")?.action).toEqual({ state: "idle" });
  });

  it("reads the list once more before an approval: a name may change under the same id, without an event", async () => {
    const { stage, approve } = await withRequest();
    stage.gateway.pending = [requestRow("r1", "phone", stage.clock.now(), { displayName: "Your bank" })];
    const result = await stage.desk.handle(approve);
    expect(result).toMatchObject({ ok: false });
    expect(stage.gateway.count("device.pair.approve")).toBe(0);
    expect(stage.request("r1")).toMatchObject({ name: "Your bank", action: { state: "idle" } });
    const again = stage.request("r1")!;
    expect(await stage.desk.handle({ ...approve, digest: again.digest })).toEqual({ ok: true });
  });

  it("approves nothing when the list can't be read once more", async () => {
    const { stage, approve } = await withRequest();
    stage.gateway.answers.set("device.pair.list", () => Promise.reject(new Error("gateway request timeout")));
    expect(await stage.desk.handle(approve)).toMatchObject({ ok: false });
    expect(stage.gateway.count("device.pair.approve")).toBe(0);
    stage.gateway.answers.clear();
    await stage.connect();
    expect(await stage.desk.handle(approve)).toEqual({ ok: true });
  });

  it("refreshes and says so when the gateway no longer knows the request", async () => {
    const { stage, approve } = await withRequest();
    stage.gateway.pending = [];
    stage.gateway.answers.set("device.pair.approve", () =>
      Promise.reject(Object.assign(new Error("unknown requestId"), { gatewayCode: "INVALID_REQUEST" })),
    );
    const result = await stage.desk.handle(approve);
    await stage.settle();
    expect(result).toMatchObject({ ok: false });
    expect(stage.request("r1")).toBeUndefined();
    expect(
      stage.desk
        .snapshot()
        .notices.map(({ sentence }) => sentence)
        .join(),
    ).toContain("What “Pixel 9” asked for isn't there any more");
  });

  it("keeps a request that could not be approved, with the scope that is missing", async () => {
    const { stage, approve } = await withRequest();
    stage.gateway.answers.set("device.pair.approve", () =>
      Promise.reject(gatewayError("MISSING_SCOPE", { missingScope: "operator.admin" })),
    );
    await stage.desk.handle(approve);
    await stage.settle();
    const { action } = stage.request("r1")!;
    expect(action).toMatchObject({ state: "failed", what: "approve" });
    expect(action.state === "failed" ? action.sentence : "").toContain("operator.admin");
    stage.gateway.answers.clear();
    expect(await stage.desk.handle(approve)).toEqual({ ok: true });
    expect(stage.gateway.count("device.pair.approve")).toBe(2);
  });

  it("can't approve a node without operator.admin, and says why before the click", async () => {
    const stage = stageDesk();
    stage.gateway.pending = [requestRow("r1", "phone", stage.clock.now())];
    await stage.connect(["operator.read", "operator.pairing"]);
    const shown = stage.request("r1")!;
    expect(shown.canDecide).toBe(false);
    expect(shown.cannotDecide).toContain("operator.admin");
    expect(shown.cannotDecideStep, "the way to it").toContain("openclaw devices remove");
    await stage.desk.handle({ type: "approve", gatewayId: shown.gatewayId, requestId: "r1", digest: shown.digest });
    expect(stage.gateway.count("device.pair.approve")).toBe(0);
  });
});

it("shows no secret in any picture", async () => {
  const stage = stageDesk();
  await stage.connect();
  stage.client().options.hostDeps?.storeDeviceAuthToken?.({
    deviceId: "d",
    role: "operator",
    token: "device-token-secret",
    scopes: [],
  });
  const picture = JSON.stringify(stage.desk.snapshot());
  expect(picture).not.toContain("shared-secret");
  expect(picture).not.toContain("device-token-secret");
  expect(picture).not.toContain("PRIVATE KEY");
  expect([...stage.secrets.values()].join()).toContain("device-token-secret");
});
