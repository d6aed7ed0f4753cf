/** Time, handed in: tests own it. */
export interface Clock {
  /** ms since the epoch. */
  now(): number;
  /** Runs once after `ms`; the undo cancels. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};
