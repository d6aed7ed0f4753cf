/**
 * npm run bench: how fast and how light the app is, each row against a reference measured in turns with it.
 *   --rows start,memory   only these
 *   --quick               fewer measurements, for a first look
 *   --check               exit with 1 when a target is missed (a row without a result does that anyway)
 * The table goes to stdout as Markdown, every single measurement into bench-results/. Runs on a virtual desktop of its own.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { jsonReport, markdownTable, type RunFacts } from "../test/bench/report.ts";
import type { Row } from "../test/bench/row.ts";
import { chooseRows } from "../test/bench/rows.ts";
import { type RowResult, runRow } from "../test/bench/run-row.ts";
import { ensureBuilt } from "./lib/app-build.ts";
import { electronEnv, ensureElectron, type ElectronBinary } from "./lib/electron-binary.ts";
import { sayToTerminal } from "./lib/progress.ts";
import { projectRoot } from "./lib/project-paths.ts";
import { ensureOpenclaw } from "./lib/real-gateway-install.ts";
import { withVirtualDesktop } from "./lib/virtual-desktop.ts";

const resultsFolder = join(projectRoot, "bench-results");

interface Outcome {
  readonly results: readonly RowResult[];
  /** Rows without a result, by id. */
  readonly failed: readonly string[];
}

/** A row that can't be measured costs its own line, not what the others found. */
async function measure(rows: readonly Row[], electron: ElectronBinary, quick: boolean): Promise<Outcome> {
  return withVirtualDesktop({}, async (desktop) => {
    // Everything that is started from here on belongs to that desktop, the app as well as what listens on its bus.
    Object.assign(process.env, electronEnv(electron, desktop.env));
    const results: RowResult[] = [];
    const failed: string[] = [];
    for (const row of rows) {
      try {
        results.push(await runRow(row, { electron, say: sayToTerminal }, quick));
      } catch (error) {
        failed.push(row.id);
        sayToTerminal(`${row.title}: no result. ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return { results, failed };
  });
}

const load = () => Number((loadavg()[0] ?? 0).toFixed(2));

async function bench(): Promise<number> {
  const { values } = parseArgs({
    options: {
      rows: { type: "string" },
      quick: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
    },
  });
  const rows = chooseRows(values.rows);
  const electron = await ensureElectron({ purpose: "test" });
  await ensureBuilt();
  if (rows.some(({ id }) => id === "approve")) await ensureOpenclaw();

  const startedAt = new Date().toISOString();
  const loadBefore = load();
  const { results, failed } = await measure(rows, electron, values.quick);
  const facts: RunFacts = {
    startedAt,
    quick: values.quick,
    electron: `${electron.version} (${electron.source})`,
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    loadBefore,
    loadAfter: load(),
  };
  mkdirSync(resultsFolder, { recursive: true });
  const name = `${startedAt.replaceAll(":", "-").slice(0, 19)}.json`;
  writeFileSync(join(resultsFolder, name), jsonReport(facts, results));
  process.stdout.write(`\n${markdownTable(results)}\n\n`);
  process.stdout.write(
    `Electron ${facts.electron} on ${facts.cores} x ${facts.processor}; load ${loadBefore} before, ${facts.loadAfter} after. ` +
      `Every measurement: bench-results/${name}\n`,
  );
  const missed = results.filter(({ ok }) => !ok);
  if (missed.length > 0) sayToTerminal(`Target missed: ${missed.map(({ row }) => row.id).join(", ")}`);
  if (failed.length > 0) sayToTerminal(`No result: ${failed.join(", ")}`);
  return failed.length > 0 || (values.check && missed.length > 0) ? 1 : 0;
}

let code = 1;
try {
  code = await bench();
} catch (error) {
  sayToTerminal(error instanceof Error ? error.message : String(error));
}
// A row that failed may have left a socket open; nobody should wait for that.
process.exit(code);
