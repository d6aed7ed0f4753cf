import type { Intent, IntentResult } from "./intent.ts";
import type { SecretToCopy } from "./pair-desk.ts";
import type { AppSnapshot } from "./snapshot.ts";

/** The desk as the desktop sees it: one picture out, intents in. Main is written against this, never against the desk itself. */
export interface DeskPort {
  snapshot(): AppSnapshot;
  /** Called after every change, already gathered per tick. Returns its own undo. */
  subscribe(listener: (snapshot: AppSnapshot) => void): () => void;
  /**
   * Gateway intents, settings and `open` (which sets `navigation`). What only a desktop can do (show the window, write the
   * clipboard, quit) is main's part. Never rejects: what goes wrong comes back as a sentence.
   */
  handle(intent: Intent): Promise<IntentResult>;
  /** The machine woke up or its network changed: try every waiting connection at once. */
  wake(): void;
  /** For the clipboard alone: the set-up code on the screen, or a command with it; undefined when it is no longer shown. */
  secretToCopy(what: SecretToCopy): string | undefined;
  /** These devices (keys) that a gateway let in by itself were announced: they are no news any more, also after a restart. */
  told(arrivals: readonly string[]): void;
  /** Sends what could still be undone; resolves when the answers are in. Before `close`. */
  sendWaiting(): Promise<void>;
  close(): void;
}
