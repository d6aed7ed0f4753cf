import { EventEmitter } from "node:events";
import type { Notification, NotificationConstructorOptions } from "electron";
import { describe, expect, test, vi } from "vitest";
import { createElectronNotifier } from "../../../main/notifications/electron-notifier.ts";
import { openNotifier } from "../../../main/notifications/open-notifier.ts";
import type { Note } from "../../../main/notifications/notifier.ts";

const note: Note = {
  title: "t",
  body: "b",
  urgency: "critical",
  buttons: [
    { id: "1:approve", label: "Approve" },
    { id: "1:reject", label: "Reject" },
  ],
};

class FakeNotification extends EventEmitter {
  readonly options: NotificationConstructorOptions;
  closed = false;
  failsWith: string | undefined;
  constructor(options: NotificationConstructorOptions) {
    super();
    this.options = options;
  }
  show() {
    setImmediate(() => (this.failsWith ? this.emit("failed", {}, this.failsWith) : this.emit("show", {})));
  }
  close() {
    this.closed = true;
    this.emit("close", {});
  }
}

function setUp(platform: NodeJS.Platform, failsWith?: string) {
  const made: FakeNotification[] = [];
  let refusal = failsWith;
  const notifier = createElectronNotifier({
    platform,
    create: (options) => {
      const one = new FakeNotification(options);
      one.failsWith = refusal;
      made.push(one);
      return one as unknown as Notification;
    },
  });
  const events: string[] = [];
  const listener = {
    clicked: () => events.push("clicked"),
    pressed: (id: string) => events.push(`pressed ${id}`),
    closed: (why: string) => events.push(`closed ${why}`),
  };
  const refuse = (why: string | undefined) => (refusal = why);
  return { notifier, made, events, listener, refuse };
}

test("buttons go along on macOS and Windows, and stay home on Linux", async () => {
  for (const platform of ["darwin", "win32"] as const) {
    const { notifier, made, listener } = setUp(platform);
    await notifier.show(note, listener);
    expect(made[0]!.options.actions).toEqual([
      { type: "button", text: "Approve" },
      { type: "button", text: "Reject" },
    ]);
    expect(notifier.canPress).toBe(true);
  }
  const { notifier, made, listener } = setUp("linux");
  await notifier.show(note, listener);
  expect(made[0]!.options.actions).toBeUndefined();
  expect(made[0]!.options).toMatchObject({ urgency: "critical", timeoutType: "never" });
  expect(notifier.canPress).toBe(false);
});

test("a press comes as an index: in the event on 45, as an argument on 33", async () => {
  const { notifier, made, events, listener } = setUp("darwin");
  await notifier.show(note, listener);
  made[0]!.emit("action", { actionIndex: 0, selectionIndex: -1 }, 0);
  made[0]!.emit("action", {}, 1);
  made[0]!.emit("action", {}, 7);
  made[0]!.emit("action", {}, undefined);
  expect(events).toEqual(["pressed 1:approve", "pressed 1:reject"]);
});

test("click and close, with the reason where the system says it", async () => {
  const { notifier, made, events, listener } = setUp("win32");
  await notifier.show(note, listener);
  made[0]!.emit("click", {});
  made[0]!.emit("close", { reason: "timedOut" });
  made[0]!.emit("click", {});
  expect(events).toEqual(["clicked", "closed timeout"]);
});

test("what we close ourselves is no news, and a replaced one says nothing more", async () => {
  const { notifier, made, events, listener } = setUp("darwin");
  const handle = await notifier.show(note, listener);
  await handle.replace({ ...note, buttons: [{ id: "2:reject", label: "Reject" }] }, false);
  expect(made[0]!.closed).toBe(true);
  made[0]!.emit("action", { actionIndex: 0 });
  made[1]!.emit("action", { actionIndex: 0 });
  await handle.close();
  expect(events).toEqual(["pressed 2:reject"]);
  expect(made[1]!.closed).toBe(true);
});

test("a change that isn't worth interrupting for makes no sound, although it can only be shown anew", async () => {
  const { notifier, made, listener } = setUp("win32");
  const handle = await notifier.show(note, listener);
  await handle.replace(note, true);
  await handle.replace(note, false);
  expect(made.map(({ options }) => options.silent)).toEqual([false, true, false]);
});

test("once the system shows them again, that is said, once, and until its undo", async () => {
  const { notifier, listener, refuse } = setUp("darwin");
  const returned = vi.fn();
  const undo = notifier.onReturn(returned);
  await notifier.show(note, listener);
  expect(returned).not.toHaveBeenCalled();
  refuse("not allowed");
  await expect(notifier.show(note, listener)).rejects.toThrow("not allowed");
  refuse(undefined);
  await notifier.show(note, listener);
  await notifier.show(note, listener);
  expect(returned).toHaveBeenCalledTimes(1);
  expect(notifier.describe().warning).toBe(false);
  undo();
  refuse("not allowed");
  await expect(notifier.show(note, listener)).rejects.toThrow("not allowed");
  refuse(undefined);
  await notifier.show(note, listener);
  expect(returned).toHaveBeenCalledTimes(1);
});

test("a change that the system refuses takes the earlier words with it, so they count as lost", async () => {
  const { notifier, listener, events, refuse } = setUp("darwin");
  const handle = await notifier.show(note, listener);
  refuse("not allowed");
  await expect(handle.replace(note, true)).rejects.toThrow("not allowed");
  expect(events).toEqual(["closed lost"]);
});

test("an unsigned app on macOS: showing fails, and Settings says so", async () => {
  const { notifier, listener } = setUp("darwin", "not allowed");
  await expect(notifier.show(note, listener)).rejects.toThrow("not allowed");
  expect(notifier.describe().warning).toBe(true);
});

describe("which way is taken", () => {
  const create = () => expect.unreachable();
  test("Linux without a session bus sends nothing at all", async () => {
    const notifier = await openNotifier({ platform: "linux", connect: undefined, icon: "i", create });
    expect(notifier.describe().warning).toBe(true);
    await expect(notifier.show(note, setUp("linux").listener)).rejects.toThrow("no session bus");
  });

  test("Linux with a bus that can't be reached falls back to Electron's own", async () => {
    const connect = () => Promise.reject(new Error("refused"));
    const notifier = await openNotifier({ platform: "linux", connect, icon: "i", create });
    expect(notifier.describe()).toMatchObject({ warning: false });
    expect(notifier.canPress).toBe(false);
  });

  test("elsewhere the bus is never asked", async () => {
    const connect = () => expect.unreachable();
    const notifier = await openNotifier({ platform: "darwin", connect, icon: "i", create });
    expect(notifier.canPress).toBe(true);
  });
});
