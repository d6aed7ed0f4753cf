import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { ensureDesktopPackages, ensureNetworkPackages } from "./desktop-packages.ts";
import { electronEnv, ensureElectron } from "./electron-binary.ts";
import { runInForeground, toolScript } from "./foreground.ts";
import type { Say } from "./progress.ts";
import { projectRoot } from "./project-paths.ts";
import { ensureOpenclaw } from "./real-gateway-install.ts";
import { type Counted, countPlaywright, countVitest, judgeStage, nothing, type StageResult } from "./test-report.ts";

export interface Stage {
  name: string;
  /** Runs it in the terminal. Rejects when what it stands on can't be had: that is a failure too. */
  run(say: Say): Promise<StageResult>;
}

const resultsFolder = join(projectRoot, "test-results");

/** A tool that has no tests to count: it is well or it isn't. */
function check(name: string, packageName: string, args: readonly string[], command = packageName): Stage {
  return {
    name,
    async run() {
      const code = await runInForeground(process.execPath, [toolScript(packageName, command), ...args]);
      return { tally: code === 0 ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 } };
    },
  };
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

export function playwright(project: string, needs: { gateway: boolean }, files: readonly string[] = []): Stage {
  const report = join(resultsFolder, `${project}.json`);
  return {
    name: project,
    async run(say) {
      const electron = await ensureElectron({ purpose: "test", say });
      if (needs.gateway) await ensureOpenclaw(undefined, say);
      await ensureDesktopPackages({ trayPanel: true, browser: true }, say);
      freshReport(report);
      const test = [
        toolScript("@playwright/test", "playwright"),
        "test",
        "--project",
        project,
        "--reporter=list,json",
        ...files,
      ];
      const onDesktop = [join(projectRoot, "scripts", "desktop.ts"), "--tray-panel", "--", process.execPath, ...test];
      const env = { ...electronEnv(electron), PLAYWRIGHT_JSON_OUTPUT_FILE: report };
      return judgeStage(await runInForeground(process.execPath, onDesktop, env), readReport(report, countPlaywright));
    },
  };
}

export const buildStage: Stage = check("build", "electron-vite", ["build"]);

/** Everything that `npm test` runs, in this order. */
export const stages: readonly Stage[] = [
  check("types", "typescript", ["-p", "tsconfig.json"], "tsc"),
  check("types of the window", "typescript", ["-p", "tsconfig.renderer.json"], "tsc"),
  check("types of tests on pages", "typescript", ["-p", "tsconfig.pages.json"], "tsc"),
  check("lint", "eslint", [".", "--max-warnings", "0"]),
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
  playwright("e2e", { gateway: true }),
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
