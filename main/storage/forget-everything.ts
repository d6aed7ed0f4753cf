import { closeSync, existsSync, fsyncSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Folders that are PairTray's own, whole, and what lay in their place and was set aside. What opens other things goes first. */
const folders = ["secrets", "logs"];
/** Files, with their drafts (`.<random>.tmp`) and the copies that were set aside (`.broken-<n>`). */
const files = [
  "settings.json",
  "history.jsonl",
  "history.mark",
  "lock-outs.json",
  "blocked-keys.json",
  "muted-devices.json",
  "known-devices.json",
];
/** The order itself: it is there before anything goes, and goes last. Whoever finds it at a start finishes the work. */
const order = "forget-everything.order";

export type Remove = (path: string) => void;

const removeNow: Remove = (path) => {
  rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
};

/** Writes down that everything is to be forgotten, on the disk when it returns. Throws the file system's error. */
export function orderForgetting(folder: string): void {
  const file = openSync(join(folder, order), "w", 0o600);
  try {
    writeSync(file, "PairTray was asked to forget everything. It finishes at its next start.\n");
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

export function isForgettingOrdered(folder: string): boolean {
  return existsSync(join(folder, order));
}

/**
 * Deletes what PairTray ever wrote about gateways, devices and the user, and nothing else: somebody may have pointed the
 * user-data folder at a place that holds more. What Chromium keeps there knows nothing of it. Returns what is left, by name;
 * then the order stays too, and the next start tries again.
 * @param remove deletes a file or a whole folder, or throws
 */
export function forgetEverything(folder: string, remove: Remove = removeNow): string[] {
  const names = readdirSync(folder);
  const own = [
    ...folders.flatMap((its) => names.filter((name) => name === its || name.startsWith(`${its}.broken-`))),
    ...files.flatMap((file) => names.filter((name) => name === file || name.startsWith(`${file}.`))),
  ];
  const left = own.filter((name) => !isRemoved(join(folder, name), remove));
  if (left.length === 0) isRemoved(join(folder, order), remove);
  return left;
}

function isRemoved(path: string, remove: Remove): boolean {
  try {
    remove(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * For the start, before anything else opens the folder: finishes what was ordered and did not come to its end. One try: what
 * is made from now on must not be forgotten by an old order. Gives what to tell the user; undefined where nothing was ordered.
 */
export function finishForgetting(folder: string, remove: Remove = removeNow): string | undefined {
  if (!isForgettingOrdered(folder)) return undefined;
  const left = forgetEverything(folder, remove);
  isRemoved(join(folder, order), remove);
  return left.length === 0
    ? "PairTray was stopped while it forgot everything. It has finished that now."
    : leftWords(folder, left);
}

/** What could not be deleted, and what to do. */
export function leftWords(folder: string, left: readonly string[]): string {
  return `PairTray could not delete ${left.join(", ")} in ${folder}. Delete that yourself.`;
}
