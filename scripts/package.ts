/**
 * npm run package -- <electron-builder's arguments>, for instance `--linux dir`.
 * Ships on the official Electron only. With PAIRTRAY_TEST_BUILD=1 it makes a test build instead: that one may stand on
 * the unofficial Electron, is called "PairTray test build", lies in dist/test-build and is not for anybody's use.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt } from "./lib/app-build.ts";
import { ensureElectron, type ElectronBinary } from "./lib/electron-binary.ts";
import { runInForeground, toolScript } from "./lib/foreground.ts";
import { wrongFuses } from "./lib/fuse-check.ts";
import { sayToTerminal } from "./lib/progress.ts";
import { cacheFolder, projectRoot } from "./lib/project-paths.ts";

const isTestBuild = process.env["PAIRTRAY_TEST_BUILD"] === "1";
const output = join(projectRoot, "dist", ...(isTestBuild ? ["test-build"] : []));

try {
  await pack(process.argv.slice(2));
} catch (error) {
  sayToTerminal(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function pack(builderArgs: readonly string[]): Promise<void> {
  const electron = await ensureElectron({ purpose: isTestBuild ? "test" : "ship" });
  await ensureBuilt();
  mkdirSync(cacheFolder, { recursive: true });
  const temporary = mkdtempSync(join(cacheFolder, "packaging-"));
  try {
    const settings = [
      `-c.electronDist=${cleanCopy(electron, temporary)}`,
      `-c.electronVersion=${electron.version}`,
      `-c.directories.output=${output}`,
      ...(isTestBuild ? ["-c.productName=PairTray test build", "-c.appId=app.pairtray.testbuild"] : []),
    ];
    const args = [toolScript("electron-builder"), "--publish", "never", ...settings, ...builderArgs];
    const code = await runInForeground(process.execPath, args);
    if (code !== 0) throw new Error(`electron-builder ended with exit code ${code}.`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  await checkFuses();
}

/** A copy without the stand-in default app, which belongs to development and must not be in an artifact. */
function cleanCopy(electron: ElectronBinary, into: string): string {
  const standIn = join(electron.dist, "resources", "app");
  const copy = join(into, "electron");
  cpSync(electron.dist, copy, { recursive: true, verbatimSymlinks: true, filter: (source) => source !== standIn });
  rmSync(join(copy, "pairtray-manifest.json"), { force: true });
  return copy;
}

/** Reads the switches back from every finished binary: a misspelt one would otherwise stay on in silence. */
async function checkFuses(): Promise<void> {
  const binaries = readdirSync(output, { recursive: true, encoding: "utf8" })
    .filter((path) => /^linux[^/]*-unpacked\/pairtray$|^win[^/\\]*-unpacked[/\\][^/\\]+\.exe$|\.app$/.test(path))
    .map((path) => join(output, path))
    .filter((path) => existsSync(path));
  if (binaries.length === 0) throw new Error(`No finished app was found in ${output} to check its fuses.`);
  for (const binary of binaries) {
    const wrong = await wrongFuses(binary);
    if (wrong.length > 0) throw new Error(`These fuses of ${binary} are not as they should be: ${wrong.join(", ")}`);
    sayToTerminal(`Fuses of ${binary} read back: all as named in electron-builder.yml.`);
  }
}
