import { beforeEach, describe, expect, test } from "vitest";
import { createNotificationShell, type NotificationShell } from "../../../main/notifications/notification-shell.ts";
import type { Intent } from "../../../src/app/intent.ts";
import type { NotificationModel } from "../../../src/app/notification-model.ts";
import { playedNotificationServer } from "../../support/notification-server.ts";

function model(change: Partial<NotificationModel> = {}): NotificationModel {
  const digest = change.body ?? "body";
  return {
    tag: "device/d",
    title: "Pixel 9",
    body: "body",
    urgency: "normal",
    raise: 1,
    buttons: [
      { id: "approve", label: "Approve", intent: { type: "approve", gatewayId: "g", requestId: "r", digest } },
      { id: "reject", label: "Reject", intent: { type: "reject", gatewayId: "g", requestId: "r", digest } },
    ],
    open: { type: "open", view: "requests", key: "g/r" },
    ...change,
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

let server: ReturnType<typeof playedNotificationServer>;
let acted: Intent[];
let troubles: string[];
let put: string[];
let shell: NotificationShell;

beforeEach(() => {
  server = playedNotificationServer();
  acted = [];
  troubles = [];
  put = [];
  shell = createNotificationShell({
    notifier: server.notifier,
    act: (intent) => acted.push(intent),
    onShown: ({ title }) => put.push(title),
    onTrouble: (what) => troubles.push(what),
  });
});

describe("the screen shows exactly what is wanted", () => {
  test("new appears, changed changes in place, gone closes", async () => {
    shell.show([model()]);
    await settle();
    shell.show([model()]);
    shell.show([model({ body: "other" }), model({ tag: "b", title: "Tablet" })]);
    await settle();
    shell.show([model({ tag: "b", title: "Tablet" })]);
    await settle();
    expect(server.calls).toEqual(["show Pixel 9", "replace Pixel 9", "show Tablet", "close Pixel 9"]);
    expect(server.titles()).toEqual(["Tablet"]);
    expect(put).toEqual(["Pixel 9", "Pixel 9", "Tablet"]);
  });

  test("a change is quiet unless it is raised", async () => {
    shell.show([model()]);
    await settle();
    shell.show([model({ body: "other" })]);
    await settle();
    shell.show([model({ body: "news", raise: 2 })]);
    shell.show([model({ body: "more", raise: 2 })]);
    await settle();
    const loud = "replace Pixel 9 with a sound";
    expect(server.calls).toEqual(["show Pixel 9", "replace Pixel 9", loud, "replace Pixel 9"]);
  });

  test("gone while it was still being shown: it closes all the same", async () => {
    const release = server.hold();
    shell.show([model()]);
    await settle();
    shell.show([]);
    release();
    await settle();
    expect(server.titles()).toEqual([]);
  });

  test("changed ten times while the server was slow: the last words stand, once", async () => {
    const release = server.hold();
    for (let n = 0; n < 10; n += 1) shell.show([model({ body: `b${n}` })]);
    release();
    await settle();
    expect([...server.screen.values()].map(({ note }) => note.body)).toEqual(["b9"]);
  });

  test("closing takes everything away before it resolves", async () => {
    shell.show([model(), model({ tag: "b" })]);
    await settle();
    await shell.close();
    expect(server.titles()).toEqual([]);
  });
});

describe("what the user does", () => {
  test("a button invokes its intent once, however often the server says so, and the question goes", async () => {
    shell.show([model()]);
    await settle();
    const { note, events } = server.only();
    events.pressed(note.buttons[0]!.id);
    events.pressed(note.buttons[1]!.id);
    events.clicked();
    await settle();
    expect(acted).toEqual([model().buttons[0]!.intent]);
    expect(server.titles()).toEqual([]);
    shell.show([model()]);
    await settle();
    expect(server.titles()).toEqual([]);
  });

  test("a click opens the request", async () => {
    shell.show([model()]);
    await settle();
    server.only().events.clicked();
    expect(acted).toEqual([model().open]);
  });

  test("a press on the older text means the older text, never what replaced it meanwhile", async () => {
    shell.show([model({ body: "asks to read" })]);
    await settle();
    const old = server.only();
    shell.show([model({ body: "asks for everything" })]);
    await settle();
    expect(server.only().note.buttons[0]!.id).not.toBe(old.note.buttons[0]!.id);
    old.events.pressed(old.note.buttons[0]!.id);
    expect(acted).toEqual([{ type: "approve", gatewayId: "g", requestId: "r", digest: "asks to read" }]);
  });

  test.each(["", "approve", "9:approve", "1:nothing", "x:y:z"])(
    "a button nobody made (%j) does nothing",
    async (id) => {
      shell.show([model()]);
      await settle();
      server.only().events.pressed(id);
      expect(acted).toEqual([]);
    },
  );

  test.each(["user", "timeout"] as const)("taken away by %s: it stays away until it is raised again", async (why) => {
    shell.show([model()]);
    await settle();
    const { events } = server.only();
    server.screen.clear();
    events.closed(why);
    shell.show([model({ body: "quiet change" })]);
    await settle();
    expect(server.titles()).toEqual([]);
    shell.show([model({ body: "new request", raise: 2 })]);
    await settle();
    expect(server.titles()).toEqual(["Pixel 9"]);
  });

  test("taken away while a change waits for its turn, or is on its way: it doesn't come back", async () => {
    shell.show([model()]);
    await settle();
    const { events } = server.only();
    const dismiss = () => {
      server.screen.clear();
      events.closed("user");
    };
    shell.show([model({ title: "waits for its turn" })]);
    dismiss();
    await settle();
    expect(server.titles()).toEqual([]);

    shell.show([model({ title: "again", raise: 2 })]);
    await settle();
    expect(server.titles()).toEqual(["again"]);
    const release = server.hold();
    shell.show([model({ title: "on its way", raise: 2 })]);
    await settle();
    shell.show([model({ title: "behind it", raise: 2 })]);
    server.only().events.closed("user");
    server.screen.clear();
    release();
    await settle();
    expect(server.titles()).toEqual([]);
    expect(server.calls).toEqual(["show Pixel 9", "show again", "replace on its way", "close again"]);
  });
});

describe("a server that goes away", () => {
  test("what was on its screen is there again when it is back; what was answered is not", async () => {
    shell.show([model(), model({ tag: "b", title: "Tablet" })]);
    await settle();
    server.only().events.clicked();
    await settle();
    server.die();
    server.comeBack();
    await settle();
    expect(server.titles()).toEqual(["Tablet"]);
  });

  test("what could not be shown is shown when it is back", async () => {
    server.die();
    shell.show([model()]);
    await settle();
    expect(troubles).toEqual(["show a notification"]);
    expect(put).toEqual([]);
    server.comeBack();
    await settle();
    expect(server.titles()).toEqual(["Pixel 9"]);
    expect(put).toEqual(["Pixel 9"]);
  });

  test("the one whose showing tells that it works again is shown once", async () => {
    server.die();
    shell.show([model()]);
    await settle();
    shell.show([model(), model({ tag: "b", title: "Tablet" })]);
    server.comeBack();
    await settle();
    expect(server.calls).toEqual(["show Tablet", "show Pixel 9"]);
  });

  test("what was gone meanwhile is not shown", async () => {
    shell.show([model()]);
    await settle();
    server.die();
    shell.show([]);
    server.comeBack();
    await settle();
    expect(server.titles()).toEqual([]);
    expect(acted).toEqual([]);
  });
});
