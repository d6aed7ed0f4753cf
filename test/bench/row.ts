import type { ElectronBinary } from "../../scripts/lib/electron-binary.ts";
import type { Say } from "../../scripts/lib/progress.ts";
import type { Summary } from "./statistics.ts";

/** What a row has to reach, always within one run. */
export type Target =
  /** Our median at most so many times the reference's. */
  | { readonly kind: "at-most-times"; readonly times: number }
  /** The reference's median at least so many times ours. */
  | { readonly kind: "times-faster"; readonly times: number }
  /** The reference's median at least so many times our p95. */
  | { readonly kind: "p95-times-faster"; readonly times: number }
  /** Our p95 at most this, in the row's unit; the reference only shows how fast the machine was at that time. */
  | { readonly kind: "p95-at-most"; readonly value: number };

/** Both sides of a row, ready to be measured in turns. Each call is one measurement, in the row's unit. */
export interface RowSides {
  ours(): Promise<number>;
  reference(): Promise<number>;
}

export interface BenchTools {
  readonly electron: ElectronBinary;
  readonly say: Say;
  /** Runs `undo` when the row is over, however it ends; the last one handed in runs first. */
  readonly atEnd: (undo: () => unknown) => void;
}

/** One line of the table. To add one: a file that exports a `Row`, and its place in rows.ts. */
export interface Row {
  /** For `--rows`. */
  readonly id: string;
  readonly title: string;
  /** What the reference is. */
  readonly against: string;
  readonly unit: "ms" | "MB";
  readonly target: Target;
  /** Pairs of measurements that count; `quick` for a first look. */
  readonly samples: { readonly full: number; readonly quick: number };
  /** Pairs thrown away first: cold caches, first profiles. */
  readonly warmUp: number;
  prepare(tools: BenchTools): Promise<RowSides>;
}

export interface Verdict {
  /** Ours over the reference's, or the other way round where faster is asked for: what the target is about. */
  readonly ratio: number;
  readonly ok: boolean;
}

export function judge(target: Target, ours: Summary, reference: Summary): Verdict {
  switch (target.kind) {
    case "at-most-times": {
      const ratio = ours.median / reference.median;
      return { ratio, ok: ratio <= target.times };
    }
    case "times-faster": {
      const ratio = reference.median / ours.median;
      return { ratio, ok: ratio >= target.times };
    }
    case "p95-times-faster": {
      const ratio = reference.median / ours.p95;
      return { ratio, ok: ratio >= target.times };
    }
    case "p95-at-most":
      return { ratio: ours.median / reference.median, ok: ours.p95 <= target.value };
  }
}

export function targetWords(target: Target, unit: Row["unit"]): string {
  if (target.kind === "p95-at-most") return `p95 ≤ ${target.value} ${unit}`;
  if (target.kind === "p95-times-faster") return `p95 ≥ ${target.times} x faster`;
  return target.kind === "at-most-times" ? `≤ ${target.times} x` : `≥ ${target.times} x faster`;
}
