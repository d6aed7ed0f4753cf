import fc from "fast-check";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { judgeHistory } from "../../../main/storage/history-loss.ts";
import { verifyChain } from "../../../src/pairing/history.ts";
import { FaultyDisk } from "../../support/disks.ts";
import { anyEntry, chainOf, entries, entry, textOf } from "../../support/history-samples.ts";
import { fileOf, open, written } from "../../support/history-folder.ts";
import { tempFolder } from "../../support/temp-folder.ts";

function replaceByFolder(file: string): void {
  rmSync(file);
  mkdirSync(file);
}

const copies = (folder: string) => readdirSync(folder).filter((name) => name.includes(".broken-"));

describe("the history on disk", () => {
  it("comes back as it was left, in a file for this user alone", async () => {
    const folder = await written(3);
    const { history, told } = await open(folder);
    expect(history.rows().map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(statSync(fileOf(folder)).mode & 0o777).toBe(0o600);
    expect(told).toEqual([]);
    expect(readdirSync(folder).toSorted()).toEqual(["history.jsonl", "history.mark"]);
  });

  it("gathers what comes in one tick into one write, in order", async () => {
    const disk = new FaultyDisk();
    const folder = tempFolder();
    const { history, clock } = await open(folder, { disk });
    entries(50).forEach((one) => history.append(one));
    expect(disk.writes).toBe(0);
    clock.advance(1);
    await history.flush();
    // The rows, and the mark.
    expect(disk.writes).toBe(2);
    expect(readFileSync(fileOf(folder))).toEqual(textOf(history.rows()));
  });

  it("hides in the detail what looks like a secret", async () => {
    const { history } = await open(tempFolder());
    history.append(entry(1, { detail: "failed: token=hunter2hunter2" }));
    expect(history.rows()[0]).toMatchObject({ detail: "failed: token=[hidden]" });
  });

  it("stays within its bounds, and the chain verifies from the anchor", async () => {
    const folder = tempFolder();
    const bounds = { maxRows: 20, maxBytes: 100_000 };
    const { history } = await open(folder, { bounds });
    for (const one of entries(100)) {
      history.append(one);
      if (Math.random() < 0.3) await history.flush();
      expect(history.rows().length).toBeLessThanOrEqual(21);
    }
    await history.close();
    const again = await open(folder, { bounds });
    expect(again.told).toEqual([]);
    expect(again.history.rows()).toEqual(history.rows());
    expect(again.history.rows()[0]!.kind).toBe("cut");
    expect(verifyChain(again.history.rows())).toEqual([]);
  });

  it("reads 5,000 rows back, each of them verified", async () => {
    const { history } = await open(await written(5000));
    expect(history.rows()).toHaveLength(5000);
    expect(verifyChain(history.rows())).toEqual([]);
  });
});

describe("a history file that isn't as it was left", () => {
  it("says what is lost at any point of truncation, and only then", () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { minLength: 1, maxLength: 6 }), fc.nat(), (list, place) => {
        const rows = chainOf(list);
        const text = textOf(rows);
        const end = place % (text.length + 1);
        const last = rows.at(-1)!;
        const { rows: left, lost, broken } = judgeHistory(text.subarray(0, end), { seq: last.seq, hash: last.hash });
        expect(broken).toBeUndefined();
        expect(lost).toHaveLength(left.length === rows.length ? 0 : 1);
        const gone = rows.length - left.length;
        if (gone > 0 && left.length > 0) expect(lost[0]).toMatch(gone > 1 ? new RegExp(`^${gone} rows`) : /row/);
        // Without the mark, a killed write alone: it still says that a row is lost.
        const torn = text[end - 1] !== 0x0a && end > 0;
        expect(judgeHistory(text.subarray(0, end), undefined).lost).toHaveLength(torn ? 1 : 0);
      }),
    );
  });

  it("cuts a half last row, keeps it as a copy, records it and goes on", async () => {
    const folder = await written(3);
    const whole = readFileSync(fileOf(folder));
    truncateSync(fileOf(folder), whole.length - 10);
    const { history, told, kinds } = await open(folder);
    expect(told).toEqual([
      "The last row of the activity history was only half written and is lost. " +
        `What was there is kept as ${fileOf(folder)}.broken-1.`,
    ]);
    expect(readFileSync(`${fileOf(folder)}.broken-1`, "utf8")).toMatch(/^\{"seq":3,/);
    expect(kinds()).toEqual(["asked", "asked", "damaged"]);
    history.append(entry(4));
    await history.close();
    const again = await open(folder);
    expect(again.told).toEqual([]);
    expect(again.history.rows()).toEqual(history.rows());
    expect(verifyChain(again.history.rows())).toEqual([]);
  });

  it.each([
    [
      "empty",
      (file: string) => truncateSync(file, 0),
      /^The activity history is gone \(3 rows\)\. A new one starts\.$/,
    ],
    ["missing", (file: string) => rmSync(file), /is gone \(3 rows\)/],
    [
      "cut between rows",
      (file: string) => truncateSync(file, textOf(chainOf(entries(1))).length),
      /^2 rows at the end/,
    ],
    [
      "garbage",
      (file: string) => writeFileSync(file, Buffer.alloc(5000, 0x81)),
      /could not be read \(3 rows\).*broken-1/,
    ],
    ["zeros", (file: string) => writeFileSync(file, Buffer.alloc(5000)), /could not be read.*broken-1/],
    [
      "far too big",
      (file: string) => truncateSync(file, 100_000_000),
      /could not be read\. It was set aside as .*broken-1/,
    ],
    ["a folder", replaceByFolder, /could not be read\. It was set aside/],
  ])("starts on a file that is %s, says so, and works", async (_what, spoil, sentence) => {
    const folder = await written(3);
    spoil(fileOf(folder));
    const { history, told } = await open(folder);
    expect(told.join("\n")).toMatch(sentence);
    history.append(entry(9));
    await history.close();
    expect(history.problem()).toBeUndefined();
    const again = await open(folder);
    expect(again.told).toEqual([]);
    expect(again.history.rows()).toEqual(history.rows());
    expect(again.history.rows().map(({ kind }) => kind)).toContain("damaged");
  });

  it("keeps the rows around unreadable lines, and the whole broken file as a copy", async () => {
    const folder = await written(4);
    const lines = readFileSync(fileOf(folder), "utf8").split("\n");
    const broken = lines.with(1, "\u0000\u0000").join("\n");
    writeFileSync(fileOf(folder), broken);
    const { history, told } = await open(folder);
    expect(told[0]).toMatch(/^1 line in the activity history could not be read\. .*row 3 doesn't follow.*broken-1\.$/);
    expect(readFileSync(`${fileOf(folder)}.broken-1`, "utf8")).toBe(broken);
    expect(history.breaks()).toEqual([{ index: 1, seq: 3, why: "gap" }]);
    await history.close();
    const again = await open(folder);
    // Told once; the break itself stays to be seen.
    expect(again.told).toEqual([]);
    expect(again.history.breaks()).toEqual(history.breaks());
    expect(copies(folder)).toHaveLength(1);
  });

  it("says that a row was changed, and where", async () => {
    const folder = await written(4);
    writeFileSync(fileOf(folder), readFileSync(fileOf(folder), "utf8").replace("Phone 2", "Phone 7"));
    const { history, told } = await open(folder);
    expect(told).toEqual(["The activity history was changed outside PairTray: row 2 is not what was written."]);
    expect(history.breaks()).toEqual([{ index: 1, seq: 2, why: "changed" }]);
  });

  it("says that a whole chain was put in place of ours", async () => {
    const folder = await written(3);
    writeFileSync(fileOf(folder), textOf(chainOf(entries(3).map((one) => ({ ...one, name: "Nobody" })))));
    const { told } = await open(folder);
    expect(told).toEqual(["The activity history was changed outside PairTray: row 3 is not what was written."]);
  });

  it("writes all of it again when the file disappears or shrinks while it runs", async () => {
    const folder = await written(3);
    const { history } = await open(folder);
    rmSync(fileOf(folder));
    history.append(entry(4));
    await history.flush();
    expect(readFileSync(fileOf(folder))).toEqual(textOf(history.rows()));
    truncateSync(fileOf(folder), 5);
    history.append(entry(5));
    await history.flush();
    expect(readFileSync(fileOf(folder))).toEqual(textOf(history.rows()));
  });
});
