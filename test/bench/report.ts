import { targetWords } from "./row.ts";
import type { Measured, RowResult } from "./run-row.ts";

/** Where a run took place: without it the figures mean nothing. */
export interface RunFacts {
  readonly startedAt: string;
  readonly quick: boolean;
  readonly electron: string;
  readonly processor: string;
  readonly cores: number;
  /** Load average of the last minute before and after; above `cores` others were at work too. */
  readonly loadBefore: number;
  readonly loadAfter: number;
}

const figure = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));
const pair = ({ median, p95 }: Measured): string => `${figure(median)} / ${figure(p95)}`;

/** The table in Markdown, columns aligned for the terminal too. */
export function markdownTable(results: readonly RowResult[]): string {
  const head = ["row", "unit", "ours: median / p95", "reference: median / p95", "ratio", "target", "ok"];
  const lines = results.map(({ row, ours, reference, ratio, ok }) => [
    `${row.title} (reference: ${row.against})`,
    row.unit,
    pair(ours),
    pair(reference),
    `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0)} x`,
    targetWords(row.target, row.unit),
    ok ? "yes" : "NO",
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[], fill = " ") =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(" | ")} |`;
  const rule = line(
    head.map(() => "-"),
    "-",
  );
  return [line(head), rule, ...lines.map((cells) => line(cells))].join("\n");
}

/** Everything that was measured, for whoever wants to compare runs. */
export function jsonReport(facts: RunFacts, results: readonly RowResult[]): string {
  const rows = results.map(({ row, ours, reference, ratio, ok }) => ({
    id: row.id,
    title: row.title,
    against: row.against,
    unit: row.unit,
    target: row.target,
    ratio,
    ok,
    ours,
    reference,
  }));
  return `${JSON.stringify({ ...facts, rows }, undefined, 2)}\n`;
}
