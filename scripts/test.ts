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
const results = await Promise.all(await startAll());
const total = results.map(({ tally }) => tally).reduce(add, nothing);

const summary = results.flatMap(({ lines }) => lines).join("\n");
sayToTerminal(`\n── Summary after ${seconds(Date.now() - start)} ${"─".repeat(40)}\n${summary}\n`);
process.exitCode = exitCodeFor(total, values["allow-skips"]);
if (total.skipped > 0 && !values["allow-skips"])
  sayToTerminal("Nobody asked to skip tests: that fails the run (--allow-skips asks for it).");
process.stdout.write(`${tallyLine(total)}\n`);

interface Ended {
  readonly tally: Tally;
  /** What the summary says of it. */
  readonly lines: readonly string[];
}

/** One stage after the other, but for those that run aside. */
async function startAll(): Promise<readonly Promise<Ended>[]> {
  const running: Promise<Ended>[] = [];
  for (const [index, stage] of chosen.entries()) {
    const one = runAndTell(stage, `${index + 1}/${chosen.length}`);
    running.push(one);
    if (!stage.aside) await one;
  }
  return running;
}

async function runAndTell(stage: Stage, nth: string): Promise<Ended> {
  const title = `${nth} ${stage.name}`;
  const line = `\n── ${title}${stage.aside ? ", beside what follows" : ""} ${"─".repeat(Math.max(2, 60 - title.length))}`;
  sayToTerminal(line);
  const stageStart = Date.now();
  const { tally, reason, failures = [] } = await runStage(stage);
  const verdict = tally.failed > 0 || tally.skipped > 0 ? "✗" : "✓";
  const why = reason === undefined ? "" : ` because ${reason}`;
  const told = `${verdict} ${stage.name}: ${tallyLine(tally)} (${seconds(Date.now() - stageStart)})${why}`;
  sayToTerminal(told);
  return { tally, lines: [told, ...failureLines(failures)] };
}

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
