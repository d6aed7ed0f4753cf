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
    await desk.handle({ type: "watch-activity", on: true, text: "", about: "everything", by: "anybody", most: 100 });
    expect(desk.snapshot().activity).toMatchObject([{ gateway: "A gateway that is no longer set up" }]);
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

describe("a key with an order that is still open", () => {
  const unblock = { type: "unblock", deviceId: "phone" } as const;

  it("stays blocked, and the way to give the order up is named", async () => {
    const { desk, lists, told, connect, settle, gateway } = await stage(order(pi));
    gateway.paired = [deviceRow("phone")];
    const { name } = desk.snapshot().gateways[0]!;
    expect(await desk.handle(unblock)).toEqual({
      ok: false,
      sentence: `“Pixel 9” is still to be locked out of ${name}, so its key stays blocked. Nothing was changed.`,
      step: `Unblock it once that is done. To give the order up instead: Settings, ${name}, Remove gateway….`,
    });
    expect([lists.blocked.all(), told()]).toMatchObject([[{ deviceId: "phone" }], []]);

    await connect();
    await settle();
    expect(desk.snapshot()).toMatchObject({ lockOuts: [{ stage: "gone" }], blocked: [{ deviceId: "phone" }] });
    expect(await desk.handle(unblock)).toEqual({ ok: true });
    expect(desk.snapshot()).toMatchObject({ lockOuts: [{ stage: "gone" }], blocked: [] });
  });

  it("of a gateway that is gone can be unblocked once the order is given up", async () => {
    const { desk } = await stage(order("ws://10.0.0.9:1"));
    expect(await desk.handle(unblock)).toMatchObject({
      ok: false,
      step: "Give that order up first: Devices, More, Lost a device…, “Pixel 9”.",
    });
    await desk.handle({ type: "give-up-lock-out", gatewayId: gatewayIdOf("ws://10.0.0.9:1"), deviceId: "phone" });
    expect(await desk.handle(unblock)).toEqual({ ok: true });
    expect(desk.snapshot().blocked).toEqual([]);
  });

  it("can be unblocked where only the gateway's restart is missing: nothing more is done about the device", async () => {
    const { desk } = await stage(order(pi, { reachedAtMs: 2, rejectedAtMs: 2, removedAtMs: 2, cleanUpMs: 3 }));
    expect(desk.snapshot().lockOuts).toMatchObject([{ stage: "lingering" }]);
    expect(await desk.handle(unblock)).toEqual({ ok: true });
  });
});
