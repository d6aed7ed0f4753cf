import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { NativeImage } from "electron";

export type TrayIcon = "idle" | "pending" | "offline" | "attention";

/** The most that a badge can show; more is a plus. */
const mostCounted = 9;

/** Which drawing in assets/tray shows this. macOS shows the number beside the icon, the others in it. */
export function drawingName(icon: TrayIcon, count: number, platform: NodeJS.Platform): string {
  if (platform === "darwin") return `${icon}Template`;
  if (icon !== "pending") return icon;
  return count > mostCounted ? "pending-more" : `pending-${Math.max(1, count)}`;
}

/** File and scale of each size the system may want; the first is the one for a scale of 1. */
export function drawingFiles(name: string, platform: NodeJS.Platform): readonly (readonly [string, number])[] {
  if (platform === "darwin") return [[`${name}.png`, 1], [`${name}@2x.png`, 2]]; // prettier-ignore
  if (platform === "win32") return [[`${name}-16.png`, 1], [`${name}-24.png`, 1.5], [`${name}-32.png`, 2]]; // prettier-ignore
  return [[`${name}-22.png`, 1], [`${name}-44.png`, 2]]; // prettier-ignore
}

export interface TrayImageOptions {
  /** The folder `assets/tray`. */
  readonly folder: string;
  readonly platform: NodeJS.Platform;
  readonly empty: () => NativeImage;
}

/** Images by what they show, each read once. */
export function createTrayImages({
  folder,
  platform,
  empty,
}: TrayImageOptions): (icon: TrayIcon, count: number) => NativeImage {
  const known = new Map<string, NativeImage>();
  return (icon, count) => {
    const name = drawingName(icon, count, platform);
    const ready = known.get(name);
    if (ready) return ready;
    const image = empty();
    for (const [file, scaleFactor] of drawingFiles(name, platform)) {
      image.addRepresentation({ scaleFactor, buffer: readFileSync(join(folder, file)) });
    }
    if (platform === "darwin") image.setTemplateImage(true);
    known.set(name, image);
    return image;
  };
}
