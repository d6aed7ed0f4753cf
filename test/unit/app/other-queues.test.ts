import { describe, expect, it } from "vitest";
import { stageDesk } from "../../support/desk-stage.ts";
import { gatewayError, helloPayload } from "../../support/fake-client.ts";
import { every, node, staged } from "../../support/other-queues-stage.ts";

describe("a node that asks for its commands", () => {
  it("stands in the list with its commands in words, the dangerous ones marked, and the extra scope named", async () => {
    const { of } = await staged();
    const card = of("node-access")!;
    expect(card).toMatchObject({ name: "Studio Mac", risk: "high", endless: "until-answered", canDecide: true });
    expect(card.scopes.map(({ name, change, risk }) => `${change} ${name} ${risk}`)).toEqual([
      "added system.run high",
      "added made.up high",
      "kept camera.list elevated",
    ]);
    expect(card.warnings.join("\n")).toContain("2 of its commands are dangerous");
    expect(card.warnings.join("\n")).toContain("Only an operator with full access (operator.admin) may approve this.");
  });

  it("is approved by its own method, once, and leaves the list", async () => {
    const { stage, of, about, calls, setNodes } = await staged();
    const approve = { type: "approve" as const, ...about("node-access") };
    stage.gateway.answers.set("node.pair.approve", async () => {
      setNodes([]);
      return {};
    });
    const [first] = await Promise.all([stage.desk.handle(approve), stage.desk.handle(approve)]);
    expect(first).toEqual({ ok: true });
    expect(calls()).toEqual([{ method: "node.pair.approve", params: { requestId: "n1" } }]);
    await stage.settle();
    expect(of("node-access")).toBeUndefined();
  });

  it.each<{ type: "remove"; deviceId: string } | { type: "remove-several"; deviceIds: string[] }>([
    { type: "remove", deviceId: "mac" },
    { type: "remove-several", deviceIds: ["mac"] },
  ])("is rejected along with its device's removal ($type) where the gateway leaves it standing", async (how) => {
    for (const endsItself of [false, true]) {
      const { stage, of, calls, setNodes } = await staged();
      const gatewayId = stage.desk.snapshot().gateways[0]!.id;
      stage.gateway.answers.set("device.pair.remove", async () => {
        stage.gateway.paired = [];
        if (endsItself) setNodes([]);
        return {};
      });
      stage.gateway.answers.set("node.pair.reject", async () => {
        setNodes([]);
        return {};
      });
      await stage.desk.handle({ ...how, gatewayId });
      await stage.desk.sendWaiting();
      await stage.settle();
      expect(calls().map(({ method }) => method)).toEqual(
        endsItself ? ["device.pair.remove"] : ["device.pair.remove", "node.pair.reject"],
      );
      expect(of("node-access")).toBeUndefined();
      stage.clock.advance(2_000);
      await stage.settle();
      const ends = stage.history.lines().filter((line) => /Rejected|no longer|in time/.test(line));
      expect(ends).toEqual([
        endsItself
          ? "ended gateway: The gateway no longer has it."
          : "decided this-app: Rejected: its device was removed",
      ]);
    }
  });

  it("that another operator decides is written down as that, and one that vanishes never as too late", async () => {
    for (const [decision, line] of [
      ["approved", "decided another-operator: Approved"],
      ["rejected", "decided another-operator: Rejected"],
      [undefined, "ended gateway: The gateway no longer has it."],
    ] as const) {
      const { stage, setNodes } = await staged();
      setNodes([]);
      if (decision) await stage.event("node.pair.resolved", { requestId: "n1", nodeId: "mac", decision });
      stage.clock.advance(15_000);
      await stage.settle();
      stage.clock.advance(2_000);
      await stage.settle();
      expect(stage.history.lines().filter((row) => /decided|ended/.test(row))).toEqual([line]);
    }
  });

  it("is not approved when it asks for something else by then", async () => {
    const { stage, about, calls, setNodes } = await staged();
    const read = about("node-access");
    setNodes([{ ...node, commands: [...node.commands, "sms.send"] }]);
    expect(await stage.desk.handle({ type: "approve", ...read })).toMatchObject({ ok: false });
    expect(calls()).toEqual([]);
  });

  it("is not approved while its queue can't be read afresh", async () => {
    const { stage, about, calls } = await staged();
    const read = about("node-access");
    stage.gateway.answers.set("node.pair.list", async () => {
      throw gatewayError("UNAVAILABLE");
    });
    expect(await stage.desk.handle({ type: "approve", ...read })).toMatchObject({ ok: false });
    expect(calls()).toEqual([]);
    expect(await stage.desk.handle({ type: "reject", ...read })).toEqual({ ok: true });
  });

  it("says beforehand which scope is missing", async () => {
    const { stage, of, about, calls } = await staged(every, ["operator.read", "operator.pairing"]);
    expect(of("node-access")?.cannotDecide).toBe(
      "Approving this needs operator.admin, which PairTray doesn't have on this gateway.",
    );
    await stage.desk.handle({ type: "approve", ...about("node-access") });
    expect(calls()).toEqual([]);
    expect(await stage.desk.handle({ type: "reject", ...about("node-access") })).toEqual({ ok: true });
    expect(calls()).toEqual([{ method: "node.pair.reject", params: { requestId: "n1" } }]);
  });

  it("arrives with its event, and can't be decided while the gateway is away", async () => {
    const { stage, of, setNodes } = await staged();
    setNodes([node, { ...node, requestId: "n2", nodeId: "pi" }]);
    await stage.event("node.pair.requested", {});
    stage.clock.advance(200);
    await stage.settle();
    expect(stage.desk.snapshot().requests.filter(({ kind }) => kind === "node-access")).toHaveLength(2);
    stage.client().close(1006);
    await stage.settle();
    expect(of("node-access")).toMatchObject({ canDecide: false });
  });
});

it("lets nothing be decided after a reconnect in the queue that gave no list yet", async () => {
  const { stage, of } = await staged();
  expect([of("node-access"), of("direct-message")]).toMatchObject([{ canDecide: true }, { canDecide: true }]);
  const good = stage.gateway.answers.get("node.pair.list")!;
  stage.gateway.answers.set("node.pair.list", () => Promise.reject(new Error("gateway request timeout")));
  await stage.reconnect({ methods: every });
  expect([of("node-access"), of("direct-message")]).toMatchObject([{ canDecide: false }, { canDecide: true }]);
  stage.gateway.answers.set("node.pair.list", good);
  stage.clock.advance(15_000);
  await stage.settle();
  expect([of("node-access"), of("direct-message")]).toMatchObject([{ canDecide: true }, { canDecide: true }]);
});

it("asks for no queue that the gateway doesn't have, and stops where it may not", async () => {
  const { stage } = await staged(["device.pair.list"]);
  stage.clock.advance(60_000);
  await stage.settle();
  expect(stage.gateway.count("node.pair.list") + stage.gateway.count("channels.pairing.list")).toBe(0);

  const other = stageDesk();
  other.gateway.answers.set("node.pair.list", () =>
    Promise.reject(gatewayError("MISSING_SCOPE", { missingScope: "operator.pairing" })),
  );
  other.client().hello({ ...helloPayload, features: { methods: ["node.pair.list"], events: [] } });
  await other.settle();
  other.clock.advance(60_000);
  await other.settle();
  expect(other.gateway.count("node.pair.list")).toBe(1);
});

it.each([undefined, null, 7, "x", [], { pending: 7 }, { pending: [null, 1, { requestId: "" }, { requestId: "a" }] }])(
  "survives the answer %j",
  async (answer) => {
    const { stage } = await staged();
    stage.gateway.answers.set("node.pair.list", async () => answer);
    stage.gateway.answers.set("channels.pairing.list", async () => answer);
    stage.clock.advance(15_000);
    await stage.settle();
    expect(stage.desk.snapshot().gateways[0]?.state.kind).toBe("connected");
  },
);

it("shows nothing that a device asks for once it is locked out", async () => {
  const { stage, of } = await staged();
  expect(of("node-access")).toMatchObject({ deviceId: "mac" });
  const { gatewayId } = of("node-access")!;
  await stage.desk.handle({ type: "lock-out", gatewayId, deviceId: "mac" });
  expect(of("node-access")).toBeUndefined();
  expect(of("direct-message")).toBeDefined();
});
