/**
 * npm run test:matrix: the pairing contract, and the main job in real Electron, against every real gateway there is.
 *   --versions 2026.9.6,2026.7.1-2   only these
 *   --stages matrix                  only the contract (`e2e`: only the main job)
 * Builds the app, and writes the table of docs/gateway-versions.md from what this run saw.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runInForeground, toolScript } from "./lib/foreground.ts";
import { sayToTerminal } from "./lib/progress.ts";
import { projectRoot } from "./lib/project-paths.ts";
import { ensureOpenclaw, openclawVersions } from "./lib/real-gateway-install.ts";
import { add, exitCodeFor, failureLines, nothing, tallyLine, type Tally } from "./lib/test-report.ts";
import { buildStage, playwright, type Stage, vitest } from "./lib/test-stages.ts";

const { values } = parseArgs({ options: { versions: { type: "string" }, stages: { type: "string" } } });
const everyStage: readonly Stage[] = [
  vitest("matrix", (say) => ensureOpenclaw(process.env["PAIRTRAY_GATEWAY_VERSION"], say)),
  playwright("e2e", { gateway: false }, ["main-job"]),
];
const versions = chosen(values.versions, openclawVersions);
const names = chosen(
  values.stages,
  everyStage.map(({ name }) => name),
);
const stages = everyStage.filter(({ name }) => names.includes(name));

const rows = new Map<string, Map<string, Tally>>();
let total: Tally = nothing;
// The main job runs in the built app.
const build = names.includes("e2e") ? buildStage : undefined;
if (build) total = add(total, (await run(build)).tally);

for (const version of total.failed > 0 ? [] : versions) {
  process.env["PAIRTRAY_GATEWAY_VERSION"] = version;
  const row = new Map<string, Tally>();
  rows.set(version, row);
  for (const stage of stages) {
    sayToTerminal(`\n── openclaw ${version}: ${stage.name}`);
    const { tally, reason, failures = [] } = await run(stage);
    row.set(stage.name, tally);
    total = add(total, tally);
    const why = reason === undefined ? "" : ` (${reason})`;
    const line = `openclaw ${version}, ${stage.name}: ${tallyLine(tally)}${why}`;
    sayToTerminal([line, ...failureLines(failures)].join("\n"));
  }
}
await writeTable();
process.exitCode = exitCodeFor(total, false);
process.stdout.write(`${tallyLine(total)}\n`);

/** What was asked for, or all there is. A name that isn't there must not make a run that tests nothing. */
function chosen(wanted: string | undefined, there: readonly string[]): readonly string[] {
  const list = wanted?.split(",").map((one) => one.trim()) ?? there;
  const unknown = list.filter((one) => !there.includes(one));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")}. There are: ${there.join(", ")}`);
  return list;
}

async function run(stage: Stage) {
  try {
    return await stage.run(sayToTerminal);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { tally: { ...nothing, failed: 1 }, reason };
  }
}

/** Each row that this run didn't see stays as an earlier one left it. */
async function writeTable(): Promise<void> {
  const path = join(projectRoot, "docs", "gateway-versions.md");
  const lines = readFileSync(path, "utf8").split("\n");
  const today = new Date().toISOString().slice(0, 10);
  for (const [version, row] of rows) {
    const at = lines.findIndex((line) => line.startsWith(`| ${version} `) && line.includes("<!-- seen -->"));
    if (at < 0) continue;
    const before = lines[at]?.split("|").map((cell) => cell.trim()) ?? [];
    const cell = (name: string, old: string | undefined) => {
      const tally = row.get(name);
      return tally ? tallyLine(tally) : (old ?? "not run");
    };
    lines[at] = `| ${version} | ${cell("matrix", before[2])} | ${cell("e2e", before[3])} | ${today} <!-- seen --> |`;
  }
  writeFileSync(path, lines.join("\n"));
  await runInForeground(process.execPath, [toolScript("prettier"), "--write", path]);
}
