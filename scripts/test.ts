/**
 * npm test: every check and every test, on whatever machine this is. Brings the gateway, Electron and the desktop along.
 *   --stages unit,gateway   only these (a comma between)
 *   --allow-skips           skipped tests don't fail the run
 * A stage that fails doesn't stop the next one. The summary names every test that failed, and the last line is
 * "N passed, N failed".
 */
import { parseArgs } from "node:util";
import { sayToTerminal, seconds } from "./lib/progress.ts";
import { add, exitCodeFor, failureLines, nothing, type StageResult, tallyLine, type Tally } from "./lib/test-report.ts";
import { stages, type Stage } from "./lib/test-stages.ts";

const { values } = parseArgs({
  options: { stages: { type: "string" }, "allow-skips": { type: "boolean", default: false } },
});
const chosen = chooseStages(values.stages);
const start = Date.now();
const summary: string[] = [];
let total: Tally = nothing;

for (const [index, stage] of chosen.entries()) {
  sayToTerminal(`\n── ${index + 1}/${chosen.length} ${stage.name} ${"─".repeat(Math.max(2, 60 - stage.name.length))}`);
  const stageStart = Date.now();
  const { tally, reason, failures = [] } = await runStage(stage);
  total = add(total, tally);
  const verdict = tally.failed > 0 || tally.skipped > 0 ? "✗" : "✓";
  const line = `${verdict} ${stage.name}: ${tallyLine(tally)} (${seconds(Date.now() - stageStart)})${reason === undefined ? "" : ` because ${reason}`}`;
  sayToTerminal(line);
  summary.push(line, ...failureLines(failures));
}

sayToTerminal(`\n── Summary after ${seconds(Date.now() - start)} ${"─".repeat(40)}\n${summary.join("\n")}\n`);
process.exitCode = exitCodeFor(total, values["allow-skips"]);
if (total.skipped > 0 && !values["allow-skips"])
  sayToTerminal("Nobody asked to skip tests: that fails the run (--allow-skips asks for it).");
process.stdout.write(`${tallyLine(total)}\n`);

async function runStage(stage: Stage): Promise<StageResult> {
  try {
    return await stage.run(sayToTerminal);
  } catch (error) {
    return { tally: { ...nothing, failed: 1 }, reason: error instanceof Error ? error.message : String(error) };
  }
}

function chooseStages(names: string | undefined): readonly Stage[] {
  if (names === undefined) return stages;
  return names.split(",").map((name) => {
    const stage = stages.find((candidate) => candidate.name === name.trim());
    if (!stage)
      throw new Error(
        `There is no stage “${name}”. There are: ${stages.map((candidate) => candidate.name).join(", ")}`,
      );
    return stage;
  });
}
