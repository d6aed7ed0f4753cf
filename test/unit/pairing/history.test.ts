import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readHistoryText } from "../../../src/pairing/history-text.ts";
import { cutOldest, headOf, nextRow, rowBytes, verifyChain } from "../../../src/pairing/history.ts";
import { anyEntry, chainOf, entries, entry, textOf } from "../../support/history-samples.ts";

const someEntries = fc.array(anyEntry, { minLength: 1, maxLength: 8 });

/** What a reader of the file is told: rows that can't be read, bytes cut off, breaks of the chain. */
function faults(bytes: Uint8Array): number {
  const { rows, goodBytes, unreadable } = readHistoryText(bytes);
  return verifyChain(rows).length + unreadable + (bytes.length - goodBytes);
}

describe("the history's chain", () => {
  it("survives writing and reading, whatever the texts", () => {
    fc.assert(
      fc.property(someEntries, (list) => {
        const rows = chainOf(list);
        const text = textOf(rows);
        expect(readHistoryText(text)).toEqual({ rows, goodBytes: text.length, unreadable: 0 });
        expect(verifyChain(rows)).toEqual([]);
      }),
    );
  });

  it("finds any single changed byte", () => {
    fc.assert(
      fc.property(someEntries, fc.nat(), fc.integer({ min: 1, max: 255 }), (list, place, flip) => {
        const text = textOf(chainOf(list));
        const index = place % text.length;
        text[index] = text[index]! ^ flip;
        expect(faults(text)).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it("finds every single flipped bit of a row", () => {
    const text = textOf(chainOf([entry(1, { name: "\uFFFD\uD800 Pixel", detail: "\u001b é" })]));
    for (let bit = 0; bit < text.length * 8; bit += 1) {
      const index = bit >> 3;
      const was = text[index]!;
      text[index] = was ^ (1 << (bit & 7));
      if (faults(text) === 0) expect.fail(`bit ${bit} went unseen`);
      text[index] = was;
    }
    expect(faults(text)).toBe(0);
  });

  it("finds rows that were dropped, swapped or put in", () => {
    const rows = chainOf(entries(6));
    expect(verifyChain(rows.toSpliced(2, 1))).toEqual([{ index: 2, seq: 4, why: "gap" }]);
    expect(verifyChain(rows.slice(1))).toEqual([{ index: 0, seq: 2, why: "gap" }]);
    expect(verifyChain([rows[0]!, rows[2]!, rows[1]!, ...rows.slice(3)]).length).toBeGreaterThan(0);
    const forged = nextRow(rows[2], entry(99), 1);
    expect(verifyChain(rows.toSpliced(3, 0, forged))).toEqual([{ index: 4, seq: 4, why: "gap" }]);
    expect(verifyChain(rows.with(3, { ...rows[3]!, atMs: 5 }))).toEqual([{ index: 3, seq: 4, why: "changed" }]);
  });

  it("loses at most the row that was being written, at any point of truncation", () => {
    fc.assert(
      fc.property(someEntries, fc.nat(), (list, place) => {
        const rows = chainOf(list);
        const text = textOf(rows);
        const end = place % (text.length + 1);
        const found = readHistoryText(text.subarray(0, end));
        const whole = rows.filter((_, n) => textOf(rows.slice(0, n + 1)).length <= end);
        expect(found.rows).toEqual(whole);
        expect(found.goodBytes).toBe(textOf(whole).length);
        expect(verifyChain(found.rows)).toEqual([]);
      }),
    );
  });

  it("never throws on garbage, and counts it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(readHistoryText(bytes).rows).toEqual([]);
      }),
    );
    const rows = chainOf(entries(3));
    const [one, two, three] = rows.map((row) => textOf([row]));
    const text = Buffer.concat([one!, Buffer.from("\0\0\n[]\n"), two!, three!, Buffer.from("{\n\0")]);
    expect(readHistoryText(text)).toEqual({ rows, goodBytes: text.length - 3, unreadable: 2 });
  });

  it("takes a row only in the one form in which it is written, and with no other keys", () => {
    const [row] = chainOf([entry(1)]);
    const line = (value: unknown) => Buffer.from(`${JSON.stringify(value)}\n`);
    expect(readHistoryText(line(row)).rows).toHaveLength(1);
    expect(readHistoryText(line({ ...row, token: "s3cret" })).rows).toEqual([]);
    expect(readHistoryText(Buffer.from(`${JSON.stringify(row).replace(":", ": ")}\n`)).rows).toEqual([]);
  });

  it("bounds what a gateway or a device may put into a row", () => {
    const long = "\uD83D\uDE00".repeat(10_000);
    const row = nextRow(undefined, entry(1, { name: long, deviceId: long, requestId: long, detail: long }), -5);
    expect(rowBytes(row)).toBeLessThan(8000);
    expect(readHistoryText(textOf([row])).rows).toEqual([row]);
  });
});

describe("cutting the oldest rows", () => {
  it("leaves a chain that verifies, within bounds, and keeps the newest", () => {
    fc.assert(
      fc.property(
        fc.array(anyEntry, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 400, max: 8000 }),
        (list, maxRows, maxBytes) => {
          let rows = chainOf(list);
          rows = [...cutOldest(rows, { maxRows, maxBytes }, 5)];
          rows.push(nextRow(rows.at(-1), entry(1), 6));
          rows = [...cutOldest(rows, { maxRows, maxBytes }, 7)];
          expect(verifyChain(rows)).toEqual([]);
          expect(rows.at(-1)).toMatchObject({ seq: list.length + 1, kind: "asked" });
          const kept = rows.filter((row) => row.kind !== "cut");
          expect(kept.length).toBeLessThanOrEqual(Math.max(1, maxRows * 0.8));
          const bytes = kept.reduce((sum, row) => sum + rowBytes(row), 0);
          if (kept.length > 1) expect(bytes).toBeLessThanOrEqual(maxBytes * 0.8);
          if (kept.length <= list.length) expect(rows[0]!.kind).toBe("cut");
          expect(readHistoryText(textOf(rows)).rows).toEqual(rows);
        },
      ),
    );
  });

  it("doesn't hide a break, and a changed anchor is one", () => {
    const rows = chainOf(entries(10));
    const broken = rows.with(8, { ...rows[8]!, atMs: 1 });
    const cut = cutOldest(broken, { maxRows: 5, maxBytes: 1e6 }, 9);
    expect(cut[0]).toMatchObject({ kind: "cut", seq: 6 });
    expect(verifyChain(cut)).toEqual([{ index: 3, seq: 9, why: "changed" }]);
    const [anchor, ...rest] = cutOldest(rows, { maxRows: 5, maxBytes: 1e6 }, 9);
    expect(headOf(anchor)).toBe(rows[5]!.hash);
    expect(verifyChain([{ ...anchor!, seq: 5 }, ...rest]).map(({ why }) => why)).toEqual(["changed", "gap"]);
  });
});
