import { join } from "node:path";

/** Where the built app keeps its parts. `here` is the folder of the built main file, `out/main`. */
export interface AppFiles {
  readonly renderer: string;
  readonly preload: string;
  /** The page of the six-digit code. */
  readonly shortCodePage: string;
  /** Drawings: real files also in a packed app, because other processes (panels, notification servers) open them too. */
  readonly trayFolder: string;
  readonly icon: string;
  readonly notificationIcon: string;
}

export function appFiles(here: string, packed: boolean, resources: string): AppFiles {
  const assets = packed ? join(resources, "assets") : join(here, "../../assets");
  return {
    renderer: join(here, "../renderer"),
    preload: join(here, "../preload/preload.cjs"),
    shortCodePage: join(here, "short-code"),
    trayFolder: join(assets, "tray"),
    icon: join(assets, "icon.png"),
    notificationIcon: join(assets, "notification.png"),
  };
}
