import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";

const manifestName = "pairtray-manifest.json";
const temporaryMark = ".unfinished-";
const staleAfterMs = 2 * 60 * 60_000;

export interface CachedFolder {
  /** Absolute path of the finished folder. */
  home: string;
  /** Fills an empty folder on the same disk. Rejects when it can't be done: then nothing stays. */
  build: (folder: string) => Promise<void>;
  /** Which of the built files must be there in their size for the folder to count as whole. All of them unless told. */
  watches?: (path: string) => boolean;
}

/**
 * Makes sure that `home` is there and whole. It is built beside its place and moved there with one rename, so a run
 * that was interrupted never leaves half a folder, and a folder that lost files is built anew.
 */
export async function ensureFolder({ home, build, watches = () => true }: CachedFolder): Promise<void> {
  if (isFolderWhole(home)) return;
  mkdirSync(dirname(home), { recursive: true });
  sweepUnfinished(home);
  const temporary = mkdtempSync(`${home}${temporaryMark}`);
  try {
    await build(temporary);
    // mkdtemp keeps others out, which suits secrets but not programs.
    chmodSync(temporary, 0o755);
    sealFolder(temporary, watches);
    putInPlace(temporary, home);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** True while every sealed file is there in its size. Cheap on purpose: hashes are checked when a file comes in. */
export function isFolderWhole(folder: string): boolean {
  const manifest = join(folder, manifestName);
  if (!existsSync(manifest)) return false;
  try {
    const sizes = JSON.parse(readFileSync(manifest, "utf8")) as Record<string, number>;
    return Object.entries(sizes).every(([path, size]) => statSync(join(folder, path)).size === size);
  } catch {
    return false;
  }
}

/** Notes name and size of the watched files; written last, so that a folder with a manifest was once whole. */
function sealFolder(folder: string, watches: (path: string) => boolean): void {
  const sizes = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter(watches)
    .map((path) => [path, statSync(join(folder, path)).size] as const);
  if (sizes.length === 0) throw new Error(`Nothing to keep in ${basename(folder)}: the download was empty.`);
  writeFileSync(join(folder, manifestName), JSON.stringify(Object.fromEntries(sizes)));
}

/** Somebody else may have been faster: theirs is as good. */
function putInPlace(temporary: string, home: string): void {
  if (isFolderWhole(home)) return;
  rmSync(home, { recursive: true, force: true });
  try {
    renameSync(temporary, home);
  } catch (error) {
    if (!isFolderWhole(home)) throw error;
  }
}

/** What a killed run left behind; a younger one may still be at work. */
function sweepUnfinished(home: string): void {
  for (const name of readdirSync(dirname(home))) {
    const path = join(dirname(home), name);
    if (!name.startsWith(`${basename(home)}${temporaryMark}`)) continue;
    if (Date.now() - statSync(path).mtimeMs > staleAfterMs) rmSync(path, { recursive: true, force: true });
  }
}
