import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Attempts,
  beginTry,
  closeTry,
  freshAttempts,
  MOST_WRONG_TRIES,
  settle,
  triesLeft,
  TRY_LASTS_MS,
} from "../../../src/short-code/attempts.ts";

const expiresAtMs = 600_000;

/** Begins at the first allowed moment and fails. */
function failAtOnce(attempts: Attempts): { attempts: Attempts; pausedMs: number; nowMs: number } {
  const nowMs = attempts.notBeforeMs;
  const begun = beginTry(attempts, nowMs);
  expect(begun.verdict).toEqual({ kind: "evaluate" });
  const after = closeTry(begun.attempts, false, nowMs);
  return { attempts: after, pausedMs: after.notBeforeMs - nowMs, nowMs };
}

describe("wrong tries", () => {
  test("the pause doubles and the fifth ends the code", () => {
    let attempts = freshAttempts(expiresAtMs);
    const pauses: number[] = [];
    for (let n = 0; n < MOST_WRONG_TRIES; n++) {
      expect(triesLeft(attempts)).toBe(MOST_WRONG_TRIES - n);
      const failed = failAtOnce(attempts);
      pauses.push(failed.pausedMs);
      attempts = failed.attempts;
    }
    expect(pauses.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(attempts.end).toBe("too-many-tries");
    expect(beginTry(attempts, expiresAtMs - 1).verdict).toEqual({ kind: "ended", end: "too-many-tries" });
  });

  test("nothing is tried during a pause, and asking during it costs nothing", () => {
    const { attempts, nowMs } = failAtOnce(freshAttempts(expiresAtMs));
    const early = beginTry(attempts, nowMs + 400);
    expect(early.verdict).toEqual({ kind: "wait", retryAfterMs: 600 });
    expect(early.attempts).toEqual(attempts);
  });

  test("a million in parallel, in one moment: one is evaluated", () => {
    let attempts = freshAttempts(expiresAtMs);
    let evaluated = 0;
    for (let guess = 0; guess < 1_000_000; guess++) {
      const begun = beginTry(attempts, 1_000);
      attempts = begun.attempts;
      if (begun.verdict.kind === "evaluate") evaluated++;
    }
    expect(evaluated).toBe(1);
  });

  test("a million over the whole life of the code: five are evaluated", () => {
    let attempts = freshAttempts(expiresAtMs);
    let evaluated = 0;
    for (let guess = 0; guess < 1_000_000; guess++) {
      const nowMs = (guess * expiresAtMs) / 1_000_000;
      const begun = beginTry(attempts, nowMs);
      attempts = begun.attempts;
      if (begun.verdict.kind !== "evaluate") continue;
      evaluated++;
      attempts = closeTry(attempts, false, nowMs);
    }
    expect(evaluated).toBe(MOST_WRONG_TRIES);
  });
});

test("a try that is begun and never finished counts as wrong after ten seconds", () => {
  const begun = beginTry(freshAttempts(expiresAtMs), 0).attempts;
  expect(triesLeft(settle(begun, TRY_LASTS_MS - 1))).toBe(MOST_WRONG_TRIES);
  expect(triesLeft(settle(begun, TRY_LASTS_MS))).toBe(MOST_WRONG_TRIES - 1);
  // Its second half comes too late, even with the right proof.
  expect(closeTry(begun, true, TRY_LASTS_MS).end).toBeUndefined();
});

test("one success ends it", () => {
  const used = closeTry(beginTry(freshAttempts(expiresAtMs), 0).attempts, true, 50);
  expect(used.end).toBe("used");
  expect(beginTry(used, 60).verdict).toEqual({ kind: "ended", end: "used" });
});

test("a right proof at the very moment of expiry is too late", () => {
  const begun = beginTry(freshAttempts(expiresAtMs), expiresAtMs - 1).attempts;
  expect(closeTry(begun, true, expiresAtMs).end).toBe("expired");
  expect(beginTry(freshAttempts(expiresAtMs), expiresAtMs).verdict).toEqual({ kind: "ended", end: "expired" });
});

test("whatever attackers do in whatever order, at most five tries are evaluated and none after the end", () => {
  const step = fc.record({
    what: fc.constantFrom("begin", "wrong", "leave"),
    afterMs: fc.integer({ min: 0, max: 15_000 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let attempts = freshAttempts(expiresAtMs);
      let nowMs = 0;
      let evaluated = 0;
      for (const { what, afterMs } of steps) {
        nowMs += afterMs;
        if (what === "begin") {
          const before = settle(attempts, nowMs);
          const begun = beginTry(attempts, nowMs);
          attempts = begun.attempts;
          if (begun.verdict.kind !== "evaluate") continue;
          evaluated++;
          expect(before.end).toBeUndefined();
          expect(nowMs).toBeLessThan(expiresAtMs);
          expect(nowMs).toBeGreaterThanOrEqual(before.notBeforeMs);
        } else if (what === "wrong") attempts = closeTry(attempts, false, nowMs);
      }
      expect(evaluated).toBeLessThanOrEqual(MOST_WRONG_TRIES);
    }),
  );
});
