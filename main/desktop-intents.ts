import type { DeskPort } from "../src/app/desk-port.ts";
import type { Intent, IntentResult } from "../src/app/intent.ts";
import type { LoginItem } from "./login-item.ts";

export interface DesktopActions {
  readonly desk: Pick<DeskPort, "handle" | "secretToCopy">;
  readonly showWindow: () => void;
  readonly copy: (text: string) => Promise<void> | void;
  /** For what must not stay in the clipboard. */
  readonly copySecret: (text: string) => Promise<void>;
  readonly loginItem: LoginItem;
  /** Secrets go to where the settings want them now. */
  readonly sweepSecrets: () => void;
  readonly setTheme: (theme: "system" | "light" | "dark") => void;
  /** Asks where to, and writes the activity history there. */
  readonly exportActivity: () => Promise<IntentResult>;
  /** Asks where to, and writes the devices and their access there. */
  readonly exportDevices: (format: "json" | "csv") => Promise<IntentResult>;
  /** Deletes all that is kept here, and quits. Rejects when the disk refuses even the order. */
  readonly forgetEverything: () => Promise<void>;
  /** Asks where to, and writes the settings there. */
  readonly exportSettings: () => Promise<IntentResult>;
  readonly quit: () => void;
}

/** What only a desktop can do happens here; the desk hears of everything that changes its picture. */
export function createActor(desktop: DesktopActions): (intent: Intent) => Promise<IntentResult> {
  const { desk } = desktop;
  return async (intent) => {
    switch (intent.type) {
      case "open": {
        const result = await desk.handle(intent);
        desktop.showWindow();
        return result;
      }
      case "copy":
        await desktop.copy(intent.text);
        return { ok: true };
      case "pair-copy": {
        const secret = desk.secretToCopy(intent.what);
        if (secret === undefined) return { ok: false, sentence: "This code is no longer on the screen." };
        await desktop.copySecret(secret);
        return { ok: true };
      }
      case "export-settings":
        return desktop.exportSettings();
      case "forget-everything":
        try {
          await desktop.forgetEverything();
          return { ok: true };
        } catch {
          return {
            ok: false,
            sentence: "The disk did not let PairTray begin. Nothing was deleted.",
            step: "Quit PairTray and delete its folder yourself.",
          };
        }
      case "quit":
        desktop.quit();
        return { ok: true };
      case "set-open-at-login":
        try {
          await desktop.loginItem.set(intent.on);
        } catch {
          return { ok: false, sentence: "The system did not let PairTray change what starts at login." };
        }
        return desk.handle(intent);
      case "export-activity":
        return desktop.exportActivity();
      case "export-devices":
        return desktop.exportDevices(intent.format);
      case "set-refuse-unencrypted": {
        const result = await desk.handle(intent);
        desktop.sweepSecrets();
        return result;
      }
      case "set-theme":
        desktop.setTheme(intent.theme);
        return desk.handle(intent);
      default:
        return desk.handle(intent);
    }
  };
}
