import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const temporary = /\.[0-9a-f]{12}\.tmp$/;

async function syncFolder(folder: string): Promise<void> {
  // Windows can't open a folder; there the rename itself is journaled.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Replaces `path` by `data` as one step: after a crash at any moment the file holds either all of the old bytes or all of
 * the new ones. Mode 600 from the first byte. Rejects with the file system's error.
 */
export async function writeAtomically(path: string, data: Uint8Array): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/**
 * Removes what a write that was killed half way left behind in the folder; with `only`, the drafts of these files alone
 * (others may be in the middle of a write). A folder that isn't there is fine.
 */
export async function sweepDrafts(folder: string, only?: readonly string[]): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const drafts = names.filter((name) => temporary.test(name) && (only?.includes(name.replace(temporary, "")) ?? true));
  // What can't be removed (a read-only folder) costs a few bytes, never the start.
  await Promise.all(drafts.map((name) => rm(join(folder, name), { force: true }).catch(() => undefined)));
}
