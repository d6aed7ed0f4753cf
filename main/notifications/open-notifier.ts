import { createElectronNotifier, type ElectronNotifierOptions } from "./electron-notifier.ts";
import { openFreedesktopNotifier } from "./freedesktop-notifier.ts";
import type { Notifier } from "./notifier.ts";
import type { SessionBus } from "./session-bus.ts";

/** For a Linux session without a bus: nothing may be sent, so nothing is, and Settings says so. */
const silentNotifier: Notifier = {
  canPress: false,
  describe: () => ({
    sentence: "This session has no message bus, so there are no notifications. The tray icon still shows what waits.",
    warning: true,
  }),
  show: () => Promise.reject(new Error("There is no session bus.")),
  onReturn: () => () => undefined,
  close: () => undefined,
};

export interface OpenNotifierOptions {
  readonly platform: NodeJS.Platform;
  /** Undefined where there is no session bus. */
  readonly connect: (() => Promise<SessionBus>) | undefined;
  readonly icon: string;
  readonly create: ElectronNotifierOptions["create"];
}

/** The best way to the user's notification server here, asked in order. */
export async function openNotifier({ platform, connect, icon, create }: OpenNotifierOptions): Promise<Notifier> {
  if (platform !== "linux") return createElectronNotifier({ create, platform });
  if (!connect) return silentNotifier;
  try {
    return await openFreedesktopNotifier({ connect, icon });
  } catch {
    return createElectronNotifier({ create, platform });
  }
}
