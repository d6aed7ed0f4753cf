import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { ensureDesktopPackages, ensureNetworkPackages } from "./desktop-packages.ts";
import { electronEnv, ensureElectron } from "./electron-binary.ts";
import { runInForeground, toolScript } from "./foreground.ts";
import type { Say } from "./progress.ts";
import { projectRoot } from "./project-paths.ts";
import { ensureOpenclaw } from "./real-gateway-install.ts";
import {
  add,
  type Counted,
  countPlaywright,
  countVitest,
  judgeStage,
  nothing,
  type StageResult,
} from "./test-report.ts";

export interface Stage {
  name: string;
  /** It runs beside the stages after it, and what it prints is kept back until it is done. */
  aside?: boolean;
  /** Runs it in the terminal. Rejects when what it stands on can't be had: that is a failure too. */
  run(say: Say): Promise<StageResult>;
}

const resultsFolder = join(projectRoot, "test-results");

/** A tool that has no tests to count: it is well or it isn't. */
function check(name: string, packageName: string, args: readonly string[], options: CheckOptions = {}): Stage {
  const { command = packageName, aside = false } = options;
  return {
    name,
    aside,
    async run(say) {
      const heard: string[] = [];
      const hear = aside ? (text: string) => heard.push(text) : undefined;
      const script = toolScript(packageName, command);
      const code = await runInForeground(process.execPath, [script, ...args], process.env, hear);
      if (heard.length > 0) say(heard.join("").trimEnd());
      return { tally: code === 0 ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 } };
    },
  };
}

interface CheckOptions {
  /** The package's command, where it is called otherwise. */
  command?: string;
  aside?: boolean;
}

export function vitest(
  project: string,
  prepare: (say: Say) => Promise<unknown>,
  env: Readonly<Record<string, string>> = {},
): Stage {
  const report = join(resultsFolder, `${project}.json`);
  return {
    name: project,
    async run(say) {
      await prepare(say);
      freshReport(report);
      const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
      const args = [toolScript("vitest"), "run", "--project", project, "--allowOnly=false", ...reporters];
      const code = await runInForeground(process.execPath, args, { ...env, ...process.env });
      return judgeStage(code, readReport(report, countVitest));
    },
  };
}

/** Tests of one Playwright project on a desktop of their own, `files` of them or all. */
export function playwright(project: string, needs: PlaywrightNeeds, files: readonly string[] = []): Stage {
  return {
    name: project,
    async run(say) {
      const electron = await electronOnDesktop(needs, say);
      return judgeRuns([await runPlaywright(electron, project, { more: files })]);
    },
  };
}

/**
 * The real app, on two desktops side by side: most of these tests wait for something most of the time. Then alone, what
 * measures how quick it is, or what hears everything on this machine.
 */
const endToEnd: Stage = {
  name: "e2e",
  async run(say) {
    const electron = await electronOnDesktop({ gateway: true }, say);
    const second: string[] = [];
    const pair = await Promise.all([
      runPlaywright(electron, "e2e", { name: "e2e-1", more: ["--shard=1/2"] }),
      runPlaywright(electron, "e2e", { name: "e2e-2", more: ["--shard=2/2"], hear: (text) => second.push(text) }),
    ]);
    say(second.join("").trimEnd());
    return judgeRuns([...pair, await runPlaywright(electron, "e2e-alone")]);
  },
};

interface PlaywrightNeeds {
  gateway: boolean;
}

async function electronOnDesktop(needs: PlaywrightNeeds, say: Say): Promise<NodeJS.ProcessEnv> {
  const electron = await ensureElectron({ purpose: "test", say });
  if (needs.gateway) await ensureOpenclaw(undefined, say);
  await ensureDesktopPackages({ trayPanel: true, browser: true }, say);
  return electronEnv(electron);
}

interface PlaywrightRun {
  /** What its report and its folder are called; the project's name unless told. */
  name?: string;
  /** More arguments. */
  more?: readonly string[];
  /** Takes its output, which otherwise goes to the terminal. */
  hear?: (text: string) => void;
}

interface RunResult {
  code: number;
  counted: Counted | undefined;
}

async function runPlaywright(
  electron: NodeJS.ProcessEnv,
  project: string,
  { name = project, more = [], hear }: PlaywrightRun = {},
): Promise<RunResult> {
  const report = join(resultsFolder, `${name}.json`);
  freshReport(report);
  const tool = toolScript("@playwright/test", "playwright");
  const output = join(resultsFolder, name);
  const test = [tool, "test", "--project", project, "--reporter=list,json", "--output", output, ...more];
  const onDesktop = [join(projectRoot, "scripts", "desktop.ts"), "--tray-panel", "--", process.execPath, ...test];
  const env = { ...electron, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const code = await runInForeground(process.execPath, onDesktop, env, hear);
  return { code, counted: readReport(report, countPlaywright) };
}

/** Each run is judged by itself, so that one that tested nothing isn't covered by another. */
function judgeRuns(runs: readonly RunResult[]): StageResult {
  const judged = runs.map(({ code, counted }) => judgeStage(code, counted));
  const reasons = judged.flatMap(({ reason }) => reason ?? []);
  return {
    tally: judged.map(({ tally }) => tally).reduce(add),
    failures: judged.flatMap(({ failures }) => failures ?? []),
    ...(reasons.length > 0 && { reason: reasons.join("; ") }),
  };
}

export const buildStage: Stage = check("build", "electron-vite", ["build"]);

/** Everything that `npm test` runs, in this order. */
export const stages: readonly Stage[] = [
  // The longest of the checks; it uses one core.
  check("lint", "eslint", [".", "--max-warnings", "0"], { aside: true }),
  check("types", "typescript", ["-p", "tsconfig.json"], { command: "tsc" }),
  check("types of the window", "typescript", ["-p", "tsconfig.renderer.json"], { command: "tsc" }),
  check("types of tests on pages", "typescript", ["-p", "tsconfig.pages.json"], { command: "tsc" }),
  check("format", "prettier", ["--check", "--log-level", "warn", "."]),
  check("unused code and dependencies", "knip", []),
  vitest("unit", () => Promise.resolve()),
  vitest("gateway", async (say) => {
    await ensureNetworkPackages(say);
    await ensureOpenclaw(undefined, say);
  }),
  // Every kind three times, in a minute. All 300 are `npm run test:faults`, and once a week in CI.
  vitest("faults", () => Promise.resolve(), { PAIRTRAY_FAULTS: "30" }),
  buildStage,
  playwright("window", { gateway: false }),
  endToEnd,
];

/** An old report must never speak for a run that wrote none. */
function freshReport(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
}

function readReport(path: string, count: (report: unknown) => Counted): Counted | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return count(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}
