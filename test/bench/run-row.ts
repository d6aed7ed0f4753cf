import { seconds, told } from "../../scripts/lib/progress.ts";
import { type BenchTools, judge, type Row, type RowSides, type Verdict } from "./row.ts";
import { summarize, type Summary } from "./statistics.ts";

export interface Measured extends Summary {
  /** In the order they were taken. */
  readonly samples: readonly number[];
}

export interface RowResult extends Verdict {
  readonly row: Row;
  readonly ours: Measured;
  readonly reference: Measured;
}

/**
 * Measures one row: ours and the reference in turns, so that whatever else the machine does hits both alike.
 * Rejects when a measurement fails; a row never comes from fewer measurements than it says.
 */
export async function runRow(row: Row, given: Omit<BenchTools, "atEnd">, quick: boolean): Promise<RowResult> {
  const undo: (() => unknown)[] = [];
  const tools: BenchTools = { ...given, atEnd: (one) => void undo.unshift(one) };
  const count = quick ? row.samples.quick : row.samples.full;
  const start = Date.now();
  tools.say(`\n${row.title}, against ${row.against}: ${count} pairs after ${row.warmUp} to warm up`);
  try {
    const sides = await told("everything to be in place", row.prepare(tools), tools.say);
    for (let pair = 1; pair <= row.warmUp; pair += 1) await measure(sides, `warm-up ${pair} of ${row.warmUp}`, tools);
    const ours: number[] = [];
    const reference: number[] = [];
    for (let pair = 1; pair <= count; pair += 1) {
      const [one, other] = await measure(sides, `pair ${pair} of ${count}`, tools);
      ours.push(one);
      reference.push(other);
      if (pair % 5 === 0) tools.say(`… ${pair} of ${count} (${seconds(Date.now() - start)})`);
    }
    return resultOf(row, ours, reference);
  } finally {
    for (const one of undo) await one();
  }
}

async function measure(sides: RowSides, which: string, { say }: BenchTools): Promise<[number, number]> {
  const ours = await told(`${which}, PairTray`, sides.ours(), say);
  const reference = await told(`${which}, the reference`, sides.reference(), say);
  return [ours, reference];
}

function resultOf(row: Row, ours: readonly number[], reference: readonly number[]): RowResult {
  const left = { ...summarize(ours), samples: ours };
  const right = { ...summarize(reference), samples: reference };
  return { row, ours: left, reference: right, ...judge(row.target, left, right) };
}
