import { describe, expect, it } from "vitest";
import {
  add,
  countPlaywright,
  countVitest,
  exitCodeFor,
  failureLines,
  judgeStage,
  tallyLine,
} from "../../../scripts/lib/test-report.ts";

const vitestReport = {
  numTotalTests: 6,
  numPassedTests: 3,
  numFailedTests: 1,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [
    {
      name: "/project/a.test.ts",
      status: "failed",
      message: "",
      assertionResults: [
        { fullName: "a works", status: "passed", failureMessages: [] },
        {
          fullName: "b works",
          status: "failed",
          failureMessages: ["\u001b[31mAssertionError\u001b[39m: expected 1\n\nto be 2\n    at a.test.ts:3"],
        },
        { fullName: "c works", status: "todo" },
      ],
    },
  ],
};

describe("counting vitest's report", () => {
  it("counts todo and pending as skipped", () => {
    expect(countVitest(vitestReport).tally).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  it("counts a file that can't be loaded as a failure, and names it", () => {
    const file = { name: "/project/b.test.ts", status: "failed", message: "no such module", assertionResults: [] };
    const { tally, failures } = countVitest({ ...vitestReport, testResults: [file] });
    expect(tally.failed).toBe(2);
    expect(failures).toEqual([{ test: "/project/b.test.ts", said: "no such module" }]);
  });

  it("names each test that failed with the beginning of what it said, without colours and places", () => {
    expect(countVitest(vitestReport).failures).toEqual([
      { test: "b works", said: "AssertionError: expected 1 | to be 2" },
    ]);
  });

  it("refuses what is no report", () => {
    expect(() => countVitest({})).toThrow();
    expect(() => countVitest(null)).toThrow();
  });
});

describe("counting Playwright's report", () => {
  const stats = { expected: 5, unexpected: 1, flaky: 0, skipped: 2, startTime: "2026-01-01", duration: 1 };

  const spec = (title: string, status: string) => ({
    title,
    ok: status === "expected",
    file: "a.test.ts",
    line: 7,
    tests: [{ status, results: [{ errors: status === "expected" ? [] : [{ message: `Error: ${title}` }] }] }],
  });
  const suites = [
    { specs: [spec("good", "expected"), spec("bad", "unexpected")], suites: [{ specs: [spec("late", "flaky")] }] },
  ];

  it("reads its stats", () => {
    expect(countPlaywright({ stats, errors: [], suites }).tally).toEqual({ passed: 5, failed: 1, skipped: 2 });
  });

  it("counts flaky tests and errors outside of tests as failures, and names them all", () => {
    const { tally, failures } = countPlaywright({
      stats: { ...stats, flaky: 1 },
      errors: [{ message: "no" }],
      suites,
    });
    expect(tally.failed).toBe(3);
    expect(failures).toEqual([
      { test: "outside of any test", said: "no" },
      { test: "a.test.ts:7 › bad", said: "Error: bad" },
      { test: "a.test.ts:7 › late", said: "Error: late" },
    ]);
  });

  it("refuses what is no report", () => {
    expect(() => countPlaywright({ stats: {} })).toThrow();
  });
});

describe("judging a stage", () => {
  const counted = (passed: number, failed: number, skipped = 0) => ({
    tally: { passed, failed, skipped },
    failures: Array.from({ length: failed }, (_, index) => ({ test: `test ${index}`, said: "no" })),
  });

  it("believes a good report with a good exit code", () => {
    expect(judgeStage(0, counted(3, 0))).toEqual(counted(3, 0));
  });

  it("fails a stage that left no report, even with exit code 0", () => {
    expect(judgeStage(0, undefined).tally.failed).toBe(1);
  });

  it("fails a stage that ran nothing, also when it skipped everything", () => {
    expect(judgeStage(0, counted(0, 0)).tally.failed).toBe(1);
    expect(judgeStage(0, counted(0, 0, 4)).tally).toEqual({ passed: 0, failed: 1, skipped: 4 });
  });

  it("fails a stage whose exit code no test explains", () => {
    const { tally, reason } = judgeStage(7, counted(3, 0));
    expect(tally).toEqual({ passed: 3, failed: 1, skipped: 0 });
    expect(reason).toContain("7");
  });

  it("counts failing tests once, and keeps their names", () => {
    expect(judgeStage(1, counted(3, 2))).toEqual(counted(3, 2));
  });
});

describe("the failures in the summary", () => {
  it("are ten at most, and say how many more", () => {
    const failures = Array.from({ length: 12 }, (_, index) => ({ test: `test ${index}`, said: "no" }));
    const lines = failureLines(failures);
    expect(lines).toHaveLength(11);
    expect(lines[0]).toBe("    test 0: no");
    expect(lines.at(-1)).toBe("    … and 2 more");
    expect(failureLines(failures.slice(0, 2))).toHaveLength(2);
  });
});

describe("the closing line", () => {
  it("names skips only where there are any", () => {
    expect(tallyLine({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
    expect(tallyLine({ passed: 12, failed: 1, skipped: 2 })).toBe("12 passed, 1 failed, 2 skipped");
  });

  it("adds up", () => {
    expect(add({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 })).toEqual({
      passed: 11,
      failed: 22,
      skipped: 33,
    });
  });

  it("goes with an exit code: failures, nothing at all and unasked skips are bad", () => {
    expect(exitCodeFor({ passed: 1, failed: 0, skipped: 0 }, false)).toBe(0);
    expect(exitCodeFor({ passed: 1, failed: 1, skipped: 0 }, true)).toBe(1);
    expect(exitCodeFor({ passed: 0, failed: 0, skipped: 0 }, false)).toBe(1);
    expect(exitCodeFor({ passed: 1, failed: 0, skipped: 1 }, false)).toBe(1);
    expect(exitCodeFor({ passed: 1, failed: 0, skipped: 1 }, true)).toBe(0);
  });
});
