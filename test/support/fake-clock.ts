import type { Clock } from "../../src/gateway/clock.ts";

/** Node's timers hold a signed 32-bit number of ms; what is longer fires at once. So does this clock, to show it. */
const LONGEST_TIMER_MS = 2_147_483_647;

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

/** A clock that moves only when the test says so. */
export class FakeClock implements Clock {
  #nowMs: number;
  #timers: Timer[] = [];

  constructor(startMs = 1_800_000_000_000) {
    this.#nowMs = startMs;
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.length;
  }

  now(): number {
    return this.#nowMs;
  }

  after(ms: number, run: () => void): () => void {
    const delay = ms >= 1 && ms <= LONGEST_TIMER_MS ? ms : 1;
    const timer = { atMs: this.#nowMs + delay, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Lets `ms` pass and runs what falls due, in order, at its own time; timers set on the way count too. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (let due = this.#nextBefore(endMs); due; due = this.#nextBefore(endMs)) {
      const timer = due;
      this.#timers = this.#timers.filter((other) => other !== timer);
      this.#nowMs = timer.atMs;
      timer.run();
    }
    this.#nowMs = endMs;
  }

  #nextBefore(endMs: number): Timer | undefined {
    return this.#timers.filter((timer) => timer.atMs <= endMs).toSorted((a, b) => a.atMs - b.atMs)[0];
  }
}
