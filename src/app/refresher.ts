import type { Clock } from "../gateway/clock.ts";

/**
 * Asks for something again without ever asking twice at once: calls that come while one runs lead to exactly one more.
 * @param run never rejects; its own failures are its own business
 */
export class Refresher {
  readonly #run: () => Promise<void>;
  readonly #clock: Clock;
  #running = false;
  #again = false;
  #waiting: (() => void)[] = [];
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, run: () => Promise<void>) {
    this.#clock = clock;
    this.#run = run;
  }

  /** Now, or within `delayMs` (several calls in that time make one). */
  ask(delayMs = 0): void {
    if (delayMs === 0) {
      this.stop();
      void this.#go();
      return;
    }
    this.#cancel ??= this.#clock.after(delayMs, () => {
      this.#cancel = undefined;
      void this.#go();
    });
  }

  /** Resolves after a call that began no earlier than now has ended. */
  async fresh(): Promise<void> {
    this.stop();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      void this.#go();
    });
  }

  /** Forgets a planned call; one that runs ends by itself. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  async #go(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    do {
      this.#again = false;
      const served = this.#waiting;
      this.#waiting = [];
      await this.#run();
      for (const resolve of served) resolve();
    } while (this.#wanted());
    this.#running = false;
  }

  // A method, because the flag changes while `run` is awaited, which flow analysis can't see.
  #wanted(): boolean {
    return this.#again;
  }
}
