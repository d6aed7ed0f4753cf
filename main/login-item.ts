import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { App } from "electron";

/** Whether PairTray starts when the user logs in. The system's own list is the truth. */
export interface LoginItem {
  isOn(): boolean;
  /** Rejects with the system's error when it can't be changed. */
  set(on: boolean): Promise<void>;
}

/** What to start: the executable, and what comes before our own arguments (the app's folder in development). */
export interface StartCommand {
  readonly executable: string;
  readonly args: readonly string[];
}

/** One argument of an Exec key: quoted, and with what the Desktop Entry Specification reserves escaped. */
function quoteArgument(text: string): string {
  const escaped = text.replaceAll(/["`$\\]/g, "\\$&").replaceAll("%", "%%");
  // The whole value is unescaped once more as a string, so every backslash is doubled again.
  return `"${escaped}"`.replaceAll("\\", "\\\\");
}

/** The autostart file of https://specifications.freedesktop.org/autostart-spec/. */
export function autostartEntry({ executable, args }: StartCommand): string {
  return [
    "[Desktop Entry]",
    "Type=Application",
    "Name=PairTray",
    "Comment=See who asks to pair with your OpenClaw gateway",
    `Exec=${[executable, ...args].map(quoteArgument).join(" ")}`,
    "Icon=pairtray",
    "Terminal=false",
    "X-GNOME-Autostart-enabled=true",
    "",
  ].join("\n");
}

/** `$XDG_CONFIG_HOME/autostart`, or `~/.config/autostart`; a relative XDG_CONFIG_HOME is to be ignored. */
export function autostartFolder(env: NodeJS.ProcessEnv, home = homedir()): string {
  const config = env["XDG_CONFIG_HOME"];
  return join(config?.startsWith("/") ? config : join(home, ".config"), "autostart");
}

export function linuxLoginItem(folder: string, command: StartCommand): LoginItem {
  const path = join(folder, "pairtray.desktop");
  return {
    isOn: () => existsSync(path),
    async set(on) {
      if (!on) return rm(path, { force: true });
      await mkdir(folder, { recursive: true });
      await writeFile(path, autostartEntry(command), { mode: 0o644 });
    },
  };
}

/** macOS and Windows keep the list themselves. */
function systemLoginItem(app: Pick<App, "getLoginItemSettings" | "setLoginItemSettings">): LoginItem {
  return {
    isOn: () => app.getLoginItemSettings().openAtLogin,
    set(on) {
      app.setLoginItemSettings({ openAtLogin: on });
      return Promise.resolve();
    },
  };
}

type ProcessFacts = Pick<NodeJS.Process, "env" | "execPath"> & { readonly defaultApp?: boolean };

/** The login item of this system. An AppImage is started by its own path; the one inside it changes with every start. */
export function openLoginItem(
  app: Pick<App, "getLoginItemSettings" | "setLoginItemSettings" | "getAppPath">,
  platform: NodeJS.Platform,
  { env, execPath, defaultApp }: ProcessFacts,
): LoginItem {
  if (platform !== "linux") return systemLoginItem(app);
  const args = defaultApp ? [app.getAppPath()] : [];
  return linuxLoginItem(autostartFolder(env), { executable: env["APPIMAGE"] ?? execPath, args });
}
