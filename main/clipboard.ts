import { createHash } from "node:crypto";
import type { Clock } from "../src/gateway/clock.ts";

/** Electron's clipboard: its calls answer at once up to 33, and by promise since. */
export interface AnyClipboard {
  readText(): string | Promise<string>;
  writeText(text: string): void | Promise<void>;
  clear(): void;
}

export interface SecretClipboard {
  /** Puts a secret there, and takes it out again after a minute if it still is there. */
  copy(text: string): Promise<void>;
  /** Takes it out now, if it still is there: the app is about to end. */
  clearNow(): Promise<void>;
}

/** Long enough to paste it somewhere. */
export const CLEAR_AFTER_MS = 60_000;

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What else the user copied meanwhile is never touched. The secret itself is not kept for that: its hash is enough. */
export function createSecretClipboard(clipboard: AnyClipboard, clock: Clock): SecretClipboard {
  let copied: string | undefined;
  let cancel: (() => void) | undefined;

  async function clearNow(): Promise<void> {
    cancel?.();
    cancel = undefined;
    const mine = copied;
    copied = undefined;
    if (mine !== undefined && digestOf(await clipboard.readText()) === mine) clipboard.clear();
  }

  return {
    async copy(text) {
      await clipboard.writeText(text);
      // Not before: where this copy failed, the one before it still has to be cleared.
      cancel?.();
      copied = digestOf(text);
      cancel = clock.after(CLEAR_AFTER_MS, () => {
        // A clipboard that can't be read can't be cleared either.
        void clearNow().catch(() => undefined);
      });
    },
    clearNow,
  };
}
