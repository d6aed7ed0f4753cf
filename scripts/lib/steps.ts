import { seconds, type Say } from "./progress.ts";

/** Does one step and tells it first: `[ 3/12]  14 s  words`. A failure names the step it happened in. */
export type Step = <T>(words: string, work: () => Promise<T>) => Promise<T>;

/** A work of `total` steps, numbered and timed from now on for the person at the terminal. */
export function countSteps(total: number, say: Say, now: () => number = Date.now): Step {
  const start = now();
  let count = 0;
  return async (words, work) => {
    count += 1;
    const place = `${String(count).padStart(String(total).length)}/${total}`;
    say(`[${place}] ${seconds(now() - start).padStart(5)}  ${words}`);
    try {
      return await work();
    } catch (error) {
      // Playwright tells its whole story below an empty line; the cause still has it.
      const [why = ""] = (error instanceof Error ? error.message : String(error)).split(/\nCall log:|\n\n\s+at /);
      throw new Error(`Step ${place.trim()} (“${words}”) failed: ${why.trim()}`, { cause: error });
    }
  };
}
