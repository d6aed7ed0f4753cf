import type { Notification as ElectronNotification } from "electron";
import type { Clock } from "../../src/gateway/clock.ts";

type Heard = Pick<ElectronNotification, "on">;

export interface OldClicksOptions {
  readonly clock: Clock;
  /** Calls back for every click on any notification of this app, its own and older ones; absent where the system keeps none. */
  readonly watch: ((activated: () => void) => void) | undefined;
  /** Opens the list. */
  readonly open: () => void;
}

/** Long enough for the notification's own event, which may come before or after. */
const OWN_EVENT_MS = 300;

/**
 * Windows keeps notifications when the app has ended, and starts it again for a click on one, or on one of its buttons.
 * What such a notification asked may be long over or be another thing by now: so it decides nothing, and opens the list.
 * Returns what each new notification has to be handed to, so that its own clicks aren't taken for old ones.
 */
export function watchOldClicks({ clock, watch, open }: OldClicksOptions): <T extends Heard>(notification: T) => T {
  let ownAtMs = -Infinity;
  const own = (): void => {
    ownAtMs = clock.now();
  };
  watch?.(() => {
    const atMs = clock.now();
    clock.after(OWN_EVENT_MS, () => {
      if (ownAtMs < atMs - OWN_EVENT_MS) open();
    });
  });
  return (notification) => {
    notification.on("click", own);
    notification.on("action", own);
    return notification;
  };
}
