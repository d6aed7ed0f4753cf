import { execFile, spawnSync } from "node:child_process";

/** How this machine lets us have a network of our own: as root, or as anybody in a user namespace; undefined: not at all. */
function findWay(): readonly string[] | undefined {
  return [["-n"], ["-Un", "--map-current-user", "--keep-caps"]].find(
    (flags) => spawnSync("unshare", [...flags, "ip", "link", "set", "lo", "up"]).status === 0,
  );
}

export const namespaceFlags = findWay();

/**
 * Runs a script in a network of its own, where there is nothing but loopback and what the script makes: no word of it
 * reaches the network of this machine. Resolves with what it wrote.
 */
export function runInNamespace(script: string, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      "unshare",
      [...(namespaceFlags ?? []), process.execPath, script],
      { timeout: timeoutMs, killSignal: "SIGKILL", maxBuffer: 4 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`${script} failed: ${error.message}\n${stdout}\n${stderr}`));
        else resolve(stdout);
      },
    );
  });
}
