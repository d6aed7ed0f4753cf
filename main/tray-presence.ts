import type { SessionBus } from "./notifications/session-bus.ts";

const watcher = "org.kde.StatusNotifierWatcher";

/** Whether something on this session bus shows tray icons. Rejects when the bus doesn't answer. */
async function watcherRuns(bus: SessionBus): Promise<boolean> {
  const answer = await bus.call({
    destination: "org.freedesktop.DBus",
    path: "/org/freedesktop/DBus",
    interface: "org.freedesktop.DBus",
    member: "NameHasOwner",
    signature: "s",
    body: [watcher],
  });
  return answer.body[0] === true;
}

export interface TrayPresenceOptions {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Undefined where there is no session bus. */
  readonly connect: (() => Promise<SessionBus>) | undefined;
}

/**
 * Whether the user can see a tray icon. GNOME shows none without an extension (which then owns the watcher's name); other
 * desktops have a tray of the old kind even without a watcher.
 */
export async function isTrayShown({ platform, env, connect }: TrayPresenceOptions): Promise<boolean> {
  const isGnome = /\bgnome\b/i.test(env["XDG_CURRENT_DESKTOP"] ?? "");
  if (platform !== "linux" || !isGnome) return true;
  if (!connect) return false;
  try {
    const bus = await connect();
    try {
      return await watcherRuns(bus);
    } finally {
      bus.close();
    }
  } catch {
    return false;
  }
}
