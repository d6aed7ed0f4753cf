import type { AccessLine } from "../../src/app/snapshot.ts";
import { roleWords, scopeWords } from "../../src/pairing/access-words.ts";

/** What all stand-in views share. `now`: when they were made, ms since the epoch; the window's clock stands there. */
export const now = Date.now();
export const MINUTE = 60_000;
export const DAY = 86_400_000;

export const scope = (name: string, change: AccessLine["change"] = "added"): AccessLine => ({
  ...scopeWords(name),
  change,
});
export const role = (name: string, change: AccessLine["change"] = "added"): AccessLine => ({
  ...roleWords(name),
  change,
});
