import { readFileSync, statSync } from "node:fs";

/** An openclaw.json is a few kilobytes; a file of this size is something else. */
const largestBytes = 4 * 1024 * 1024;

/** The text of a small file, or undefined when there is none. Throws when there is one that can't be read. */
export function readTextIfThere(path: string): string | undefined {
  const file = statSync(path, { throwIfNoEntry: false });
  if (!file) return undefined;
  if (file.size > largestBytes) throw new Error("The file is too large.");
  return readFileSync(path, "utf8");
}
