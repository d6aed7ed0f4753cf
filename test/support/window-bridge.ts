import type { Intent, IntentResult } from "../../src/app/intent.ts";
import type { SnapshotPatch } from "../../src/app/snapshot-patch.ts";
import type { AppSnapshot } from "../../src/app/snapshot.ts";

/** What the stand-in for preload keeps in the page, for the test to read and set. */
interface BridgeStand {
  snapshot: AppSnapshot;
  /** All but what the window tells of itself (`seen`, `nearby-watch`). */
  readonly intents: Intent[];
  readonly seen: Intent[];
  readyCalls: number;
  /** Answer to every intent. */
  answer: IntentResult;
  readonly listeners: Set<(patch: SnapshotPatch) => void>;
}

export interface StandInPage {
  stand: BridgeStand;
}

/** Runs in the page, before the window's own code: `window.pairtray` without Electron. Uses nothing from outside. */
export function installBridge(snapshot: AppSnapshot): void {
  const stand: BridgeStand = {
    snapshot,
    intents: [],
    seen: [],
    readyCalls: 0,
    answer: { ok: true },
    listeners: new Set(),
  };
  Object.assign(globalThis, {
    stand,
    pairtray: {
      ready: () => {
        stand.readyCalls += 1;
        return Promise.resolve(stand.snapshot);
      },
      send: (intent: Intent) => {
        (["seen", "nearby-watch"].includes(intent.type) ? stand.seen : stand.intents).push(intent);
        return Promise.resolve(stand.answer);
      },
      onPatch: (listener: (patch: SnapshotPatch) => void) => {
        stand.listeners.add(listener);
        return () => stand.listeners.delete(listener);
      },
    },
  });
}
