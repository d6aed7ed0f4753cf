import type { Intent, IntentResult } from "./intent.ts";
import type { AppSnapshot } from "./snapshot.ts";
import type { SnapshotPatch } from "./snapshot-patch.ts";

/**
 * The whole of what the window and main say to each other, as one value: preload, main's handlers and the tests'
 * stand-ins are all derived from it. Main validates every request (intentSchema) and its sender.
 */
export const channels = {
  /** Window to main, once it listens: answers with the whole snapshot; patches follow from that revision on. */
  ready: "pairtray:ready",
  /** Window to main: one intent, validated there. */
  intent: "pairtray:intent",
  /** Main to window: what changed since the revision the window has. */
  patch: "pairtray:patch",
} as const;

/** What preload puts on `window.pairtray`. */
export interface WindowBridge {
  ready(): Promise<AppSnapshot>;
  send(intent: Intent): Promise<IntentResult>;
  /** Returns its own undo. */
  onPatch(listener: (patch: SnapshotPatch) => void): () => void;
}
