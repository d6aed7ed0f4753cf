import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConnectFailure } from "../../../src/gateway/connect-failure.ts";
import { retryDelayMs } from "../../../src/gateway/retry.ts";

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const backedOff: ConnectFailure[] = [
  { kind: "unreachable", cause: "refused" },
  { kind: "not-a-gateway" },
  { kind: "tls", code: "CERT_HAS_EXPIRED" },
  { kind: "refused", code: "X" },
  { kind: "removed" },
  { kind: "device-auth", code: "DEVICE_AUTH_SIGNATURE_EXPIRED" },
  { kind: "starting" },
  { kind: "rate-limited" },
];

describe("retryDelayMs", () => {
  it("stays between 1 and 30 s for any try and any luck", () => {
    fc.assert(
      fc.property(fc.constantFrom(...backedOff), fc.integer({ min: 1, max: 1e9 }), random, (failure, attempt, luck) => {
        const delay = retryDelayMs(failure, attempt, luck);
        expect(delay).toBeGreaterThanOrEqual(1_000);
        expect(delay).toBeLessThanOrEqual(30_000);
      }),
    );
  });

  it("spreads the very first try too: after a gateway's restart everybody is at the first", () => {
    const failure: ConnectFailure = { kind: "unreachable", cause: "closed" };
    expect(retryDelayMs(failure, 1, 0)).toBe(1_000);
    expect(retryDelayMs(failure, 1, 0.5)).toBe(1_500);
    expect(retryDelayMs(failure, 1, 0.999)).toBe(1_999);
  });

  it("never waits shorter after more failures, with the same luck", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), random, (attempt, luck) => {
        const failure: ConnectFailure = { kind: "unreachable", cause: "refused" };
        expect(retryDelayMs(failure, attempt + 1, luck)).toBeGreaterThanOrEqual(retryDelayMs(failure, attempt, luck)!);
      }),
    );
  });

  it("doesn't try again by itself where only a person can help", () => {
    const hopeless: ConnectFailure[] = [
      { kind: "wrong-credentials", credential: "token", code: "AUTH_TOKEN_MISMATCH", missing: false },
      { kind: "insecure-address" },
      { kind: "tls", code: "FINGERPRINT" },
    ];
    for (const failure of hopeless) expect(retryDelayMs(failure, 1, 0.5), failure.kind).toBeUndefined();
  });

  it("looks once a minute where the gateway has to be changed first", () => {
    const failures: ConnectFailure[] = [
      { kind: "protocol-mismatch" },
      { kind: "scope-mismatch", code: "AUTH_SCOPE_MISMATCH" },
    ];
    for (const failure of failures) expect(retryDelayMs(failure, 1, 0.5)).toBe(65_000);
  });

  it("asks often while the owner is about to approve, and twice a minute or less once nobody seems to", () => {
    const failure: ConnectFailure = { kind: "approval-needed", reason: "not-paired", approvedScopes: [] };
    for (const attempt of [1, 10, 1_000]) {
      expect(retryDelayMs(failure, attempt, 0.5)).toBe(1_750);
      expect(retryDelayMs(failure, attempt, 0.5, 299_999)).toBe(1_750);
      expect(retryDelayMs(failure, attempt, 0, 300_000)).toBe(30_000);
      expect(retryDelayMs(failure, attempt, 0.5, 86_400_000)).toBe(45_000);
    }
  });

  it("waits at least as long as the gateway asks, within reason", () => {
    for (const retryAfterMs of [60_000, 3_600_000]) {
      expect(retryDelayMs({ kind: "rate-limited", retryAfterMs }, 1, 0)).toBe(retryAfterMs);
    }
    expect(retryDelayMs({ kind: "starting", retryAfterMs: 500 }, 9, 0.5)).toBe(625);
    for (const retryAfterMs of [-1, 0, 0.1, 1e15, Number.MAX_VALUE]) {
      const delay = retryDelayMs({ kind: "rate-limited", retryAfterMs }, 1, 0.5)!;
      expect(delay).toBeGreaterThanOrEqual(250);
      expect(delay).toBeLessThanOrEqual(3_600_250);
    }
  });
});
