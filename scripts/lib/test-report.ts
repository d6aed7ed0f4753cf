import { z } from "zod";

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0 };

/** What vitest's json reporter writes, as far as it is counted here. */
const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** A file that can't even be loaded has no tests to fail: it counts as one failure. Throws when it is no such report. */
export function countVitest(report: unknown): Tally {
  const read = vitestReport.parse(report);
  const brokenFiles = read.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return {
    passed: read.numPassedTests,
    failed: read.numFailedTests + brokenFiles.length,
    skipped: read.numPendingTests + read.numTodoTests,
  };
}

/** What Playwright's json reporter writes, as far as it is counted here. */
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

/** Errors outside of a test (a file that can't be loaded) count as failures, and so does a flaky test. */
export function countPlaywright(report: unknown): Tally {
  const { stats, errors } = playwrightReport.parse(report);
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

/**
 * What a stage comes to, from its exit code and its report (undefined when it wrote none). A stage can't be green by
 * silence: no report, no tests, or a bad exit code that no test explains each count as a failure, with the reason.
 */
export function judgeStage(exitCode: number, counted: Tally | undefined): { tally: Tally; reason?: string } {
  if (!counted)
    return { tally: { ...nothing, failed: 1 }, reason: `it left no readable report (exit code ${exitCode})` };
  if (counted.passed + counted.failed === 0)
    return { tally: { ...counted, failed: 1 }, reason: "it ran no test at all" };
  if (exitCode !== 0 && counted.failed === 0) {
    return { tally: { ...counted, failed: 1 }, reason: `its tests passed, but it ended with exit code ${exitCode}` };
  }
  return { tally: counted };
}

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** "12 passed, 0 failed", and ", 1 skipped" only where something was. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** A run is good when something passed, nothing failed, and nothing was skipped that nobody asked to skip. */
export function exitCodeFor(tally: Tally, allowSkips: boolean): 0 | 1 {
  return tally.passed > 0 && tally.failed === 0 && (allowSkips || tally.skipped === 0) ? 0 : 1;
}
