import { join, resolve } from "node:path";

/** The checkout: every script works from here, wherever it was called from. */
export const projectRoot = resolve(import.meta.dirname, "../..");

/** Git-ignored. Whatever is fetched once (Electron, the real gateway) lives here; deleting it is always safe. */
export const cacheFolder = join(projectRoot, ".cache");

/** Where `npm ci` puts the commands of our dependencies. */
export const binFolder = join(projectRoot, "node_modules", ".bin");
