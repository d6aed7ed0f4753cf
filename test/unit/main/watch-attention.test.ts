import { expect, test } from "vitest";
import { watchAttention } from "../../../main/notifications/watch-attention.ts";
import type { NotificationModel } from "../../../src/app/notification-model.ts";
import { trayModel } from "../../../src/app/tray-model.ts";
import { requestRow, stageDesk } from "../../support/desk-stage.ts";

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

test("after the undo nothing is shown any more", async () => {
  const { knock, titles, undo } = await watched();
  undo();
  await knock("r1", "Phone");
  expect(titles()).toEqual([]);
});
