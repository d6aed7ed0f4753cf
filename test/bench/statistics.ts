/** What a list of measurements says. Same unit as they have. */
export interface Summary {
  readonly median: number;
  readonly p95: number;
}

/** The smallest measurement that at least this share (0 to 1) of all does not exceed: nearest rank, nothing invented. */
function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error("There is no percentile of no measurements.");
  return value;
}

/** Throws when there are no measurements. */
export function summarize(samples: readonly number[]): Summary {
  return { median: percentile(samples, 0.5), p95: percentile(samples, 0.95) };
}
