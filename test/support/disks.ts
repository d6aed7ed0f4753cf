import { spawnSync } from "node:child_process";
import { rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Disk, realDisk } from "../../main/storage/disk.ts";
import { tempFolder } from "./temp-folder.ts";

function diskError(code: string): Error {
  return Object.assign(new Error(`${code}: the test's disk refuses`), { code });
}

/** A disk that works until `refuse` says why not. A full one takes half of what is appended, as real ones do. */
export class FaultyDisk implements Disk {
  refuse: "ENOSPC" | "EROFS" | undefined;
  writes = 0;

  readonly read = realDisk.read.bind(realDisk);

  async append(path: string, at: number, data: Uint8Array): Promise<boolean> {
    this.writes += 1;
    if (this.refuse === "ENOSPC") await realDisk.append(path, at, data.subarray(0, data.length / 2));
    this.#check();
    return realDisk.append(path, at, data);
  }

  async replace(path: string, data: Uint8Array): Promise<void> {
    this.writes += 1;
    this.#check();
    return realDisk.replace(path, data);
  }

  async keepCopy(path: string, data: Uint8Array): Promise<string> {
    this.#check();
    return realDisk.keepCopy(path, data);
  }

  #check(): void {
    if (this.refuse) throw diskError(this.refuse);
  }
}

/** A disk on which space can run out. */
export interface SmallDisk {
  readonly folder: string;
  readonly disk: Disk;
  fill(): void;
  free(): void;
}

const mounted = (folder: string) =>
  process.platform === "linux" &&
  process.getuid?.() === 0 &&
  spawnSync("/usr/bin/mount", ["-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", folder]).status === 0;

function canMount(): boolean {
  const probe = spawnSync("/usr/bin/unshare", ["-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]);
  return process.platform === "linux" && process.getuid?.() === 0 && probe.status === 0;
}

/** Which of the two `smallDisk` gives on this machine, for the test's name. */
export const smallDiskKind = canMount() ? "a real tmpfs of 64 kB" : "an injected file system, as only root may mount";

/** A tmpfs of 64 kB where this user may mount one, else the real file system with an error put in. */
export function smallDisk(): SmallDisk {
  const folder = tempFolder();
  if (!smallDiskKind.startsWith("a real") || !mounted(folder)) {
    const disk = new FaultyDisk();
    return { folder, disk, fill: () => void (disk.refuse = "ENOSPC"), free: () => void (disk.refuse = undefined) };
  }
  onTestFinished(() => void spawnSync("/usr/bin/umount", ["-l", folder]));
  const ballast = join(folder, "ballast");
  return {
    folder,
    disk: realDisk,
    fill() {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(bavail * bsize));
    },
    free: () => rmSync(ballast),
  };
}

/** A folder that refuses every write: mounted read-only where this user may, else by injected errors. */
export function readOnlyAfter(folder: string): Disk {
  if (smallDiskKind.startsWith("a real") && spawnSync("/usr/bin/mount", ["--bind", folder, folder]).status === 0) {
    onTestFinished(() => void spawnSync("/usr/bin/umount", ["-l", folder]));
    if (spawnSync("/usr/bin/mount", ["-o", "remount,bind,ro", folder]).status === 0) return realDisk;
  }
  const disk = new FaultyDisk();
  disk.refuse = "EROFS";
  return disk;
}
