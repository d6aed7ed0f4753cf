/**
 * npm run test:matrix: the pairing contract, and the main job in real Electron, against every real gateway there is.
 *   --versions 2026.9.6,2026.7.1-2   only these
 *   --stages matrix                  only the contract (`e2e`: only the main job)
 * Writes the table of docs/gateway-versions.md from what this run saw. Build first (npm run build).
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runInForeground, toolScript } from "./lib/foreground.ts";
import { sayToTerminal } from "./lib/progress.ts";
import { projectRoot } from "./lib/project-paths.ts";
import { ensureOpenclaw, openclawVersions } from "./lib/real-gateway-install.ts";
import { add, exitCodeFor, nothing, tallyLine, type Tally } from "./lib/test-report.ts";
import { playwright, type Stage, vitest } from "./lib/test-stages.ts";

const { values } = parseArgs({ options: { versions: { type: "string" }, stages: { type: "string" } } });
const versions = values.versions?.split(",") ?? openclawVersions;
const stages: readonly Stage[] = [
  vitest("matrix", (say) => ensureOpenclaw(process.env["PAIRTRAY_GATEWAY_VERSION"], say)),
  playwright("e2e", { browser: false, gateway: false }, ["main-job"]),
].filter(({ name }) => values.stages === undefined || values.stages.split(",").includes(name));

const rows = new Map<string, Map<string, Tally>>();
let total: Tally = nothing;
for (const version of versions) {
  process.env["PAIRTRAY_GATEWAY_VERSION"] = version;
  const row = new Map<string, Tally>();
  rows.set(version, row);
  for (const stage of stages) {
    sayToTerminal(`\n── openclaw ${version}: ${stage.name}`);
    const { tally, reason } = await run(stage);
    row.set(stage.name, tally);
    total = add(total, tally);
    sayToTerminal(
      `openclaw ${version}, ${stage.name}: ${tallyLine(tally)}${reason === undefined ? "" : ` (${reason})`}`,
    );
  }
}
await writeTable();
process.exitCode = exitCodeFor(total, false);
process.stdout.write(`${tallyLine(total)}\n`);

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
