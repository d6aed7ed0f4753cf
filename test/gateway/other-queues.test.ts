import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DemoGateway } from "../../src/demo/demo-gateway-types.ts";
import { startDemoGateway } from "../../src/demo/demo-gateway.ts";
import { createPhone, type SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import type { Desk } from "../../src/app/desk.ts";
import type { RequestView } from "../../src/app/snapshot.ts";
import { liveDesk } from "../support/live-desk.ts";
import { startRealGateway } from "../support/real-gateway.ts";

interface Running {
  readonly url: string;
  readonly token: string | undefined;
  /** The owner at the gateway's machine lets the one request in that waits. */
  readonly ownerApproves: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

async function onDemo(): Promise<Running & { readonly demo: DemoGateway }> {
  const demo = await startDemoGateway();
  return {
    demo,
    url: demo.url,
    token: demo.token,
    ownerApproves: async () => demo.owner.approve(demo.owner.pending()[0]?.requestId ?? ""),
    stop: () => demo.stop(),
  };
}

async function onReal(): Promise<Running> {
  const real = await startRealGateway();
  return {
    url: real.url,
    token: real.token,
    ownerApproves: async () => {
      const list = JSON.parse(await real.cli(["devices", "list", "--json"])) as { pending: { requestId: string }[] };
      await real.cli(["devices", "approve", list.pending[0]?.requestId ?? ""]);
    },
    stop: () => real.stop(),
  };
}

/** A desk that was let in, and the cards it shows. */
async function letIn(gateway: Running) {
  const { desk } = liveDesk([{ url: gateway.url, token: gateway.token }]);
  const state = () => desk.snapshot().gateways[0]?.state.kind;
  await expect.poll(state, { timeout: 20_000 }).toBe("approval-needed");
  await gateway.ownerApproves();
  await expect.poll(state, { timeout: 20_000 }).toBe("connected");
  return desk;
}

const card = (desk: Desk, kind: RequestView["kind"]) => desk.snapshot().requests.find((each) => each.kind === kind);

async function approve(desk: Desk, { gatewayId, requestId, digest }: RequestView) {
  return desk.handle({ type: "approve", gatewayId, requestId, digest });
}

describe.each([
  ["the demo gateway", onDemo],
  ["openclaw 2026.9.6", onReal],
])("the three queues in one list, on %s", (_name, start) => {
  let gateway: Running;
  let desk: Desk | undefined;
  let phone: SimulatedPhone;
  beforeAll(async () => {
    gateway = await start();
    phone = createPhone({
      url: gateway.url,
      ...(gateway.token !== undefined && { token: gateway.token }),
      name: "Camera phone",
      platform: "android",
      deviceFamily: "Android",
      caps: ["camera"],
      commands: ["camera.list", "location.get"],
    });
  });
  afterAll(async () => {
    await phone.close();
    desk?.close();
    await gateway.stop();
  });

  test("a phone is let in, then asks for its commands, and both are answered from the same list", async () => {
    const opened = await letIn(gateway);
    desk = opened;
    await phone.knock();
    await expect.poll(() => card(opened, "new-device")?.name).toBe("Camera phone");
    expect(await approve(opened, card(opened, "new-device")!)).toEqual({ ok: true });
    expect(await phone.knock()).toMatchObject({ kind: "hello" });

    await expect
      .poll(() => card(opened, "node-access")?.scopes.map(({ name }) => name))
      .toEqual(["camera.list", "location.get"]);
    const asked = card(opened, "node-access")!;
    expect(asked).toMatchObject({ name: "Camera phone", risk: "elevated", canDecide: true, endless: "until-answered" });
    expect(asked.warnings).toEqual(["Only an operator with write access (operator.write) may approve this."]);
    const [first, second] = await Promise.all([approve(opened, asked), approve(opened, asked)]);
    expect([first, second]).toEqual([{ ok: true }, { ok: true }]);
    await expect.poll(() => card(opened, "node-access")).toBeUndefined();
    const device = () => opened.snapshot().devices.find(({ deviceId }) => deviceId === phone.deviceId);
    await expect.poll(() => device()?.commands).toEqual(["camera.list", "location.get"]);
  });
});

test("a person who writes in a channel is let in, and the gateway is asked to tell them", async () => {
  const gateway = await onDemo();
  const { demo } = gateway;
  demo.requestChannelAccess({ channel: "telegram", senderId: "4815" });
  const desk = await letIn(gateway);
  await expect.poll(() => card(desk, "direct-message")).toMatchObject({ name: "4815", risk: "elevated" });
  const { gatewayId, requestId, digest } = card(desk, "direct-message")!;
  expect(await desk.handle({ type: "approve", gatewayId, requestId, digest, offers: ["notify"] })).toEqual({
    ok: true,
  });
  await expect.poll(() => card(desk, "direct-message")).toBeUndefined();
  expect(demo.memory().book.channelRequests).toEqual([]);
  desk.close();
  await demo.stop();
});
