import type { ConnectFailure } from "./connect-failure.ts";

/** The first wait, and the longest, in ms. */
const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;
/** While the owner is about to approve this app, ask again often: the request itself lives five minutes. */
const APPROVAL_MS = 1_500;

/**
 * How long to wait before the next try, in ms, or `undefined` when trying again by itself can't help (somebody has to
 * act first).
 * @param attempt how many tries in a row have failed, from 1
 * @param random 0 <= x < 1, handed in; spreads many clients after one gateway's restart ("full jitter" over the upper half)
 */
export function retryDelayMs(failure: ConnectFailure, attempt: number, random: number): number | undefined {
  switch (failure.kind) {
    case "approval-needed":
      return APPROVAL_MS + Math.round(random * 500);
    case "wrong-credentials":
    case "protocol-mismatch":
    case "insecure-address":
    case "scope-mismatch":
      return undefined;
    case "rate-limited":
    case "starting":
      if (failure.retryAfterMs !== undefined) return failure.retryAfterMs + Math.round(random * 250);
      break;
    case "removed":
    case "device-auth":
    case "unreachable":
    case "not-a-gateway":
    case "tls":
    case "refused":
      break;
  }
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 10));
  return Math.max(FIRST_MS, Math.round(ceiling / 2 + random * (ceiling / 2)));
}
