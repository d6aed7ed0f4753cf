import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { lastLines, runCommand } from "./command.ts";
import { cacheFolder, projectRoot } from "./project-paths.ts";
import { told, type Say } from "./progress.ts";

const packageFolder = join(projectRoot, "node_modules", "electron");
const failureFile = join(cacheFolder, "electron-download-failed-at");

export interface OfficialElectron {
  dist: string;
  executable: string;
  version: string;
}

/** The version that package.json pins. Throws when `npm ci` has not run. */
function officialVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { version: string };
  return version;
}

/** What is unpacked in node_modules/electron already, or undefined. */
export function findOfficial(): OfficialElectron | undefined {
  const dist = join(packageFolder, "dist");
  const pathFile = join(packageFolder, "path.txt");
  const versionFile = join(dist, "version");
  if (!existsSync(pathFile) || !existsSync(versionFile)) return undefined;
  const version = readFileSync(versionFile, "utf8").trim().replace(/^v/, "");
  const executable = join(dist, readFileSync(pathFile, "utf8"));
  return version === officialVersion() && existsSync(executable) ? { dist, executable, version } : undefined;
}

/** Runs the electron package's own installer, which checks what it downloads. Answers undefined where it can't. */
export async function downloadOfficial(timeoutMs: number, say: Say): Promise<OfficialElectron | undefined> {
  const env = { ...process.env };
  // Else the installer believes that somebody else's folder is its own.
  delete env["ELECTRON_OVERRIDE_DIST_PATH"];
  const result = await told(
    `the official Electron ${officialVersion()} to download`,
    runCommand(process.execPath, [join(packageFolder, "install.js")], { env, timeoutMs }),
    say,
  );
  const found = findOfficial();
  if (result.code === 0 && found) {
    rmSync(failureFile, { force: true });
    return found;
  }
  mkdirSync(dirname(failureFile), { recursive: true });
  writeFileSync(failureFile, String(Date.now()));
  const why = result.timedOut ? "it took too long" : (lastLines(result.stderr, 40).split("\n")[0] ?? "no reason given");
  say(`The official Electron can't be downloaded here: ${why}`);
  return undefined;
}

/** When the last download failed, in ms since 1970, or undefined. */
export function lastFailureMs(): number | undefined {
  if (!existsSync(failureFile)) return undefined;
  const at = Number(readFileSync(failureFile, "utf8"));
  return Number.isFinite(at) ? at : undefined;
}
