import { readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { App } from "electron";

/** Where Chromium keeps who runs: a link to `<host>-<process id>`. Windows has no file for it. */
const lockName = "SingletonLock";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process lives as well.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/**
 * Whether this process may run: no other one uses the profile. Electron also says no where the disk takes no lock (read-only,
 * full), and can't tell the two apart; then nobody is kept out who runs.
 */
export function mayRun(app: Pick<App, "requestSingleInstanceLock" | "getPath">, platform: NodeJS.Platform): boolean {
  if (app.requestSingleInstanceLock()) return true;
  if (platform === "win32") return false;
  let owner: string;
  try {
    owner = readlinkSync(join(app.getPath("userData"), lockName));
  } catch {
    return true;
  }
  const [, host, pid] = /^(.*)-(\d+)$/.exec(owner) ?? [];
  return host === hostname() && !isAlive(Number(pid));
}
