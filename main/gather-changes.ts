import type { DeskPort } from "../src/app/desk-port.ts";
import type { AppSnapshot } from "../src/app/snapshot.ts";
import type { Clock } from "../src/gateway/clock.ts";

type Watched = Pick<DeskPort, "snapshot" | "subscribe">;

/**
 * The same desk, heard of less often: a change after a pause is told at once, those that follow within `everyMs` are told
 * together at its end. A flood changes the picture hundreds of times a second; nobody sees a menu or a notification that
 * stood for some hundredths of one.
 */
export function gatherChanges(desk: Watched, clock: Clock, everyMs: number): Watched {
  return {
    snapshot: () => desk.snapshot(),
    subscribe(listener) {
      let cancel: (() => void) | undefined;
      let told: AppSnapshot | undefined;

      function tell(): void {
        const snapshot = desk.snapshot();
        cancel = undefined;
        if (snapshot === told) return;
        told = snapshot;
        cancel = clock.after(everyMs, tell);
        listener(snapshot);
      }

      const undo = desk.subscribe(() => {
        if (!cancel) tell();
      });
      return () => {
        undo();
        cancel?.();
      };
    },
  };
}
