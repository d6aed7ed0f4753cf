import type { WindowBridge } from "../src/app/contract.ts";
import { applyPatch, type SnapshotPatch } from "../src/app/snapshot-patch.ts";
import type { AppSnapshot } from "../src/app/snapshot.ts";

declare global {
  interface Window {
    readonly pairtray: WindowBridge;
  }
}

/** The window's copy of main's snapshot, for `useSyncExternalStore`. */
export interface SnapshotStore {
  /** Undefined until main has answered once. */
  readonly get: () => AppSnapshot | undefined;
  /** Returns its own undo. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly send: WindowBridge["send"];
  /** Starts listening. Returns its own undo. */
  readonly start: () => () => void;
}

/** How often views are told at most, in ms: a flood of patches must leave time for clicks. */
const NOTIFY_EVERY_MS = 32;
/** How long to wait before `ready()` is asked again after it failed, in ms. */
const ASK_AGAIN_MS = 1_000;

/**
 * Keeps the snapshot in step: `ready()` once, then patches. A patch for another revision (one was missed, or main
 * started anew) makes it ask for everything again; patches that arrive while that is under way are applied to the
 * answer as far as they fit.
 */
export function createStore(bridge: WindowBridge): SnapshotStore {
  let snapshot: AppSnapshot | undefined;
  let asking = false;
  let waiting: SnapshotPatch[] = [];
  const listeners = new Set<() => void>();
  let notifiedAt = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function notifyNow(): void {
    timer = undefined;
    notifiedAt = performance.now();
    for (const listener of listeners) listener();
  }

  function notify(): void {
    if (timer !== undefined) return;
    const wait = notifiedAt + NOTIFY_EVERY_MS - performance.now();
    if (wait <= 0) notifyNow();
    else timer = setTimeout(notifyNow, wait);
  }

  async function askForAll(): Promise<void> {
    if (asking) return;
    asking = true;
    waiting = [];
    try {
      let fresh = await bridge.ready();
      for (const patch of waiting) fresh = applyPatch(fresh, patch) ?? fresh;
      snapshot = fresh;
      const last = waiting.at(-1);
      asking = false;
      notify();
      if (last && last.to > fresh.revision) void askForAll();
    } catch {
      // Main is busy or about to quit; there is nothing to draw without it, so ask until it answers.
      asking = false;
      setTimeout(() => void askForAll(), ASK_AGAIN_MS);
    }
  }

  function receive(patch: SnapshotPatch): void {
    if (asking || !snapshot) {
      waiting.push(patch);
      return;
    }
    const next = applyPatch(snapshot, patch);
    if (!next) {
      void askForAll();
      return;
    }
    snapshot = next;
    notify();
  }

  return {
    get: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send: (intent) => bridge.send(intent),
    start: () => {
      const undo = bridge.onPatch(receive);
      void askForAll();
      return undo;
    },
  };
}
