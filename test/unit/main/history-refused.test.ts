import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FaultyDisk, readOnlyAfter, smallDisk, smallDiskKind } from "../../support/disks.ts";
import { fileOf, open, written } from "../../support/history-folder.ts";
import { entries, entry, textOf } from "../../support/history-samples.ts";
import { tempFolder } from "../../support/temp-folder.ts";

describe("a disk that refuses", () => {
  it(`is full: says it once, goes on in memory, and catches up in order (${smallDiskKind})`, async () => {
    const small = smallDisk();
    const { folder, disk } = small;
    const { history, told, clock } = await open(folder, { disk });
    history.append(entry(1));
    await history.flush();
    small.fill();
    // More than what is left of the last page of the file.
    for (const one of entries(30)) {
      history.append({ ...one, detail: "x y ".repeat(100) });
      await history.flush();
    }
    const sentence = "The activity history can't be saved: the disk is full.";
    expect(told).toEqual([`${sentence} PairTray keeps it in memory and tries again.`]);
    expect(history.problem()).toBe(sentence);
    expect(history.rows()).toHaveLength(31);
    small.free();
    clock.advance(10_000);
    await history.flush();
    expect(history.problem()).toBeUndefined();
    expect(readFileSync(fileOf(folder))).toEqual(textOf(history.rows()));
    const again = await open(folder, { disk });
    expect(again.told).toEqual([]);
    expect(again.history.rows()).toEqual(history.rows());
  });

  it("waits ten seconds before it tries again by itself, however much comes", async () => {
    const disk = new FaultyDisk();
    const { history, clock } = await open(tempFolder(), { disk });
    disk.refuse = "ENOSPC";
    history.append(entry(1));
    await history.flush();
    const before = disk.writes;
    entries(20).forEach((one) => history.append(one));
    clock.advance(9_999);
    expect(disk.writes).toBe(before);
    disk.refuse = undefined;
    clock.advance(1);
    await history.flush();
    expect(history.problem()).toBeUndefined();
  });

  it("is read-only: starts, shows what is there, says that nothing can be saved", async () => {
    const folder = await written(2);
    truncateSync(fileOf(folder), readFileSync(fileOf(folder)).length - 3);
    const { history, told } = await open(folder, { disk: readOnlyAfter(folder) });
    history.append(entry(3));
    await history.flush();
    expect(history.rows().map(({ kind }) => kind)).toEqual(["asked", "damaged", "asked"]);
    expect(told[0]).toMatch(
      /only half written and is lost\. No copy of it could be kept: the folder can't be written\.$/,
    );
    expect(told[1]).toMatch(/can't be saved: the folder can't be written\. PairTray keeps it in memory/);
    expect(readdirSync(folder).filter((name) => name.includes(".broken-"))).toEqual([]);
    await history.close();
  });

  it("can't have the folder at all: still works in memory", async () => {
    const file = join(tempFolder(), "file");
    writeFileSync(file, "");
    const { history, told } = await open(join(file, "history"));
    history.append(entry(1));
    await history.close();
    expect(history.rows()).toHaveLength(1);
    expect(told.at(-1)).toMatch(/can't be saved/);
    expect(existsSync(join(file, "history"))).toBe(false);
  });
});
