import type { Notification as ElectronNotification, NotificationConstructorOptions } from "electron";
import { actionIndexOf } from "../electron-adapter.ts";
import type { Note, NoteEvents, NoteHandle, Notifier } from "./notifier.ts";

type OneNotification = Pick<ElectronNotification, "on" | "show" | "close">;

export interface ElectronNotifierOptions {
  readonly create: (options: NotificationConstructorOptions) => OneNotification;
  readonly platform: NodeJS.Platform;
  /** How long a show may take to fail; macOS says so for apps that aren't signed. */
  readonly failsWithinMs?: number;
}

function optionsOf(note: Note, platform: NodeJS.Platform, silent: boolean): NotificationConstructorOptions {
  return {
    title: note.title,
    body: note.body,
    silent,
    urgency: note.urgency,
    timeoutType: note.urgency === "low" ? "default" : "never",
    // Electron's buttons never reach a Linux server: seen on 33, still reported for newer ones.
    ...(platform === "linux" ? {} : { actions: note.buttons.map(({ label }) => ({ type: "button", text: label })) }),
  };
}

function closedWhy(details: unknown): "user" | "timeout" {
  const reason = typeof details === "object" && details !== null && "reason" in details ? details.reason : undefined;
  return reason === "timedOut" ? "timeout" : "user";
}

/** macOS and Windows, and a Linux desktop whose session bus can't be reached directly. */
export function createElectronNotifier(options: ElectronNotifierOptions): Notifier {
  const { create, platform, failsWithinMs = 1_000 } = options;
  let failed = false;
  const returned = new Set<() => void>();

  function works(): void {
    if (!failed) return;
    failed = false;
    for (const listener of returned) listener();
  }

  function put(note: Note, events: NoteEvents, silent: boolean): { shown: Promise<void>; drop: () => void } {
    const notification = create(optionsOf(note, platform, silent));
    // Kept alive by this closure: a notification that is garbage collected loses its click.
    let current = true;
    const shown = new Promise<void>((resolve, reject) => {
      // Linux servers report neither success nor failure through Electron.
      const timer = setTimeout(resolve, platform === "linux" ? 0 : failsWithinMs);
      notification.on("show", () => {
        clearTimeout(timer);
        resolve();
        works();
      });
      notification.on("failed", (_event, error) => {
        failed = true;
        clearTimeout(timer);
        reject(new Error(`The system refused the notification: ${error}`));
      });
    });
    notification.on("click", () => current && events.clicked());
    notification.on("action", (details, second: unknown) => {
      const button = note.buttons[actionIndexOf(details, second)];
      if (current && button) events.pressed(button.id);
    });
    notification.on("close", (details) => {
      if (!current) return;
      current = false;
      events.closed(closedWhy(details));
    });
    notification.show();
    return {
      shown,
      drop() {
        current = false;
        notification.close();
      },
    };
  }

  return {
    canPress: platform !== "linux",
    describe() {
      if (failed) {
        return {
          sentence: "The system refuses PairTray's notifications. The tray icon still shows what waits.",
          warning: true,
        };
      }
      return platform === "linux"
        ? { sentence: "The desktop's notifications. A click opens the request.", warning: false }
        : { sentence: "The system's notifications, with buttons.", warning: false };
    },
    async show(note, events): Promise<NoteHandle> {
      let { shown, drop } = put(note, events, false);
      await shown;
      return {
        async replace(next, quietly) {
          drop();
          ({ shown, drop } = put(next, events, quietly));
          await shown.catch((error: unknown) => {
            // The earlier words are gone already.
            events.closed("lost");
            throw error;
          });
        },
        close() {
          drop();
          return Promise.resolve();
        },
      };
    },
    onReturn(listener) {
      returned.add(listener);
      return () => returned.delete(listener);
    },
    close: () => undefined,
  };
}
