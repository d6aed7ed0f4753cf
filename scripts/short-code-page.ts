/** Part of npm run build: writes the page of the six-digit code to out/short-code, from where the app serves it. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pageFiles } from "../src/short-code/page-files.ts";
import { projectRoot } from "./lib/project-paths.ts";
import { buildShortCodePage } from "./lib/short-code-page.ts";

const folder = join(projectRoot, "out", "short-code");
const page = await buildShortCodePage();
await mkdir(folder, { recursive: true });
for (const part of ["html", "css", "js"] as const) await writeFile(join(folder, pageFiles[part]), page[part]);
