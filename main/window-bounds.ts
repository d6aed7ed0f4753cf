import type { WindowBounds } from "./storage/settings.ts";

export const defaultSize = { width: 420, height: 640 };
export const minimumSize = { width: 360, height: 480 };

/** Enough of the title bar must be on a display to be grabbed. */
const grabbable = 64;

/**
 * Where to open: as it was left, if that is still on a display and not larger than it; else undefined, and the window
 * manager chooses. `areas` are the displays' work areas.
 */
export function restoredBounds(
  saved: WindowBounds | undefined,
  areas: readonly WindowBounds[],
): WindowBounds | undefined {
  if (!saved) return undefined;
  const area = areas.find(
    ({ x, y, width, height }) =>
      saved.x + saved.width >= x + grabbable &&
      saved.x <= x + width - grabbable &&
      saved.y >= y &&
      saved.y <= y + height - grabbable,
  );
  if (!area) return undefined;
  return {
    x: saved.x,
    y: saved.y,
    width: Math.min(Math.max(saved.width, minimumSize.width), Math.max(area.width, minimumSize.width)),
    height: Math.min(Math.max(saved.height, minimumSize.height), Math.max(area.height, minimumSize.height)),
  };
}
