import { open, readFile, stat } from "node:fs/promises";
import { writeAtomically } from "./atomic-file.ts";
import { brokenName, setAside } from "./broken-copy.ts";

/** The few things that a store asks of the file system, so that a test can hand in a disk that is full or read-only. */
export interface Disk {
  /**
   * Undefined where nothing is. What can't be read, or is too big to be ours, is set aside unread and the copy's path
   * comes back. Rejects when it can't even be moved.
   */
  read(path: string, maxBytes: number): Promise<Uint8Array | { readonly setAside: string } | undefined>;
  /**
   * Cuts the file to `at` bytes and writes `data` there, on the disk when it resolves. False, with nothing written, when
   * the file is shorter than that: somebody else cut or removed it. Rejects with the file system's error; then any part of
   * `data` may be in the file, after `at`.
   */
  append(path: string, at: number, data: Uint8Array): Promise<boolean>;
  /** Replaces the file as one step. */
  replace(path: string, data: Uint8Array): Promise<void>;
  /** Keeps bytes that PairTray can't use beside the file; resolves to the copy's path. */
  keepCopy(path: string, data: Uint8Array): Promise<string>;
}

/** The code of a file system's error; undefined for any other. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

export const realDisk: Disk = {
  async read(path, maxBytes) {
    try {
      if ((await stat(path)).size <= maxBytes) return await readFile(path);
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
    }
    return { setAside: setAside(path) };
  },

  async append(path, at, data) {
    const handle = await open(path, "a", 0o600);
    try {
      const { size, mode } = await handle.stat();
      if (size < at) return false;
      if (size > at) await handle.truncate(at);
      if ((mode & 0o077) !== 0 && process.platform !== "win32") await handle.chmod(0o600);
      await handle.appendFile(data);
      await handle.datasync();
      return true;
    } finally {
      await handle.close();
    }
  },

  replace: writeAtomically,

  async keepCopy(path, data) {
    const copy = brokenName(path);
    await writeAtomically(copy, data);
    return copy;
  },
};

/** Why the disk refused, in words that end a sentence. */
export function diskWords(error: unknown): string {
  const code = codeOf(error);
  if (code === "ENOSPC" || code === "EDQUOT") return "the disk is full";
  if (code === "EROFS" || code === "EACCES" || code === "EPERM") return "the folder can't be written";
  if (code === "EISDIR" || code === "ENOTDIR") return "something else is in its place";
  return code === undefined ? "the disk refused" : `the disk answered ${code}`;
}

/** Why something that is there could not be read, in words that end a sentence. */
export function readingWords(error: unknown): string {
  const code = codeOf(error);
  return code === "EACCES" || code === "EPERM" ? "it belongs to another user" : diskWords(error);
}
