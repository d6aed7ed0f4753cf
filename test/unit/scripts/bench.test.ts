import { describe, expect, it } from "vitest";
import { markdownTable } from "../../bench/report.ts";
import { judge, type Row, targetWords } from "../../bench/row.ts";
import { chooseRows } from "../../bench/rows.ts";
import { runRow } from "../../bench/run-row.ts";
import { summarize } from "../../bench/statistics.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

function rowOf(ours: () => Promise<number>, reference: () => Promise<number>, closed: () => void): Row {
  return {
    id: "sample",
    title: "Sample",
    against: "nothing",
    unit: "ms",
    target: { kind: "times-faster", times: 40 },
    samples: { full: 3, quick: 1 },
    warmUp: 2,
    prepare: async ({ atEnd }) => {
      atEnd(closed);
      return { ours, reference };
    },
  };
}

const tools = {
  electron: { dist: "", executable: "", source: "fallback", version: "" },
  say: () => undefined,
} as const;

describe("the bench", () => {
  it("takes percentiles that were really measured, in whatever order they came", () => {
    expect(summarize(upTo(100).toReversed())).toEqual({ median: 50, p95: 95 });
    expect(summarize([7])).toEqual({ median: 7, p95: 7 });
    expect(summarize(upTo(10))).toEqual({ median: 5, p95: 10 });
    expect(() => summarize([])).toThrow("no measurements");
  });

  it("judges each kind of target by its own figure", () => {
    const ours = { median: 20, p95: 40 };
    const slow = { median: 1_000, p95: 3_000 };
    expect(judge({ kind: "times-faster", times: 50 }, ours, slow)).toEqual({ ratio: 50, ok: true });
    expect(judge({ kind: "times-faster", times: 51 }, ours, slow).ok).toBe(false);
    expect(judge({ kind: "at-most-times", times: 2 }, ours, { median: 10, p95: 10 })).toEqual({ ratio: 2, ok: true });
    expect(judge({ kind: "at-most-times", times: 1.9 }, ours, { median: 10, p95: 10 }).ok).toBe(false);
    expect(judge({ kind: "p95-at-most", value: 40 }, ours, slow).ok).toBe(true);
    expect(judge({ kind: "p95-at-most", value: 39 }, ours, slow).ok).toBe(false);
    expect(judge({ kind: "p95-times-faster", times: 25 }, ours, slow)).toEqual({ ratio: 25, ok: true });
    expect(judge({ kind: "p95-times-faster", times: 26 }, ours, slow).ok).toBe(false);
    expect(targetWords({ kind: "p95-times-faster", times: 20 }, "ms")).toBe("p95 ≥ 20 x faster");
    expect(targetWords({ kind: "p95-at-most", value: 30 }, "ms")).toBe("p95 ≤ 30 ms");
  });

  it("measures in turns, throws the warm-up away and clears up", async () => {
    const order: string[] = [];
    let closed = 0;
    const side = (name: string, values: number[]) => async () => {
      order.push(name);
      return values.shift() ?? Number.NaN;
    };
    const row = rowOf(side("a", [900, 900, 10, 30, 20]), side("b", [1, 1, 1_000, 800, 900]), () => (closed += 1));
    const result = await runRow(row, tools, false);
    expect(order.join("")).toBe("ababababab");
    expect(result.ours).toEqual({ samples: [10, 30, 20], median: 20, p95: 30 });
    expect(result).toMatchObject({ ratio: 45, ok: true, reference: { samples: [1_000, 800, 900] } });
    expect(closed).toBe(1);
    expect(markdownTable([result]).split("\n")).toEqual([
      expect.stringMatching(/^\| row +\| unit \| ours/),
      expect.stringMatching(/^\| -+ \| -/),
      expect.stringMatching(
        /^\| Sample \(reference: nothing\) \| ms +\| 20 \/ 30 +\| 900 \/ 1000 +\| 45 x +\| ≥ 40 x faster \| yes \|$/,
      ),
    ]);
  });

  it("gives no result when a measurement fails, and clears up all the same", async () => {
    let closed = 0;
    const row = rowOf(
      () => Promise.reject(new Error("no notification")),
      async () => 1,
      () => (closed += 1),
    );
    await expect(runRow(row, tools, true)).rejects.toThrow("no notification");
    expect(closed).toBe(1);
  });

  it("knows its rows by name", () => {
    expect(chooseRows(undefined).map(({ id }) => id)).toEqual([
      "start",
      "memory",
      "notify",
      "approve",
      "lock-out",
      "pair",
      "digits",
      "crowd",
      "one-change",
    ]);
    expect(chooseRows("approve, start").map(({ id }) => id)).toEqual(["start", "approve"]);
    expect(() => chooseRows("start,speed")).toThrow("no row “speed”");
  });
});
