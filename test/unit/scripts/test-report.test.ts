import { describe, expect, it } from "vitest";
import {
  add,
  countPlaywright,
  countVitest,
  exitCodeFor,
  judgeStage,
  tallyLine,
} from "../../../scripts/lib/test-report.ts";

const vitestReport = {
  numTotalTests: 6,
  numPassedTests: 3,
  numFailedTests: 1,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [{ status: "failed", assertionResults: [{}, {}, {}, {}, {}, {}] }],
};

describe("counting vitest's report", () => {
  it("counts todo and pending as skipped", () => {
    expect(countVitest(vitestReport)).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  it("counts a file that can't be loaded as a failure", () => {
    const broken = { ...vitestReport, testResults: [{ status: "failed", assertionResults: [] }] };
    expect(countVitest(broken).failed).toBe(2);
  });

  it("refuses what is no report", () => {
    expect(() => countVitest({})).toThrow();
    expect(() => countVitest(null)).toThrow();
  });
});

describe("counting Playwright's report", () => {
  const stats = { expected: 5, unexpected: 1, flaky: 0, skipped: 2, startTime: "2026-01-01", duration: 1 };

  it("reads its stats", () => {
    expect(countPlaywright({ stats, errors: [] })).toEqual({ passed: 5, failed: 1, skipped: 2 });
  });

  it("counts flaky tests and errors outside of tests as failures", () => {
    expect(countPlaywright({ stats: { ...stats, flaky: 1 }, errors: [{ message: "no" }] }).failed).toBe(3);
  });

  it("refuses what is no report", () => {
    expect(() => countPlaywright({ stats: {} })).toThrow();
  });
});

describe("judging a stage", () => {
  it("believes a good report with a good exit code", () => {
    expect(judgeStage(0, { passed: 3, failed: 0, skipped: 0 })).toEqual({
      tally: { passed: 3, failed: 0, skipped: 0 },
    });
  });

  it("fails a stage that left no report, even with exit code 0", () => {
    expect(judgeStage(0, undefined).tally.failed).toBe(1);
  });

  it("fails a stage that ran nothing, also when it skipped everything", () => {
    expect(judgeStage(0, { passed: 0, failed: 0, skipped: 0 }).tally.failed).toBe(1);
    expect(judgeStage(0, { passed: 0, failed: 0, skipped: 4 }).tally).toEqual({ passed: 0, failed: 1, skipped: 4 });
  });

  it("fails a stage whose exit code no test explains", () => {
    const { tally, reason } = judgeStage(7, { passed: 3, failed: 0, skipped: 0 });
    expect(tally).toEqual({ passed: 3, failed: 1, skipped: 0 });
    expect(reason).toContain("7");
  });

  it("counts failing tests once", () => {
    expect(judgeStage(1, { passed: 3, failed: 2, skipped: 0 }).tally.failed).toBe(2);
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
