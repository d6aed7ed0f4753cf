import { existsSync, renameSync } from "node:fs";

const limit = 100;

/** The first free `<path>.broken-<n>`. After a hundred copies the last one is overwritten: the disk must not fill. */
export function brokenName(path: string): string {
  for (let n = 1; n < limit; n += 1) {
    const name = `${path}.broken-${n}`;
    if (!existsSync(name)) return name;
  }
  return `${path}.broken-${limit}`;
}

/** Sets a file that can't be read aside, so that nothing is lost and the next write starts clean. Returns the copy's path. */
export function setAside(path: string): string {
  const copy = brokenName(path);
  renameSync(path, copy);
  return copy;
}
