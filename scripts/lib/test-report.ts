import { stripVTControlCharacters } from "node:util";
import { z } from "zod";

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** A test that failed, and the beginning of what it said. */
export interface Failure {
  test: string;
  said: string;
}

export interface StageResult {
  tally: Tally;
  /** Why it failed, where the tests themselves don't say. */
  reason?: string;
  /** The tests that failed, where it has tests. */
  failures?: readonly Failure[];
}

/** What a report comes to. */
export interface Counted {
  tally: Tally;
  failures: readonly Failure[];
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0 };

/** What vitest's json reporter writes, as far as it is counted here. */
const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

/** A file that can't even be loaded has no tests to fail: it counts as one failure. Throws when it is no such report. */
export function countVitest(report: unknown): Counted {
  const read = vitestReport.parse(report);
  const brokenFiles = read.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const failed = read.testResults.flatMap((file) => file.assertionResults.filter(({ status }) => status === "failed"));
  return {
    tally: {
      passed: read.numPassedTests,
      failed: read.numFailedTests + brokenFiles.length,
      skipped: read.numPendingTests + read.numTodoTests,
    },
    failures: [
      ...brokenFiles.map(({ name, message }) => ({ test: name, said: beginningOf(message) })),
      ...failed.map(({ fullName, failureMessages }) => ({
        test: fullName,
        said: beginningOf(failureMessages?.[0] ?? ""),
      })),
    ],
  };
}

const playwrightError = z.object({ message: z.string().optional() });
const playwrightSpec = z.object({
  title: z.string(),
  ok: z.boolean(),
  file: z.string(),
  line: z.number(),
  tests: z.array(
    z.object({ status: z.string(), results: z.array(z.object({ errors: z.array(playwrightError).optional() })) }),
  ),
});
const playwrightSuite = z.object({
  specs: z.array(playwrightSpec).optional(),
  get suites() {
    return z.array(playwrightSuite).optional();
  },
});

/** What Playwright's json reporter writes, as far as it is counted here. */
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(playwrightError),
  suites: z.array(playwrightSuite),
});

/** Errors outside of a test (a file that can't be loaded) count as failures, and so does a flaky test. */
export function countPlaywright(report: unknown): Counted {
  const { stats, errors, suites } = playwrightReport.parse(report);
  const bad = specsOf(suites).filter(({ tests }) => tests.some(({ status }) => /unexpected|flaky/.test(status)));
  return {
    tally: { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped },
    failures: [
      ...errors.map(({ message }) => ({ test: "outside of any test", said: beginningOf(message ?? "") })),
      ...bad.map(({ title, file, line, tests }) => {
        const said = tests.flatMap(({ results }) => results.flatMap(({ errors: own }) => own ?? []));
        return { test: `${file}:${line} › ${title}`, said: beginningOf(said[0]?.message ?? "") };
      }),
    ],
  };
}

function specsOf(suites: readonly z.infer<typeof playwrightSuite>[]): z.infer<typeof playwrightSpec>[] {
  return suites.flatMap((suite) => [...(suite.specs ?? []), ...specsOf(suite.suites ?? [])]);
}

/** The first lines of an error, without colours: enough to know which one it is. */
function beginningOf(message: string): string {
  const lines = stripVTControlCharacters(message)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("at "));
  const text = lines.slice(0, 6).join(" | ");
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}

/**
 * What a stage comes to, from its exit code and its report (undefined when it wrote none). A stage can't be green by
 * silence: no report, no tests, or a bad exit code that no test explains each count as a failure, with the reason.
 */
export function judgeStage(exitCode: number, counted: Counted | undefined): StageResult {
  if (!counted)
    return { tally: { ...nothing, failed: 1 }, reason: `it left no readable report (exit code ${exitCode})` };
  const { tally, failures } = counted;
  if (tally.passed + tally.failed === 0) return { tally: { ...tally, failed: 1 }, reason: "it ran no test at all" };
  if (exitCode !== 0 && tally.failed === 0) {
    return { tally: { ...tally, failed: 1 }, reason: `its tests passed, but it ended with exit code ${exitCode}` };
  }
  return { tally, failures };
}

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** "12 passed, 0 failed", and ", 1 skipped" only where something was. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** Each failure as it stands in the summary; the first ten, so that the summary stays one. */
export function failureLines(failures: readonly Failure[]): string[] {
  const lines = failures.slice(0, 10).map(({ test, said }) => `    ${test}: ${said}`);
  return failures.length > 10 ? [...lines, `    … and ${failures.length - 10} more`] : lines;
}

/** A run is good when something passed, nothing failed, and nothing was skipped that nobody asked to skip. */
export function exitCodeFor(tally: Tally, allowSkips: boolean): 0 | 1 {
  return tally.passed > 0 && tally.failed === 0 && (allowSkips || tally.skipped === 0) ? 0 : 1;
}
