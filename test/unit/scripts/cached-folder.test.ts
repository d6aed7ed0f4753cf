import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureFolder, isFolderWhole } from "../../../scripts/lib/cached-folder.ts";

describe("a cached folder", () => {
  let cache: string;
  let home: string;
  let builds: number;
  const build = async (folder: string): Promise<void> => {
    builds += 1;
    mkdirSync(join(folder, "inner"));
    writeFileSync(join(folder, "inner", "big"), "0123456789");
    writeFileSync(join(folder, "small"), "x");
  };
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), "pairtray-cache-"));
    home = join(cache, "thing-1");
    builds = 0;
  });
  afterEach(() => rmSync(cache, { recursive: true }));

  it("is built once", async () => {
    await ensureFolder({ home, build });
    await ensureFolder({ home, build });
    expect(builds).toBe(1);
    expect(isFolderWhole(home)).toBe(true);
  });

  it("is built anew when a file is missing or cut short", async () => {
    await ensureFolder({ home, build });
    writeFileSync(join(home, "inner", "big"), "01234");
    await ensureFolder({ home, build });
    expect(builds).toBe(2);
    rmSync(join(home, "small"));
    await ensureFolder({ home, build });
    expect(builds).toBe(3);
    expect(isFolderWhole(home)).toBe(true);
  });

  it("is built anew when it was never finished", async () => {
    mkdirSync(home);
    writeFileSync(join(home, "small"), "x");
    await ensureFolder({ home, build });
    expect(builds).toBe(1);
  });

  it("watches only what it is told to", async () => {
    const watches = (path: string): boolean => path === "small";
    await ensureFolder({ home, build, watches });
    rmSync(join(home, "inner"), { recursive: true });
    await ensureFolder({ home, build, watches });
    expect(builds).toBe(1);
  });

  it("leaves nothing behind when building fails", async () => {
    const broken = (folder: string): Promise<void> => {
      writeFileSync(join(folder, "half"), "x");
      return Promise.reject(new Error("the network is gone"));
    };
    await expect(ensureFolder({ home, build: broken })).rejects.toThrow("the network is gone");
    expect(readdirSync(cache)).toEqual([]);
  });

  it("refuses an empty build", async () => {
    await expect(ensureFolder({ home, build: () => Promise.resolve() })).rejects.toThrow("empty");
    expect(existsSync(home)).toBe(false);
  });

  it("sweeps what a killed run left long ago, and leaves a younger one at work", async () => {
    const old = `${home}.unfinished-old`;
    const young = `${home}.unfinished-young`;
    mkdirSync(old);
    mkdirSync(young);
    const longAgo = Date.now() / 1000 - 24 * 60 * 60;
    utimesSync(old, longAgo, longAgo);
    await ensureFolder({ home, build });
    expect(existsSync(old)).toBe(false);
    expect(existsSync(young)).toBe(true);
  });

  it("survives a race: both callers end with one whole folder", async () => {
    await Promise.all([ensureFolder({ home, build }), ensureFolder({ home, build })]);
    expect(isFolderWhole(home)).toBe(true);
    expect(readdirSync(cache)).toEqual(["thing-1"]);
  });
});
