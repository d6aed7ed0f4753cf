import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { lastLines, runCommand } from "./command.ts";
import { toolScript } from "./foreground.ts";
import { sayToTerminal, told, type Say } from "./progress.ts";
import { projectRoot } from "./project-paths.ts";

const sources = ["src", "main", "renderer", "assets", "electron.vite.config.ts", "package.json", "package-lock.json"];
const products = ["out/main/index.cjs", "out/preload/preload.cjs", "out/renderer/index.html"];

/** Builds the app into out/ unless what is there is younger than every source. Rejects with the compiler's words. */
export async function ensureBuilt(say: Say = sayToTerminal): Promise<void> {
  if (isFresh()) return;
  const building = runCommand(process.execPath, [toolScript("electron-vite"), "build"], { cwd: projectRoot });
  const result = await told("the app to be built", building, say);
  if (result.code !== 0)
    throw new Error(`The app could not be built:\n${lastLines(result.stdout + result.stderr, 30)}`);
  const missing = products.filter((path) => !existsSync(join(projectRoot, path)));
  if (missing.length > 0) throw new Error(`The build ended well but left out ${missing.join(", ")}.`);
}

function isFresh(): boolean {
  const built = products
    .map((path) => join(projectRoot, path))
    .map((path) => (existsSync(path) ? statSync(path).mtimeMs : 0));
  return Math.min(...built) > Math.max(...sources.map((name) => newestIn(join(projectRoot, name))));
}

/** Folders count too: a deleted file changes nothing but its folder. */
function newestIn(path: string): number {
  if (!existsSync(path)) return 0;
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}
