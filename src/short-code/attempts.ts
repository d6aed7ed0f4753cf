/**
 * How often six digits may be tried. Pure: the caller keeps the state and brings the time.
 *
 * A try is counted when it begins, not when it fails: the laptop's first answer already lets an attacker check one guess
 * at home, so whoever starts and never finishes has used a try too. Only one try is under way at a time, so a million in
 * parallel are no more than one after the other.
 */

/** Wrong tries, of all devices together, after which the code is dead. */
export const MOST_WRONG_TRIES = 5;
/** How long a try may stay without its second half before it counts as wrong, in ms. An honest one needs 100. */
export const TRY_LASTS_MS = 10_000;
/** Pause after the first wrong try; it doubles with each further one. */
const FIRST_PAUSE_MS = 1_000;

type AttemptsEnd = "used" | "too-many-tries" | "expired";

export interface Attempts {
  readonly wrong: number;
  /** Since when a try is under way, in ms since the epoch. */
  readonly tryingSinceMs: number | undefined;
  /** Nothing is tried before this moment. */
  readonly notBeforeMs: number;
  /** When the set-up code behind the digits ends: the digits never outlive it. */
  readonly expiresAtMs: number;
  readonly end?: AttemptsEnd;
}

export type TryVerdict =
  { kind: "evaluate" } | { kind: "wait"; retryAfterMs: number } | { kind: "ended"; end: AttemptsEnd };

/** `wrong`: what other digits of the same set-up code have used up already. */
export function freshAttempts(expiresAtMs: number, wrong = 0): Attempts {
  return { wrong, tryingSinceMs: undefined, notBeforeMs: 0, expiresAtMs };
}

export function triesLeft(attempts: Attempts): number {
  return Math.max(0, MOST_WRONG_TRIES - attempts.wrong);
}

/** Tries that are used up; one under way is, until it proves right. */
export function wrongTries({ wrong, tryingSinceMs }: Attempts): number {
  return tryingSinceMs === undefined ? wrong : wrong + 1;
}

/** Brings the state up to date: what time alone does (the code expires, a try without an end counts as wrong). */
export function settle(attempts: Attempts, nowMs: number): Attempts {
  if (attempts.end !== undefined) return attempts;
  if (nowMs >= attempts.expiresAtMs) return ended(attempts, "expired");
  const since = attempts.tryingSinceMs;
  if (since !== undefined && nowMs >= since + TRY_LASTS_MS) return failed(attempts, since + TRY_LASTS_MS);
  return attempts;
}

/** May a try be evaluated now? On `evaluate` it is under way and must be closed by `closeTry`. */
export function beginTry(before: Attempts, nowMs: number): { attempts: Attempts; verdict: TryVerdict } {
  const attempts = settle(before, nowMs);
  if (attempts.end !== undefined) return { attempts, verdict: { kind: "ended", end: attempts.end } };
  if (attempts.tryingSinceMs !== undefined) {
    // Half a second, not the rest of the ten: the try under way is nearly always an honest one that ends at once.
    const rest = attempts.tryingSinceMs + TRY_LASTS_MS - nowMs;
    return { attempts, verdict: { kind: "wait", retryAfterMs: Math.min(500, rest) } };
  }
  if (nowMs < attempts.notBeforeMs) {
    return { attempts, verdict: { kind: "wait", retryAfterMs: attempts.notBeforeMs - nowMs } };
  }
  return { attempts: { ...attempts, tryingSinceMs: nowMs }, verdict: { kind: "evaluate" } };
}

/** The try under way was right or wrong. One that time has closed already stays wrong. */
export function closeTry(before: Attempts, right: boolean, nowMs: number): Attempts {
  const attempts = settle(before, nowMs);
  if (attempts.end !== undefined || attempts.tryingSinceMs === undefined) return attempts;
  return right ? ended(attempts, "used") : failed(attempts, nowMs);
}

function failed(attempts: Attempts, atMs: number): Attempts {
  const wrong = attempts.wrong + 1;
  const notBeforeMs = atMs + FIRST_PAUSE_MS * 2 ** (wrong - 1);
  const next = { ...attempts, wrong, notBeforeMs, tryingSinceMs: undefined };
  return wrong >= MOST_WRONG_TRIES ? ended(next, "too-many-tries") : next;
}

function ended(attempts: Attempts, end: AttemptsEnd): Attempts {
  return { ...attempts, tryingSinceMs: undefined, end };
}
