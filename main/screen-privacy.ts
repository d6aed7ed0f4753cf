import type { AppSnapshot } from "../src/app/snapshot.ts";

/** Whether the picture holds something that lets a device in. */
function showsSecret({ pair }: Pick<AppSnapshot, "pair">): boolean {
  return pair?.code?.setupCode !== undefined || pair?.code?.digits?.state === "waiting";
}

interface Protectable {
  setContentProtection(enable: boolean): void;
}

/**
 * Keeps a window out of screen captures and shared screens while it shows a code. Only where the system can do that (macOS,
 * Windows): on Linux it can't be done, and nothing is claimed there.
 */
export function createScreenPrivacy(
  platform: NodeJS.Platform,
  current: () => Protectable | undefined,
): (snapshot: Pick<AppSnapshot, "pair">) => void {
  const able = platform === "darwin" || platform === "win32";
  let done: { readonly window: Protectable; readonly on: boolean } | undefined;
  return (snapshot) => {
    const window = current();
    const on = showsSecret(snapshot);
    if (!able || !window || (done?.window === window ? done.on === on : !on)) return;
    window.setContentProtection(on);
    done = { window, on };
  };
}
