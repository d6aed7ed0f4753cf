import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Starting the command line takes over a second (1.3 s measured), on a busy machine several times that. */
const PATIENCE_MS = 30_000;

/**
 * Our environment with the folders where npm, Homebrew and Volta put commands behind those of PATH: what the Finder or a
 * desktop starts has none of what a shell's profile adds.
 */
export function openclawEnv(
  env: NodeJS.ProcessEnv = process.env,
  home = homedir(),
  platform: NodeJS.Platform = process.platform,
): NodeJS.ProcessEnv {
  // There it may be spelt Path, and must not stand there twice.
  if (platform === "win32") return { ...env, NO_COLOR: "1" };
  const own = [".local/bin", ".npm-global/bin", ".volta/bin"].map((folder) => join(home, folder));
  const usual = ["/usr/local/bin", "/opt/homebrew/bin", ...own];
  const path = [env["PATH"] ?? "", ...usual].filter((folder) => folder !== "").join(delimiter);
  return { ...env, PATH: path, NO_COLOR: "1" };
}

/**
 * Runs the `openclaw` of this machine and gives what it wrote. Rejects with ENOENT where none is found, else with its own
 * error output in the message (never in the log: it may hold a set-up code). Without a shell, so no argument is ever read as
 * a command; on Windows npm installs a script that only a shell starts, so there none is found.
 */
export function runOpenclaw(args: readonly string[], env = openclawEnv()): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      "openclaw",
      [...args],
      { timeout: PATIENCE_MS, maxBuffer: 1_000_000, windowsHide: true, env },
      (error, stdout, stderr) => {
        if (!error) resolve(stdout);
        else reject(Object.assign(new Error(stderr.slice(0, 2_000)), { code: error.code }));
      },
    );
  });
}
