import type { Clock } from "../src/gateway/clock.ts";
import type { AppSnapshot } from "../src/app/snapshot.ts";

/** The window draws a moment after main has moved on: what is gone here may still be on the screen for so long, in ms. */
const LAST_FRAME_MS = 500;

/** Whether the picture holds something that lets a device in. */
function showsSecret({ pair }: Pick<AppSnapshot, "pair">): boolean {
  return pair?.code?.live === true;
}

interface Protectable {
  setContentProtection(enable: boolean): void;
}

/**
 * Keeps a window out of screen captures and shared screens while it shows a code. Only where the system can do that (macOS,
 * Windows): on Linux it can't be done, and nothing is claimed there. On at once, off when the last frame with it is past.
 */
export function createScreenPrivacy(
  platform: NodeJS.Platform,
  current: () => Protectable | undefined,
  clock: Pick<Clock, "after">,
): (snapshot: Pick<AppSnapshot, "pair">) => void {
  const able = platform === "darwin" || platform === "win32";
  let done: { readonly window: Protectable; readonly on: boolean } | undefined;
  let cancel: (() => void) | undefined;
  return (snapshot) => {
    const window = current();
    if (!able || !window) return;
    const isOn = done?.window === window && done.on;
    if (showsSecret(snapshot)) {
      cancel?.();
      cancel = undefined;
      if (!isOn) window.setContentProtection(true);
      done = { window, on: true };
    } else if (isOn) {
      cancel ??= clock.after(LAST_FRAME_MS, () => {
        cancel = undefined;
        if (current() !== window) return;
        window.setContentProtection(false);
        done = { window, on: false };
      });
    }
  };
}
