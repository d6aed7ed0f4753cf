import { expect, it } from "vitest";
import { gatewayIdOf } from "../../../src/app/open-gateway.ts";
import { trayModel } from "../../../src/app/tray-model.ts";
import { deviceRow, memoryLockOutLists, stageDesk } from "../../support/desk-stage.ts";
import { settle, stageLockOut } from "../../support/lock-out-stage.ts";

const older = new Set(["device.pair.list"]);
const pi = "ws://192.168.1.20:18789";
const place = { gatewayId: gatewayIdOf(pi), deviceId: "phone" };
const order = { ...place, name: "Pixel 9", orderedAtMs: 1, reachedAtMs: 2, rejectedAtMs: 2, cleanUpMs: 90_000 };

/** Removed at a gateway that leaves its open connections alone. */
async function lingering(upMs?: number) {
  const stage = stageLockOut();
  stage.gateway.paired = [deviceRow("phone")];
  await stage.list();
  stage.desk.connected({ methods: older, ...(upMs !== undefined && { upMs }) });
  await stage.desk.lockOut("phone");
  await settle();
  expect(stage.view()).toMatchObject({ stage: "lingering" });
  return stage;
}

it("an order that waits for a restart isn't taken for a finished one, and turns with the restart", async () => {
  const { desk, view, book, lists } = await lingering(90_000);
  book.forget({ gatewayId: "home", deviceId: "phone" });
  expect(view()).toMatchObject({ stage: "lingering" });
  expect(view()).not.toHaveProperty("restartUnseen");
  expect(lists.orders.disk).toHaveLength(1);
  desk.disconnected();
  desk.connected({ methods: older, upMs: 4000 });
  await settle();
  expect(view()).toMatchObject({ stage: "gone" });
  book.forget({ gatewayId: "home", deviceId: "phone" });
  expect(view()).toBeUndefined();
});

it("says where a restart would not be seen: the gateway tells no uptime, or keeps its list from PairTray", async () => {
  const dumb = await lingering();
  expect(dumb.view()).toMatchObject({ restartUnseen: true });
  const { desk, authority, view } = await lingering(90_000);
  authority.scopes = ["operator.pairing"];
  desk.disconnected();
  desk.connected({ methods: older, upMs: 4000 });
  await settle();
  expect(view()).toMatchObject({ stage: "lingering", restartUnseen: true });
});

it("no longer watching for the restart is the user's word, and the history keeps what it leaves open", async () => {
  const lists = memoryLockOutLists();
  await lists.orders.set([order]);
  const { desk, history } = stageDesk({}, lists);
  await desk.handle({ type: "connect", url: pi, token: "t" });
  await desk.handle({ type: "forget-lock-out", ...place });
  expect(trayModel(desk.snapshot()).tooltip).toContain("Pixel 9 is not locked out yet");
  expect(history.rows()).toEqual([]);
  expect(await desk.handle({ type: "give-up-lock-out", ...place })).toEqual({ ok: true });
  expect([desk.snapshot().lockOuts, lists.orders.all()]).toEqual([[], []]);
  expect(history.rows()).toMatchObject([
    { kind: "lock-out-given-up", name: "Pixel 9", detail: expect.stringContaining("may still work") as unknown },
  ]);
});
