import { expect, it } from "vitest";
import { trayModel } from "../../../src/app/tray-model.ts";
import { deviceRow, stageDesk } from "../../support/desk-stage.ts";
import { closing, settle, stageLockOut } from "../../support/lock-out-stage.ts";

const denied = () => Object.assign(new Error("device pairing removal denied"), { gatewayCode: "INVALID_REQUEST" });

/** A connected gateway that refused to remove the device. */
async function refused() {
  const stage = stageLockOut();
  stage.gateway.paired = [deviceRow("phone")];
  stage.gateway.online = ["self"];
  stage.gateway.failure = denied();
  stage.desk.connected(closing);
  await stage.list();
  await stage.desk.lockOut("phone");
  return stage;
}

it("a lock-out that the gateway refused says so, and the user's word sends the same order once more", async () => {
  const { desk, gateway, view, clock, lists } = await refused();
  const before = view();
  expect(before).toMatchObject({ stage: "open", refused: true, sentence: "Not locked out: the gateway refused." });
  clock.advance(60_000);
  await settle();
  expect(gateway.sent(), "nothing goes on by itself").toEqual(["remove phone"]);

  await desk.lockOut("phone");
  expect(gateway.sent()).toEqual(["remove phone", "remove phone"]);
  expect(view()).toMatchObject({ refused: true, orderedAtMs: before?.orderedAtMs });
  expect(lists.orders.all()).toHaveLength(1);

  gateway.failure = undefined;
  expect(await desk.lockOut("phone")).toEqual({ ok: true });
  expect(view()).toMatchObject({ stage: "gone" });
  expect(view()).not.toHaveProperty("refused");
});

it("while the gateway is away a refused order waits for its next connection", async () => {
  const { desk, gateway, view } = await refused();
  desk.disconnected();
  await desk.lockOut("phone");
  expect(view()).toMatchObject({ refused: true });
  gateway.failure = undefined;
  desk.connected(closing);
  await settle();
  expect(view()).toMatchObject({ stage: "gone" });
});

it("a refused order can be given up, and a look that was planned doesn't bring it back", async () => {
  const { desk, view, lists, clock, book } = await refused();
  expect(desk.giveUp("phone")).toEqual({ ok: true });
  clock.advance(60_000);
  await settle();
  expect([view(), lists.orders.all(), lists.orders.disk]).toEqual([undefined, [], []]);
  expect(book.blocked()).toHaveLength(1);
  expect(desk.problem("phone")).toBeUndefined();
});

it("an order that is under way can't be given up", async () => {
  const { desk, gateway, view } = await refused();
  gateway.failure = undefined;
  gateway.swallow = "device.pair.remove";
  const again = desk.lockOut("phone");
  expect(desk.giveUp("phone")).toMatchObject({ ok: false });
  expect(view()).toMatchObject({ stage: "open" });
  expect(view()).not.toHaveProperty("refused");
  desk.disconnected();
  await again;
});

it("giving a refused order up is written down, and the tray no longer asks for it", async () => {
  const { desk, gateway, connect, settle: pass, history } = stageDesk();
  gateway.paired = [deviceRow("phone")];
  gateway.answers.set("device.pair.remove", () => Promise.reject(denied()));
  await connect();
  const { gatewayId } = desk.snapshot().devices[0]!;
  await desk.handle({ type: "lock-out", gatewayId, deviceId: "phone" });
  await pass();
  expect(trayModel(desk.snapshot()).tooltip).toMatch(/ is not locked out: a gateway refused$/);
  expect(await desk.handle({ type: "give-up-lock-out", gatewayId, deviceId: "phone" })).toEqual({ ok: true });
  expect([desk.snapshot().lockOuts, desk.snapshot().blocked.length]).toEqual([[], 1]);
  expect(trayModel(desk.snapshot()).tooltip).not.toContain("locked out");
  expect(history.rows().map(({ kind }) => kind)).toEqual(["lock-out-ordered", "lock-out-given-up"]);
});

it("to unblock its key one is sent to its page, where the refused order can be given up", async () => {
  const stage = stageDesk();
  stage.gateway.paired = [deviceRow("phone", { displayName: "Pixel 9" })];
  stage.gateway.answers.set("device.pair.remove", () => Promise.reject(denied()));
  await stage.connect();
  const { gatewayId } = stage.desk.snapshot().devices[0]!;
  await stage.desk.handle({ type: "lock-out", gatewayId, deviceId: "phone" });
  for (let turn = 0; turn < 3; turn += 1) {
    stage.clock.advance(1_000);
    await stage.settle();
  }
  expect(stage.desk.snapshot().lockOuts[0]).toMatchObject({ refused: true });
  expect(await stage.desk.handle({ type: "unblock", deviceId: "phone" })).toMatchObject({
    ok: false,
    step: "Give that order up first: Devices, More, Lost a device…, “Pixel 9”.",
  });
  expect(await stage.desk.handle({ type: "give-up-lock-out", gatewayId, deviceId: "phone" })).toEqual({ ok: true });
  expect(await stage.desk.handle({ type: "unblock", deviceId: "phone" })).toEqual({ ok: true });
});
