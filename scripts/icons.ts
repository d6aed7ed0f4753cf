/**
 * Draws assets/: the SVG sources and every PNG made from them. Run after changing lib/icon-drawing.ts, and commit what it
 * wrote: `node scripts/icons.ts`. Needs a Chromium (Debian: chromium), as $CHROMIUM or on the usual path.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { appIcon, trayStates, trayTemplate, trayTile } from "./lib/icon-drawing.ts";
import { projectRoot } from "./lib/project-paths.ts";

const assets = join(projectRoot, "assets");
const tray = join(assets, "tray");
/** 16, 24, 32: Windows at 100, 150, 200 %. 22, 44: Linux panels at 100 and 200 %. 64: panels that are taller. */
const traySizes = [16, 22, 24, 32, 44, 64];

async function paint(page: Page, source: string, size: number): Promise<Buffer> {
  await page.setViewportSize({ width: size, height: size });
  const picture = `data:image/svg+xml;base64,${Buffer.from(source).toString("base64")}`;
  await page.setContent(
    `<style>body{margin:0}img{display:block}</style><img width="${size}" height="${size}" src="${picture}">`,
  );
  await page.waitForFunction("document.images[0].complete");
  return page.screenshot({ omitBackground: true });
}

async function draw(
  page: Page,
  folder: string,
  name: string,
  source: string,
  sizes: Record<string, number>,
): Promise<void> {
  await writeFile(join(folder, `${name}.svg`), source);
  for (const [file, size] of Object.entries(sizes))
    await writeFile(join(folder, file), await paint(page, source, size));
}

await mkdir(tray, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium" });
try {
  const page = await browser.newPage();
  await draw(page, assets, "icon", appIcon(), { "icon.png": 1024, "notification.png": 128 });
  for (const state of trayStates) {
    const files = Object.fromEntries(traySizes.map((size) => [`${state}-${size}.png`, size]));
    await draw(page, tray, state, trayTile(state), files);
  }
  for (const state of ["idle", "offline", "attention", "pending"] as const) {
    const name = `${state}Template`;
    await draw(page, tray, name, trayTemplate(state), { [`${name}.png`]: 16, [`${name}@2x.png`]: 32 });
  }
} finally {
  await browser.close();
}
