import type { WireError } from "./wire-error.ts";

export interface RateLimitRule {
  /** Wrong credentials until the door is locked. */
  readonly attempts: number;
  readonly lockMs: number;
}

/** Counts wrong credentials. The real gateway exempts loopback (measured), so this is off unless a test asks for it. */
export interface AuthRateLimit {
  /** The refusal while the door is locked. */
  refusal(now: number): WireError | undefined;
  /** Tells how a connect ended: the detail code of its error, undefined for success. */
  note(detailCode: string | undefined, now: number): void;
}

const wrong = new Set([
  "AUTH_TOKEN_MISMATCH",
  "AUTH_PASSWORD_MISMATCH",
  "AUTH_DEVICE_TOKEN_MISMATCH",
  "AUTH_BOOTSTRAP_TOKEN_INVALID",
]);

export function authRateLimit(rule: RateLimitRule | undefined): AuthRateLimit {
  let failures = 0;
  let lockedUntil = 0;
  return {
    refusal: (now) => {
      if (now >= lockedUntil) return undefined;
      return {
        code: "INVALID_REQUEST",
        message: "unauthorized: too many failed authentication attempts (retry later)",
        details: {
          code: "AUTH_RATE_LIMITED",
          authReason: "rate_limited",
          canRetryWithDeviceToken: false,
          recommendedNextStep: "wait_then_retry",
        },
        retryable: true,
        retryAfterMs: lockedUntil - now,
      };
    },
    note: (detailCode, now) => {
      if (!rule) return;
      if (detailCode === undefined) failures = 0;
      else if (wrong.has(detailCode)) failures += 1;
      if (failures < rule.attempts) return;
      failures = 0;
      lockedUntil = now + rule.lockMs;
    },
  };
}
