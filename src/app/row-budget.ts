/** At most `rows` in any stretch of `ms` that begins with one. */
interface Bound {
  readonly rows: number;
  readonly ms: number;
}

interface Stretch {
  readonly bound: Bound;
  startMs: number;
  used: number;
}

/**
 * How many rows of the history strangers may cause: what comes beyond it is only counted. Several bounds at once, so that
 * neither a flood nor a patient knocker can push the past out.
 */
export class RowBudget {
  readonly #stretches: Stretch[];
  #over = 0;

  constructor(bounds: readonly Bound[]) {
    this.#stretches = bounds.map((bound) => ({ bound, startMs: -Infinity, used: 0 }));
  }

  /** Whether one more row may be written; if not, it is counted. */
  take(nowMs: number): boolean {
    for (const stretch of this.#stretches) {
      // Also where the clock was set back: else nothing would be written until it has caught up.
      if (nowMs - stretch.startMs < stretch.bound.ms && nowMs >= stretch.startMs) continue;
      stretch.startMs = nowMs;
      stretch.used = 0;
    }
    if (this.#stretches.some(({ used, bound }) => used >= bound.rows)) {
      this.#over += 1;
      return false;
    }
    for (const stretch of this.#stretches) stretch.used += 1;
    return true;
  }

  /** When there is room again for what was refused now, ms since the epoch. */
  roomAtMs(): number {
    const full = this.#stretches.filter(({ used, bound }) => used >= bound.rows);
    return Math.max(...full.map(({ startMs, bound }) => startMs + bound.ms), -Infinity);
  }

  /** How many were counted since this was last asked. */
  over(): number {
    const over = this.#over;
    this.#over = 0;
    return over;
  }
}
