import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Folders that are PairTray's own, whole. */
const folders = new Set(["secrets", "logs"]);
/** Files, with their drafts (`.<random>.tmp`) and the copies that were set aside (`.broken-<n>`). */
const files = [
  "settings.json",
  "history.jsonl",
  "history.mark",
  "lock-outs.json",
  "blocked-keys.json",
  "muted-devices.json",
];

/**
 * Deletes what PairTray ever wrote about gateways, devices and the user, and nothing else: somebody may have pointed the
 * user-data folder at a place that holds more. What Chromium keeps there knows nothing of it. Returns what is left, by name.
 */
export function forgetEverything(folder: string): string[] {
  const own = readdirSync(folder).filter(
    (name) => folders.has(name) || files.some((file) => name === file || name.startsWith(`${file}.`)),
  );
  return own.filter((name) => {
    try {
      rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
      return false;
    } catch {
      return true;
    }
  });
}
