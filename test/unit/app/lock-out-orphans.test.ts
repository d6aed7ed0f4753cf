import { describe, expect, it } from "vitest";
import { gatewayIdOf } from "../../../src/app/open-gateway.ts";
import { trayModel } from "../../../src/app/tray-model.ts";
import type { LockOutOrder } from "../../../src/pairing/lock-out-order.ts";
import { deviceRow, memoryLockOutLists, stageDesk } from "../../support/desk-stage.ts";

const pi = "ws://192.168.1.20:18789";
const order = (url: string, more: Partial<LockOutOrder> = {}): LockOutOrder => ({
  gatewayId: gatewayIdOf(url),
  deviceId: "phone",
  name: "Pixel 9",
  orderedAtMs: 1,
  ...more,
});

/** A desk that watches `pi`, with these orders kept from before. */
async function stage(...orders: LockOutOrder[]) {
  const lists = memoryLockOutLists();
  await lists.orders.set(orders);
  await lists.blocked.set([{ deviceId: "phone", name: "Pixel 9", blockedAtMs: 1, why: "lost" }]);
  const staged = stageDesk({}, lists);
  await staged.desk.handle({ type: "connect", url: pi, token: "t" });
  return { ...staged, lists, told: () => staged.history.rows().map((row) => [row.kind, "name" in row && row.name]) };
}

describe("an order to lock out, whose gateway goes away", () => {
  it("goes on at the gateway's new address", async () => {
    const { desk, gateway, connect, settle, lists } = await stage(order(pi));
    gateway.paired = [deviceRow("phone")];
    const gatewayId = gatewayIdOf(pi);
    await desk.handle({ type: "change-address", gatewayId, url: "ws://192.168.1.77:18789", token: "again" });
    expect(desk.snapshot().lockOuts).toMatchObject([{ stage: "open", gatewayId }]);
    await connect();
    await settle();
    expect(gateway.count("device.pair.remove")).toBe(1);
    expect(lists.orders.all()).toEqual([]);
    expect(desk.snapshot().lockOuts).toMatchObject([{ stage: "gone" }]);
  });

  it("ends with the gateway that is taken off the list; the key stays blocked", async () => {
    const { desk, lists, told } = await stage(order(pi), order("ws://10.0.0.9:1"));
    await desk.handle({ type: "remove-gateway", gatewayId: gatewayIdOf(pi) });
    expect(lists.orders.all()).toEqual([order("ws://10.0.0.9:1")]);
    expect(lists.blocked.all()).toHaveLength(1);
    expect(told()).toEqual([["lock-out-given-up", "Pixel 9"]]);
  });

  it("says that nothing carries it out, and is given up by the user's word alone", async () => {
    const lost = order("ws://10.0.0.9:1");
    const { desk, lists, told } = await stage(lost);
    expect(desk.snapshot().lockOuts).toMatchObject([
      { stage: "open", gatewayGone: true, sentence: expect.stringContaining("no longer set up") as unknown },
    ]);
    expect(trayModel(desk.snapshot()).tooltip).toContain("Pixel 9 is not locked out yet");
    const { gatewayId, deviceId } = lost;
    expect(await desk.handle({ type: "give-up-lock-out", gatewayId, deviceId })).toEqual({ ok: true });
    expect([desk.snapshot().lockOuts, lists.orders.all()]).toEqual([[], []]);
    expect(desk.snapshot().blocked).toHaveLength(1);
    expect(told()).toEqual([["lock-out-given-up", "Pixel 9"]]);
    // Nothing left to give up.
    await desk.handle({ type: "give-up-lock-out", gatewayId, deviceId });
    expect(told()).toHaveLength(1);
  });

  it("stands while its gateway is set up, and goes on when that is added again", async () => {
    const lost = order("ws://10.0.0.9:1");
    const { desk, lists } = await stage(order(pi), lost);
    expect(
      await desk.handle({ type: "give-up-lock-out", gatewayId: gatewayIdOf(pi), deviceId: "phone" }),
    ).toMatchObject({ ok: false });
    await desk.handle({ type: "connect", url: "ws://10.0.0.9:1", token: "t" });
    expect(desk.snapshot().lockOuts.map(({ gatewayGone }) => gatewayGone)).toEqual([undefined, undefined]);
    expect(lists.orders.all()).toHaveLength(2);
  });
});
