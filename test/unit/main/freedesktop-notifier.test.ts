import { beforeEach, describe, expect, test } from "vitest";
import { closedWhy, notifyArguments, readCapabilities } from "../../../main/notifications/freedesktop-message.ts";
import { openFreedesktopNotifier } from "../../../main/notifications/freedesktop-notifier.ts";
import { keepBus } from "../../../main/notifications/keep-bus.ts";
import type { Note, Notifier } from "../../../main/notifications/notifier.ts";
import {
  type BusCall,
  type BusMessage,
  type SessionBus,
  sessionBusAddress,
} from "../../../main/notifications/session-bus.ts";

const name = "org.freedesktop.Notifications";
const note: Note = {
  title: "“<b>Pixel</b>” asks to pair",
  body: "Android & co\n<i>node</i>",
  urgency: "normal",
  buttons: [{ id: "1:approve", label: "Approve" }],
};

describe("a note in the server's terms", () => {
  const full = readCapabilities(["body", "actions", "body-markup", "persistence"]);

  test("with everything", () => {
    expect(notifyArguments(note, full)).toEqual({
      summary: note.title,
      body: "Android &amp; co\n&lt;i&gt;node&lt;/i&gt;",
      actions: ["default", "Open", "1:approve", "Approve"],
      urgency: 1,
      expireTimeoutMs: 0,
    });
  });

  test("without markup nothing is escaped, or the user would read entities", () => {
    expect(notifyArguments(note, readCapabilities(["body"])).body).toBe(note.body);
  });

  test("without actions none are sent; without a body it goes into the title", () => {
    const { actions, summary, body } = notifyArguments(note, readCapabilities([]));
    expect(actions).toEqual([]);
    expect(body).toBe("");
    expect(summary).toContain("Android & co, <i>node</i>");
  });

  test("urgency and how long it stays", () => {
    expect(notifyArguments({ ...note, urgency: "critical" }, full)).toMatchObject({ urgency: 2, expireTimeoutMs: 0 });
    expect(notifyArguments({ ...note, urgency: "low" }, full)).toMatchObject({ urgency: 0, expireTimeoutMs: -1 });
  });

  test("nonsense instead of capabilities means none", () => {
    expect(readCapabilities("actions")).toEqual({ actions: false, body: false, markup: false });
  });

  test("reasons", () => {
    expect([1, 2, 3, 4, "x"].map(closedWhy)).toEqual(["timeout", "user", "user", "user", "user"]);
  });
});

/** A session bus with one notification server on it. */
class FakeBus implements SessionBus {
  calls: BusCall[] = [];
  owner = ":1.7";
  capabilities = ["actions", "body", "body-markup"];
  nextId = 40;
  running = true;
  readonly #signals = new Set<(signal: BusMessage) => void>();
  readonly #lost = new Set<() => void>();

  async call(call: BusCall): Promise<BusMessage> {
    this.calls.push(call);
    const reply = (body: readonly unknown[]) => ({ sender: this.owner, interface: name, member: "", body });
    if (call.member === "AddMatch") return reply([]);
    if (!this.running) throw new Error("ServiceUnknown");
    if (call.member === "GetCapabilities") return reply([this.capabilities]);
    if (call.member === "Notify") return reply([call.body![1] === 0 ? this.nextId++ : call.body![1]]);
    return reply([]);
  }
  onSignal(listener: (signal: BusMessage) => void) {
    this.#signals.add(listener);
    return () => this.#signals.delete(listener);
  }
  onLost(listener: () => void) {
    this.#lost.add(listener);
    return () => this.#lost.delete(listener);
  }
  variant(signature: string, value: unknown) {
    return { signature, value };
  }
  close() {}

  signal(member: string, body: unknown[], sender = this.owner) {
    for (const listener of this.#signals) listener({ sender, interface: name, member, body });
  }
  ownerChanged(next: string) {
    this.owner = next;
    for (const listener of this.#signals) {
      listener({
        sender: "org.freedesktop.DBus",
        interface: "org.freedesktop.DBus",
        member: "NameOwnerChanged",
        body: [name, "", next],
      });
    }
  }
  lose() {
    for (const listener of this.#lost) listener();
  }
  named(member: string) {
    return this.calls.filter((call) => call.member === member);
  }
}

function recorder() {
  const events: string[] = [];
  return {
    events,
    clicked: () => events.push("clicked"),
    pressed: (id: string) => events.push(`pressed ${id}`),
    closed: (why: string) => events.push(`closed ${why}`),
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("the server on the bus", () => {
  let bus: FakeBus;
  let notifier: Notifier;
  let buses: FakeBus[];

  beforeEach(async () => {
    bus = new FakeBus();
    buses = [bus];
    notifier = await openFreedesktopNotifier({
      connect: async () => {
        const next = buses.shift();
        if (!next) throw new Error("no bus");
        return next;
      },
      icon: "/icon.png",
    });
  });

  test("its capabilities are asked before anything is shown", async () => {
    await notifier.show(note, recorder());
    const members = bus.calls.map((call) => call.member);
    expect(members.indexOf("GetCapabilities")).toBeLessThan(members.indexOf("Notify"));
    const [app, replaces, icon, , , actions, hints] = bus.named("Notify")[0]!.body!;
    expect([app, replaces, icon]).toEqual(["PairTray", 0, "/icon.png"]);
    expect(actions).toEqual(["default", "Open", "1:approve", "Approve"]);
    expect(hints).toEqual({
      urgency: { signature: "y", value: 1 },
      "desktop-entry": { signature: "s", value: "pairtray" },
    });
  });

  test("click, button and closing come back to the note they belong to", async () => {
    const one = recorder();
    const two = recorder();
    await notifier.show(note, one);
    await notifier.show(note, two);
    bus.signal("ActionInvoked", [40, "default"]);
    bus.signal("ActionInvoked", [41, "1:approve"]);
    bus.signal("NotificationClosed", [40, 2]);
    bus.signal("ActionInvoked", [40, "default"]);
    bus.signal("ActionInvoked", [99, "default"]);
    bus.signal("ActionInvoked", ["41", "default"]);
    expect(one.events).toEqual(["clicked", "closed user"]);
    expect(two.events).toEqual(["pressed 1:approve"]);
  });

  test("another program on the bus can't press a button", async () => {
    const mine = recorder();
    await notifier.show(note, mine);
    bus.signal("ActionInvoked", [40, "1:approve"], ":1.66");
    bus.signal("NotificationClosed", [40, 2], ":1.66");
    expect(mine.events).toEqual([]);
  });

  test("replaces in place, and closes by its id", async () => {
    const mine = recorder();
    const handle = await notifier.show(note, mine);
    await handle.replace({ ...note, title: "Other" }, true);
    expect(bus.named("Notify")[1]!.body![1]).toBe(40);
    bus.signal("ActionInvoked", [40, "default"]);
    await handle.close();
    expect(bus.named("CloseNotification")[0]!.body).toEqual([40]);
    bus.signal("NotificationClosed", [40, 3]);
    await handle.close();
    expect(bus.named("CloseNotification")).toHaveLength(1);
    expect(mine.events).toEqual(["clicked"]);
  });

  test("the server restarts: notes are lost, capabilities asked anew, and it is said when it is back", async () => {
    const mine = recorder();
    let returned = 0;
    notifier.onReturn(() => (returned += 1));
    await notifier.show(note, mine);
    bus.running = false;
    bus.ownerChanged("");
    expect(mine.events).toEqual(["closed lost"]);
    expect(notifier.describe().warning).toBe(true);
    await expect(notifier.show(note, recorder())).rejects.toThrow();
    bus.running = true;
    bus.capabilities = ["body"];
    bus.ownerChanged(":1.9");
    await settle();
    expect(returned).toBe(1);
    expect(notifier.canPress).toBe(false);
    // By the specification clicks are actions too, so there is no way from there to the request.
    expect(notifier.describe().sentence).toContain("take no clicks");
    expect(notifier.describe().warning).toBe(true);
    const again = recorder();
    await notifier.show(note, again);
    bus.signal("ActionInvoked", [41, "default"], ":1.7");
    expect(again.events).toEqual([]);
    bus.signal("ActionInvoked", [41, "default"], ":1.9");
    expect(again.events).toEqual(["clicked"]);
  });

  test("no server at the start is no failure: it may come", async () => {
    const empty = new FakeBus();
    empty.running = false;
    const waiting = await openFreedesktopNotifier({ connect: async () => empty, icon: "x" });
    expect(waiting.describe().warning).toBe(true);
    empty.running = true;
    empty.ownerChanged(":1.3");
    await settle();
    expect(waiting.describe().warning).toBe(false);
  });

  test("no bus is a failure, so that another way is taken", async () => {
    await expect(
      openFreedesktopNotifier({ connect: () => Promise.reject(new Error("x")), icon: "x" }),
    ).rejects.toThrow();
  });
});

test("a lost bus is connected again, waiting longer each time, until it is told to stop", async () => {
  const first = new FakeBus();
  const second = new FakeBus();
  const queue: (FakeBus | undefined)[] = [first, undefined, undefined, second];
  const waits: number[] = [];
  const used: SessionBus[] = [];
  const undone: SessionBus[] = [];
  const kept = await keepBus({
    connect: async () => queue.shift() ?? Promise.reject(new Error("down")),
    use: (bus) => {
      used.push(bus);
      return () => undone.push(bus);
    },
    wait: async (ms) => void waits.push(ms),
  });
  expect(kept.up).toBe(true);
  first.lose();
  await settle();
  expect(waits).toEqual([1_000, 2_000, 4_000]);
  expect(used).toEqual([first, second]);
  expect(undone).toEqual([first]);
});

describe("where the session bus is", () => {
  test("named, else the user's runtime socket, else nowhere: then nothing is ever sent", () => {
    expect(sessionBusAddress({ DBUS_SESSION_BUS_ADDRESS: "unix:path=/x" })).toBe("unix:path=/x");
    expect(sessionBusAddress({ XDG_RUNTIME_DIR: "/run/user/1" }, () => true)).toBe("unix:path=/run/user/1/bus");
    expect(sessionBusAddress({ XDG_RUNTIME_DIR: "/run/user/1" }, () => false)).toBeUndefined();
    expect(sessionBusAddress({ DISPLAY: ":0" }, () => true)).toBeUndefined();
  });
});
