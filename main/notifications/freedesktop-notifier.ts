import { closedWhy, notifyArguments, readCapabilities, type ServerCapabilities } from "./freedesktop-message.ts";
import { keepBus } from "./keep-bus.ts";
import type { Note, NoteEvents, Notifier } from "./notifier.ts";
import type { BusMessage, SessionBus } from "./session-bus.ts";

const server = "org.freedesktop.Notifications";
const at = { destination: server, path: "/org/freedesktop/Notifications", interface: server };
const theBus = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
};
const matches = [
  `type='signal',sender='${server}',interface='${server}'`,
  `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${server}'`,
];

export interface FreedesktopOptions {
  readonly connect: () => Promise<SessionBus>;
  /** A file the server can read, or an icon name of the theme. */
  readonly icon: string;
}

/**
 * The notification server of a Linux desktop, over the session bus: Electron's own notifications never bring the buttons
 * there. Rejects when the session bus can't be reached; survives the bus or the server going away later.
 */
export async function openFreedesktopNotifier({ connect, icon }: FreedesktopOptions): Promise<Notifier> {
  let bus: SessionBus | undefined;
  let can: ServerCapabilities | undefined;
  /** Unique name of the server: only its signals count, anybody on the bus can send one. */
  let owner = "";
  const notes = new Map<number, NoteEvents>();
  const returned = new Set<() => void>();

  function loseAll(): void {
    owner = "";
    can = undefined;
    const lost = [...notes.values()];
    notes.clear();
    for (const events of lost) events.closed("lost");
  }

  async function greet(current: SessionBus): Promise<void> {
    const answer = await current.call({ ...at, member: "GetCapabilities" });
    can = readCapabilities(answer.body[0]);
    owner = answer.sender;
  }

  function onServerSignal({ member, body }: BusMessage): void {
    const [id, detail] = body;
    const events = typeof id === "number" ? notes.get(id) : undefined;
    if (!events || typeof id !== "number") return;
    if (member === "NotificationClosed") {
      notes.delete(id);
      events.closed(closedWhy(detail));
    } else if (member === "ActionInvoked" && typeof detail === "string") {
      if (detail === "default") events.clicked();
      else events.pressed(detail);
    }
  }

  function onSignal(current: SessionBus, signal: BusMessage): void {
    if (signal.interface === server && signal.sender === owner) onServerSignal(signal);
    if (signal.sender !== theBus.destination || signal.member !== "NameOwnerChanged" || signal.body[0] !== server)
      return;
    const next = signal.body[2];
    if (next === owner) return;
    loseAll();
    if (next) void comeBack(current);
  }

  async function comeBack(current: SessionBus): Promise<void> {
    // Without a server there is nothing to do but wait for NameOwnerChanged.
    await greet(current).catch(() => undefined);
    if (can && bus === current) for (const listener of returned) listener();
  }

  function use(current: SessionBus): () => void {
    bus = current;
    const undo = current.onSignal((signal) => onSignal(current, signal));
    ready = Promise.all(
      matches.map((rule) => current.call({ ...theBus, member: "AddMatch", signature: "s", body: [rule] })),
    ).then(
      () => comeBack(current),
      () => undefined,
    );
    return () => {
      undo();
      bus = undefined;
      loseAll();
    };
  }

  let ready: Promise<void> = Promise.resolve();
  const kept = await keepBus({ connect, use });
  if (!kept.up) {
    kept.undo();
    throw new Error("The session bus can't be reached.");
  }
  await ready;

  async function notify(replaces: number, note: Note, events: NoteEvents): Promise<number> {
    if (!bus) throw new Error("The session bus is away.");
    if (!can) await greet(bus);
    if (!can) throw new Error("No notification server answers.");
    const { summary, body, actions, urgency, expireTimeoutMs } = notifyArguments(note, can);
    const hints = { urgency: bus.variant("y", urgency), "desktop-entry": bus.variant("s", "pairtray") };
    const answer = await bus.call({
      ...at,
      member: "Notify",
      signature: "susssasa{sv}i",
      body: ["PairTray", replaces, icon, summary, body, [...actions], hints, expireTimeoutMs],
    });
    const id = answer.body[0];
    if (typeof id !== "number") throw new Error("The notification server gave no id.");
    notes.delete(replaces);
    notes.set(id, events);
    return id;
  }

  return {
    get canPress() {
      return can?.actions ?? true;
    },
    describe() {
      if (!can) {
        return {
          sentence: "No notification server is running on this desktop. The tray icon still shows what waits.",
          warning: true,
        };
      }
      return can.actions
        ? { sentence: "The desktop's notifications, with buttons.", warning: false }
        : {
            sentence:
              "This desktop's notifications have no buttons and take no clicks. The tray icon leads to what waits.",
            warning: true,
          };
    },
    async show(note, events) {
      let id = await notify(0, note, events);
      return {
        async replace(next) {
          id = await notify(id, next, events);
        },
        async close() {
          if (!notes.delete(id) || !bus) return;
          await bus.call({ ...at, member: "CloseNotification", signature: "u", body: [id] });
        },
      };
    },
    onReturn(listener) {
      returned.add(listener);
      return () => returned.delete(listener);
    },
    close: kept.undo,
  };
}
