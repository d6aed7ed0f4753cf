import fc from "fast-check";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type DurableListOptions, openDurableList } from "../../../main/storage/durable-list.ts";
import { FaultyDisk, readOnlyAfter, smallDisk, smallDiskKind } from "../../support/disks.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const row = z.strictObject({ id: z.string().min(1), n: z.number() });
type Row = z.infer<typeof row>;
const rows = (count: number): Row[] => Array.from({ length: count }, (_, n) => ({ id: `row ${n}`, n }));

function open(folder: string, over: Partial<DurableListOptions<Row>> = {}) {
  const told: string[] = [];
  const clock = new FakeClock();
  const path = join(folder, "blocked-keys.json");
  const what = "The list of blocked keys";
  const onTrouble = (sentence: string) => void told.push(sentence);
  const list = openDurableList({ path, row, what, clock, onTrouble, ...over });
  return { list, told, clock, path, onDisk: () => (JSON.parse(readFileSync(path, "utf8")) as { rows: Row[] }).rows };
}

async function written(count: number): Promise<string> {
  const folder = tempFolder();
  const { list } = open(folder);
  await list.set(rows(count));
  return folder;
}

describe("a durable list", () => {
  it("is on the disk when set says so, for this user alone, and there at the next start", async () => {
    const folder = tempFolder();
    const { list, path, onDisk } = open(folder);
    expect(list.all()).toEqual([]);
    expect(await list.set(rows(2))).toEqual({ ok: true });
    expect(onDisk()).toEqual(rows(2));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const again = open(folder);
    expect(again.list.all()).toEqual(rows(2));
    await again.list.close();
    expect(again.told).toEqual([]);
    expect(readdirSync(folder)).toEqual(["blocked-keys.json"]);
  });

  it("keeps the order of sets, and answers each with a disk that holds it or a later one", async () => {
    const disk = new FaultyDisk();
    const { list, onDisk } = open(tempFolder(), { disk });
    const seen = await Promise.all(
      Array.from({ length: 50 }, async (_, n) => {
        await list.set(rows(n));
        return onDisk().length >= n;
      }),
    );
    expect(seen).not.toContain(false);
    expect(onDisk()).toHaveLength(49);
    // All came before the first write began.
    expect(disk.writes).toBe(1);
  });

  it("doesn't change when the caller changes its array later", async () => {
    const { list } = open(tempFolder());
    const mine = rows(1);
    const kept = list.set(mine);
    mine.push({ id: "later", n: 9 });
    await kept;
    expect(list.all()).toEqual(rows(1));
  });

  it("starts on whatever the file holds, and says so unless it is a list", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        const folder = tempFolder();
        writeFileSync(join(folder, "blocked-keys.json"), text);
        const { list, told } = open(folder);
        expect(list.all()).toEqual([]);
        await list.flush();
        expect(told).toHaveLength(1);
        expect(told[0]).toMatch(
          /^The list of blocked keys could not be read and starts empty\. What was there is kept as /,
        );
        await list.close();
        const again = open(folder);
        await again.list.flush();
        expect(again.told).toEqual([]);
        rmSync(folder, { recursive: true });
      }),
      { numRuns: 30 },
    );
  });

  it("says what is lost at any point of truncation", async () => {
    const folder = await written(2);
    const path = join(folder, "blocked-keys.json");
    const whole = readFileSync(path);
    for (let end = 0; end < whole.length; end += 7) {
      writeFileSync(path, whole.subarray(0, end));
      const { list, told } = open(folder);
      await list.close();
      expect(told).toHaveLength(1);
      expect(readFileSync(/kept as (.*)\.$/.exec(told[0]!)![1]!)).toEqual(whole.subarray(0, end));
    }
  });

  it("keeps the rows that can be read, and the file that held the others", async () => {
    const folder = tempFolder();
    const spoilt = JSON.stringify({
      version: 1,
      rows: [...rows(2), { id: "", n: 3 }, { id: "x", n: 4, token: "s3cret" }],
    });
    writeFileSync(join(folder, "blocked-keys.json"), spoilt);
    const { list, told, onDisk } = open(folder);
    expect(list.all()).toEqual(rows(2));
    await list.flush();
    expect(told[0]).toMatch(
      /^The list of blocked keys lost 2 of 4 entries that could not be read\. What was there is kept/,
    );
    expect(onDisk()).toEqual(rows(2));
    expect(readFileSync(join(folder, "blocked-keys.json.broken-1"), "utf8")).toBe(spoilt);
  });

  it.each([
    ["far too big", (path: string) => truncateSync(path, 50_000_000)],
    [
      "a folder",
      (path: string) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
  ])("sets aside what is %s, and works", async (_what, spoil) => {
    const folder = await written(2);
    spoil(join(folder, "blocked-keys.json"));
    const { list, told } = open(folder);
    expect(list.all()).toEqual([]);
    expect(await list.set(rows(1))).toEqual({ ok: true });
    expect(told).toEqual([expect.stringMatching(/starts empty\. It was set aside as .*broken-1\.$/)]);
    expect(open(folder).list.all()).toEqual(rows(1));
  });

  it("removes drafts of its own file only", async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "blocked-keys.json.0123456789ab.tmp"), "{");
    writeFileSync(join(folder, "history.jsonl.0123456789ab.tmp"), "{");
    const { list } = open(folder);
    await list.set(rows(1));
    expect(readdirSync(folder).toSorted()).toEqual(["blocked-keys.json", "history.jsonl.0123456789ab.tmp"]);
  });
});

describe("a durable list on a disk that refuses", () => {
  it(`never says that a row is kept when the disk is full, and keeps it once there is room (${smallDiskKind})`, async () => {
    const small = smallDisk();
    const { list, told, clock, onDisk } = open(small.folder, { disk: small.disk });
    expect(await list.set(rows(1))).toEqual({ ok: true });
    small.fill();
    const sentence =
      "The list of blocked keys can't be saved: the disk is full. PairTray keeps it in memory and tries again.";
    expect(await list.set(rows(300))).toEqual({ ok: false, sentence });
    expect(await list.set(rows(301))).toEqual({ ok: false, sentence });
    expect(list.all()).toHaveLength(301);
    expect(onDisk()).toEqual(rows(1));
    expect(told).toEqual([sentence]);
    small.free();
    clock.advance(10_000);
    expect(await list.flush()).toEqual({ ok: true });
    expect(onDisk()).toEqual(rows(301));
  });

  it("is read-only: starts with what is there and says that nothing can be saved", async () => {
    const folder = await written(2);
    const { list, told } = open(folder, { disk: readOnlyAfter(folder) });
    expect(list.all()).toEqual(rows(2));
    expect(await list.set([])).toMatchObject({ ok: false });
    expect(told).toEqual([expect.stringMatching(/can't be saved: the folder can't be written/)]);
    await list.close();
  });

  it("leaves a broken file in its place as long as no copy can be kept", async () => {
    const folder = tempFolder();
    const disk = new FaultyDisk();
    disk.refuse = "EROFS";
    writeFileSync(join(folder, "blocked-keys.json"), "garbage");
    const { list, told, path, onDisk } = open(folder, { disk });
    await list.flush();
    expect(told).toEqual([
      expect.stringMatching(/starts empty\. No copy of it could be kept: the folder can't be written\.$/),
    ]);
    expect(readFileSync(path, "utf8")).toBe("garbage");
    disk.refuse = undefined;
    await list.set(rows(1));
    expect(onDisk()).toEqual(rows(1));
    expect(readFileSync(`${path}.broken-1`, "utf8")).toBe("garbage");
  });
});
