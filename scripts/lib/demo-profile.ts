import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A profile that lasts as long as one demo: nothing of the user's is read or changed, and nothing stays. */
export interface DemoProfile {
  /** For Electron, after the app's folder. */
  readonly args: readonly string[];
  remove(): void;
}

export function demoProfile(below = tmpdir()): DemoProfile {
  const folder = mkdtempSync(join(below, "pairtray-demo-"));
  return {
    args: ["--demo", `--user-data-dir=${folder}`],
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

/** Whether a window would be seen: a tour on a virtual desktop is only for machines where none would. */
export function hasDisplay(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): boolean {
  return platform !== "linux" || Boolean(env["DISPLAY"]) || Boolean(env["WAYLAND_DISPLAY"]);
}
