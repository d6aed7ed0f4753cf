import { execFile } from "node:child_process";

/** Starting the command line takes over a second (1.3 s measured), on a busy machine several times that. */
const PATIENCE_MS = 30_000;

/**
 * Runs the `openclaw` of this machine and gives what it wrote. Rejects with ENOENT where there is none, else with its own
 * error output in the message (never in the log: it may hold a set-up code). Without a shell, so no argument is ever read as
 * a command; on Windows npm installs a script that only a shell starts, so there it counts as not installed.
 */
export function runOpenclaw(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      "openclaw",
      [...args],
      { timeout: PATIENCE_MS, maxBuffer: 1_000_000, windowsHide: true, env: { ...process.env, NO_COLOR: "1" } },
      (error, stdout, stderr) => {
        if (!error) resolve(stdout);
        else reject(Object.assign(new Error(stderr.slice(0, 2_000)), { code: error.code }));
      },
    );
  });
}
