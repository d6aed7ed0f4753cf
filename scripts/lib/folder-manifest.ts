import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

const manifestName = "pairtray-manifest.json";

/** Notes name and size of every file in `folder`; written last, so that a folder with a manifest was once whole. */
export function sealFolder(folder: string): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const sizes = files.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [relative(folder, path), statSync(path).size] as const;
  });
  writeFileSync(join(folder, manifestName), JSON.stringify(Object.fromEntries(sizes)));
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
