/** Time, handed in: tests own it. */
export interface Clock {
  /** ms since the epoch. */
  now(): number;
  /** Runs once after `ms` (at most 24 days); the undo cancels. */
  after(ms: number, run: () => void): () => void;
}

/** Node's timers hold a signed 32-bit number; what is longer would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(ms, LONGEST_TIMER_MS));
    return () => {
      clearTimeout(timer);
    };
  },
};
