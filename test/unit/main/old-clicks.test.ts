import { EventEmitter } from "node:events";
import type { Notification } from "electron";
import { expect, test } from "vitest";
import { watchOldClicks } from "../../../main/notifications/old-clicks.ts";
import { FakeClock } from "../../support/fake-clock.ts";

/** Windows as the app sees it: every click is told to `activated`, and to the notification if it is of this run. */
function windows() {
  const clock = new FakeClock();
  let opened = 0;
  let activated: () => void = () => undefined;
  const adopt = watchOldClicks({ clock, watch: (tell) => (activated = tell), open: () => (opened += 1) });
  const make = () => adopt(new EventEmitter() as unknown as Notification);
  return { clock, make, activated: () => activated(), opened: () => opened };
}

test("a click on a notification of an earlier run opens the list, and nothing else", () => {
  const { clock, make, activated, opened } = windows();
  make();
  activated();
  clock.advance(300);
  expect(opened()).toBe(1);
});

test("a click on a notification of this run is its own business, whichever event comes first", () => {
  const { clock, make, activated, opened } = windows();
  const notification = make();
  for (const event of ["click", "action"]) {
    notification.emit(event, {});
    activated();
    clock.advance(1_000);
    activated();
    notification.emit(event, {});
    clock.advance(1_000);
  }
  expect(opened()).toBe(0);
  activated();
  clock.advance(300);
  expect(opened(), "an old one afterwards").toBe(1);
});

test("where the system keeps none, nothing is watched", () => {
  const adopt = watchOldClicks({ clock: new FakeClock(), watch: undefined, open: () => expect.unreachable() });
  adopt(new EventEmitter() as unknown as Notification).emit("click", {});
});
