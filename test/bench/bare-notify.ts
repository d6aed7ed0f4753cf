import { Message, sessionBus, Variant } from "@jellybrick/dbus-next";

const server = "org.freedesktop.Notifications";
const at = { destination: server, path: "/org/freedesktop/Notifications", interface: server };

/** A notification with nothing behind it. */
export interface BareNotifier {
  /** Resolves when the server answered. */
  notify(summary: string): Promise<void>;
  close(): void;
}

/** A connection of its own to the session bus, as the app has one. */
export async function openBareNotifier(): Promise<BareNotifier> {
  const busAddress = process.env["DBUS_SESSION_BUS_ADDRESS"];
  if (!busAddress) throw new Error("There is no session bus: run this on the virtual desktop");
  const bus = sessionBus({ busAddress });
  await new Promise<void>((resolve) => void bus.once("connect", resolve));
  return {
    async notify(summary) {
      const hints = { urgency: new Variant("y", 1) };
      const answer = await bus.call(
        new Message({
          ...at,
          member: "Notify",
          signature: "susssasa{sv}i",
          body: ["Bench", 0, "", summary, "", [], hints, -1],
        }),
      );
      const id: unknown = answer?.body[0];
      await bus.call(new Message({ ...at, member: "CloseNotification", signature: "u", body: [id] }));
    },
    close: () => bus.disconnect(),
  };
}
