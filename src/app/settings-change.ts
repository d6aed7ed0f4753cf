import type { Intent } from "./intent.ts";
import type { SettingsView } from "./snapshot.ts";

type SettingIntent = Extract<
  Intent,
  { type: "set-theme" | "set-notifications" | "set-show-names" | "set-open-at-login" | "set-refuse-unencrypted" }
>;

/** What a switch in Settings changes. */
export function settingsChange(intent: SettingIntent): Partial<SettingsView> {
  switch (intent.type) {
    case "set-theme":
      return { theme: intent.theme };
    case "set-notifications":
      return { notifications: intent.on };
    case "set-show-names":
      return { showNames: intent.on };
    case "set-refuse-unencrypted":
      return { refuseUnencrypted: intent.on };
    case "set-open-at-login":
      return { openAtLogin: intent.on };
  }
}
