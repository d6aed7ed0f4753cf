import { Message, sessionBus } from "@jellybrick/dbus-next";

/** One Notify call as it crossed the session bus. */
export interface SeenNotification {
  readonly atMs: number;
  readonly summary: string;
  readonly body: string;
  readonly actions: readonly string[];
  /** 0: a new one; else the one it takes the place of. */
  readonly replaces: number;
}

export interface NotificationWatch {
  /** Every Notify call so far, in order. */
  readonly seen: readonly SeenNotification[];
  /** How many CloseNotification calls were made. */
  readonly closed: () => number;
  close(): void;
}

/** Listens to the session bus as a monitor: what apps ask the notification server to show, and when. Linux only. */
export async function watchNotifications(env: NodeJS.ProcessEnv = process.env): Promise<NotificationWatch> {
  const busAddress = env["DBUS_SESSION_BUS_ADDRESS"];
  if (!busAddress) throw new Error("There is no session bus: run this on the virtual desktop");
  const bus = sessionBus({ busAddress });
  await new Promise<void>((resolve) => void bus.once("connect", resolve));
  const seen: SeenNotification[] = [];
  let closes = 0;
  // As a method handler that claims every call: the library would answer the ones nobody claims, and a monitor that
  // says anything is thrown off the bus.
  bus.addMethodHandler((message: Message) => {
    if (message.member === "CloseNotification") closes += 1;
    if (message.member !== "Notify") return true;
    const [, replaces, , summary, body, actions] = message.body as [string, number, string, string, string, string[]];
    seen.push({ atMs: Date.now(), summary, body, actions, replaces });
    return true;
  });
  await bus.call(
    new Message({
      destination: "org.freedesktop.DBus",
      path: "/org/freedesktop/DBus",
      interface: "org.freedesktop.DBus.Monitoring",
      member: "BecomeMonitor",
      signature: "asu",
      body: [["interface='org.freedesktop.Notifications'"], 0],
    }),
  );
  return {
    seen,
    closed: () => closes,
    close: () => {
      bus.disconnect();
    },
  };
}
