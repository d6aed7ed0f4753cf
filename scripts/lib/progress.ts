/** Takes one line for the person at the terminal. Handed in, so that tests can read what would be said. */
export type Say = (line: string) => void;

/** The terminal. On stderr, so that a script's own output can be piped. */
export const sayToTerminal: Say = (line) => process.stderr.write(`${line}\n`);

/**
 * Waits for `work` and, once that takes longer than a second, says what is being waited for; every ten seconds again.
 * Answers or throws what `work` does.
 */
export async function told<T>(what: string, work: Promise<T>, say: Say): Promise<T> {
  const start = Date.now();
  const first = setTimeout(() => say(`… waiting for ${what}`), 1000);
  const again = setInterval(() => say(`… still waiting for ${what} (${seconds(Date.now() - start)})`), 10_000);
  try {
    return await work;
  } finally {
    clearTimeout(first);
    clearInterval(again);
  }
}

/** 83_400 → "1 min 23 s" */
export function seconds(ms: number): string {
  const whole = Math.round(ms / 1000);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
