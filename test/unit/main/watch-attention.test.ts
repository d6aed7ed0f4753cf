import { expect, test } from "vitest";
import { createNotificationShell } from "../../../main/notifications/notification-shell.ts";
import { watchAttention } from "../../../main/notifications/watch-attention.ts";
import type { NotificationModel } from "../../../src/app/notification-model.ts";
import { trayModel } from "../../../src/app/tray-model.ts";
import { deviceRow, requestRow, stageDesk } from "../../support/desk-stage.ts";
import { playedNotificationServer } from "../../support/notification-server.ts";

/** A desk whose notifications are watched; `titles` is what stands on the screen now. */
async function watched() {
  const stage = stageDesk();
  let wanted: readonly NotificationModel[] = [];
  const undo = watchAttention({ desk: stage.desk, clock: stage.clock, shell: { show: (models) => (wanted = models) } });
  await stage.connect();
  const knock = async (id: string, device: string) => {
    stage.gateway.pending = [
      ...stage.gateway.pending,
      requestRow(id, device, stage.clock.now(), { displayName: device }),
    ];
    await stage.event("device.pair.requested", stage.gateway.pending.at(-1));
  };
  const about = (id: string) => ({ gatewayId: stage.request(id)!.gatewayId, requestId: id });
  return {
    stage,
    knock,
    about,
    undo,
    titles: () => wanted.map(({ title }) => title),
    icon: () => trayModel(stage.desk.snapshot()).icon,
  };
}

test("a muted device is silent at once and still turns the tray to attention; others are told", async () => {
  const { stage, knock, about, titles, icon } = await watched();
  await knock("r1", "Noisy");
  expect(titles()).toEqual(["“Noisy” asks to pair"]);
  expect(icon()).toBe("pending");
  await stage.desk.handle({ type: "mute", ...about("r1") });
  await stage.settle();
  expect(titles()).toEqual([]);
  expect(icon()).toBe("attention");
  await knock("r2", "Other");
  expect(titles()).toEqual(["“Other” asks to pair"]);
  await knock("r3", "Noisy");
  expect(titles()).toEqual(["“Other” asks to pair"]);
});

test("a snooze silences everything, and the tray tells instead; what comes after it is told", async () => {
  const { stage, knock, titles, icon } = await watched();
  await knock("r1", "Phone");
  await stage.desk.handle({ type: "snooze", on: true });
  await stage.settle();
  expect(titles()).toEqual([]);
  await knock("r2", "Tablet");
  expect(titles()).toEqual([]);
  expect(icon()).toBe("attention");
  await stage.desk.handle({ type: "snooze", on: false });
  await stage.settle();
  expect(titles()).toEqual(["“Tablet” asks to pair"]);
});

test("a blocked device is told of no more, and doesn't turn the tray", async () => {
  const { stage, knock, about, titles, icon } = await watched();
  await knock("r1", "Phone");
  await stage.desk.handle({ type: "block", ...about("r1") });
  await stage.settle();
  expect(titles()).toEqual([]);
  expect(icon()).toBe("idle");
  await knock("r2", "Phone");
  expect(titles()).toEqual([]);
  expect(icon()).toBe("idle");
});

test("a device that was let in by itself is on the screen once, whatever is snoozed, switched or dismissed", async () => {
  const stage = stageDesk();
  const { desk, clock, gateway } = stage;
  const server = playedNotificationServer();
  const shell = createNotificationShell({
    notifier: server.notifier,
    act: () => expect.unreachable(),
    onShown: ({ arrivals = [] }) => desk.told(arrivals),
    onTrouble: () => undefined,
  });
  watchAttention({ desk, clock, shell });
  const settle = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    await stage.settle();
  };
  const letIn = async (id: string) => {
    gateway.paired = [...gateway.paired, deviceRow(id, { displayName: id, approvedVia: "silent" })];
    clock.advance(15_000);
    await settle();
  };
  await stage.connect();
  await letIn("Phone");
  expect(server.titles()).toEqual(["“Phone” was let in"]);
  server.only().events.closed("user");
  server.screen.clear();
  for (const intent of [
    { type: "snooze", on: true },
    { type: "snooze", on: false },
    { type: "set-notifications", on: false },
    { type: "set-notifications", on: true },
  ] as const) {
    await desk.handle(intent);
    await settle();
    expect(server.titles()).toEqual([]);
  }

  await desk.handle({ type: "snooze", on: true });
  await letIn("Tablet");
  expect(server.titles()).toEqual([]);
  expect(trayModel(desk.snapshot())).toMatchObject({ icon: "attention", tooltip: "PairTray: 1 device was let in" });
  // Long after, and nobody has heard of it.
  clock.advance(61 * 60_000);
  await settle();
  expect(server.titles()).toEqual(["“Tablet” was let in"]);
  expect(trayModel(desk.snapshot()).icon).toBe("idle");

  // A server that is away shows nothing, so that is not told either.
  server.die();
  await letIn("Watch");
  expect(
    desk
      .snapshot()
      .arrivals?.filter(({ told }) => !told)
      .map(({ name }) => name),
  ).toEqual(["Watch"]);
  server.comeBack();
  await settle();
  expect(server.titles()).toContain("“Watch” was let in");
  expect(desk.snapshot().arrivals?.every(({ told }) => told)).toBe(true);
});

test("what came in while PairTray was off is told at its start; whoever goes to its page has heard of it", async () => {
  const first = stageDesk();
  first.gateway.paired = [deviceRow("Phone", { approvedVia: "silent" })];
  await first.connect();
  const second = stageDesk(undefined, undefined, undefined, undefined, undefined, first.knownDevices);
  let titles: readonly string[] = [];
  watchAttention({
    desk: second.desk,
    clock: second.clock,
    shell: { show: (models) => (titles = models.map(({ title }) => title)) },
  });
  second.gateway.paired = [
    ...first.gateway.paired,
    deviceRow("Tablet", { displayName: "Tablet", approvedVia: "silent" }),
  ];
  await second.connect();
  expect(titles).toEqual(["“Tablet” was let in"]);
  const untold = () => second.desk.snapshot().arrivals?.filter(({ told }) => !told) ?? [];
  const { key } = untold()[0]!;
  await second.desk.handle({ type: "open", view: "lost-device" });
  expect(untold()).toHaveLength(1);
  await second.desk.handle({ type: "open", view: "lost-device", key });
  expect(untold()).toEqual([]);
  second.gateway.paired = [...second.gateway.paired, deviceRow("Watch", { approvedVia: "silent" })];
  second.clock.advance(15_000);
  await second.settle();
  expect(untold()).toHaveLength(1);
  await second.desk.handle({ type: "open", view: "devices" });
  expect(untold()).toEqual([]);
});

test("after the undo nothing is shown any more", async () => {
  const { knock, titles, undo } = await watched();
  undo();
  await knock("r1", "Phone");
  expect(titles()).toEqual([]);
});
