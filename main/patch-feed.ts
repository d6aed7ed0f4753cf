import type { DeskPort } from "../src/app/desk-port.ts";
import type { AppSnapshot } from "../src/app/snapshot.ts";
import { diffSnapshots, type SnapshotPatch } from "../src/app/snapshot-patch.ts";

export interface PatchFeed {
  /** What the window has before the first patch. */
  readonly start: AppSnapshot;
  stop(): void;
}

export interface PatchFeedOptions {
  readonly desk: Pick<DeskPort, "snapshot" | "subscribe">;
  readonly send: (patch: SnapshotPatch) => void;
  readonly everyMs?: number;
}

/** 30 a second: faster than anybody reads, slow enough that a storm of events costs little. */
const defaultEveryMs = 33;

/** Each patch starts at the revision the one before ended with. The first goes at once, those in a burst are gathered. */
export function createPatchFeed({ desk, send, everyMs = defaultEveryMs }: PatchFeedOptions): PatchFeed {
  const start = desk.snapshot();
  let has = start;
  let timer: NodeJS.Timeout | undefined;

  function sendNow(): void {
    const next = desk.snapshot();
    if (next.revision === has.revision) return;
    const patch = diffSnapshots(has, next);
    has = next;
    timer = setTimeout(() => {
      timer = undefined;
      sendNow();
    }, everyMs);
    send(patch);
  }

  const undo = desk.subscribe(() => {
    if (!timer) sendNow();
  });
  return {
    start,
    stop() {
      undo();
      clearTimeout(timer);
    },
  };
}
