import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A temporary home that names its owner, so that the next run can sweep what a killed one left behind. */
export function privateHome(): string {
  const prefix = "pairtray-desktop-";
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || existsSync(`/proc/${owner}`)) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's: theirs to sweep.
    }
  }
  return mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
}

/** Our own environment, with every folder of the user's replaced by one below `home`. Makes those folders. */
export function privateEnvironment(home: string): NodeJS.ProcessEnv {
  const folders = {
    XDG_RUNTIME_DIR: join(home, "run"),
    XDG_CONFIG_HOME: join(home, ".config"),
    XDG_DATA_HOME: join(home, ".local", "share"),
    XDG_STATE_HOME: join(home, ".local", "state"),
    XDG_CACHE_HOME: join(home, ".cache"),
  };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...folders,
    HOME: home,
    XDG_CURRENT_DESKTOP: "GNOME",
    XDG_SESSION_TYPE: "x11",
  };
  // Chromium prefers Wayland where one is named, and the accessibility bus only costs time here.
  delete env["WAYLAND_DISPLAY"];
  env["NO_AT_BRIDGE"] = "1";
  return env;
}
