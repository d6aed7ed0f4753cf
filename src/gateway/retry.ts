import type { ConnectFailure } from "./connect-failure.ts";

/** The first wait, and the longest, in ms. */
const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;
/** While the owner is about to approve this app, ask again often: as long as one request lives, five minutes. */
const APPROVAL_MS = 1_500;
const APPROVAL_SOON_MS = 5 * 60_000;
/** After that nobody sits and waits. Still often enough to keep the request open. */
const APPROVAL_LATER_MS = 30_000;
/** The gateway has to be changed first, and nobody tells when it was: look now and then. */
const SELDOM_MS = 60_000;
/** What a gateway may ask us to wait: not so short that it becomes a storm, not so long that nobody lives to see it. */
const ADVICE_LEAST_MS = 250;
const ADVICE_MOST_MS = 3_600_000;

/**
 * How long to wait before the next try, in ms, or `undefined` when trying again by itself can't help (somebody has to
 * act first).
 * @param attempt how many tries in a row have failed, from 1
 * @param random 0 <= x < 1, handed in; spreads many clients after one gateway's restart (jitter over the upper half)
 * @param waitedMs how long this app has waited to be approved, or since a person last asked it to try
 */
export function retryDelayMs(
  failure: ConnectFailure,
  attempt: number,
  random: number,
  waitedMs = 0,
): number | undefined {
  switch (failure.kind) {
    case "approval-needed":
      if (waitedMs < APPROVAL_SOON_MS) return APPROVAL_MS + Math.round(random * 500);
      return APPROVAL_LATER_MS + Math.round(random * 30_000);
    case "wrong-credentials":
    case "insecure-address":
    case "identity-shut":
      return undefined;
    case "protocol-mismatch":
    case "scope-mismatch":
      return SELDOM_MS + Math.round(random * 10_000);
    case "rate-limited":
    case "starting":
      if (failure.retryAfterMs !== undefined) {
        const advice = Math.min(ADVICE_MOST_MS, Math.max(ADVICE_LEAST_MS, failure.retryAfterMs));
        return Math.round(advice + random * 250);
      }
      break;
    case "tls":
      // Another certificate than the one that was trusted: nothing is sent until somebody has looked at it.
      if (failure.code === "FINGERPRINT") return undefined;
      break;
    case "removed":
    case "device-auth":
    case "unreachable":
    case "not-a-gateway":
    case "refused":
      break;
  }
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(ceiling / 2 + random * (ceiling / 2));
}

/** Whether a wait may end early although nobody acted: the machine woke up, or is in another network. */
export function mayRetryEarly(
  { failure, retryAtMs }: { readonly failure: ConnectFailure; readonly retryAtMs?: number },
  nowMs: number,
): boolean {
  if (retryAtMs === undefined) return false;
  return failure.kind !== "rate-limited" || retryAtMs <= nowMs;
}
