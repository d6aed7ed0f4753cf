import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The page as text, served from memory. */
export interface ShortCodePage {
  readonly html: string;
  readonly css: string;
  readonly js: string;
}

/** File names in the folder that the build writes (`short-code/` beside the main bundle). */
export const pageFiles = { html: "index.html", css: "page.css", js: "page.js" } as const;

/** Reads a built page. Rejects with the file system's error where a file is missing. */
export async function readShortCodePage(folder: string): Promise<ShortCodePage> {
  const read = (name: string) => readFile(join(folder, name), "utf8");
  const [html, css, js] = await Promise.all([read(pageFiles.html), read(pageFiles.css), read(pageFiles.js)]);
  return { html, css, js };
}
