import { describe, expect, it } from "vitest";
import {
  allowUnofficialVariable,
  fallbackFits,
  fallbackVerdict,
  negativeAnswerLastsMs,
  officialTimeoutMs,
  skipOfficial,
} from "../../../scripts/lib/electron-policy.ts";

describe("the unofficial Electron", () => {
  it("serves the demo and the tests", () => {
    expect(fallbackVerdict("demo", {})).toEqual({ allowed: true });
    expect(fallbackVerdict("test", {})).toEqual({ allowed: true });
  });

  it("is refused for the user's own gateway, naming the variable that allows it", () => {
    const verdict = fallbackVerdict("app", {});
    expect(verdict.allowed).toBe(false);
    expect(verdict).toHaveProperty("because", expect.stringContaining(allowUnofficialVariable));
  });

  it("is allowed for the user's own gateway by exactly the value 1", () => {
    expect(fallbackVerdict("app", { [allowUnofficialVariable]: "1" }).allowed).toBe(true);
    for (const value of ["0", "", "true", "yes"]) {
      expect(fallbackVerdict("app", { [allowUnofficialVariable]: value }).allowed).toBe(false);
    }
  });

  it("is never shipped, whatever the variable says", () => {
    expect(fallbackVerdict("ship", { [allowUnofficialVariable]: "1" }).allowed).toBe(false);
  });

  it("exists for linux-x64 only", () => {
    expect(fallbackFits("linux", "x64")).toBe(true);
    expect(fallbackFits("linux", "arm64")).toBe(false);
    expect(fallbackFits("darwin", "x64")).toBe(false);
  });
});

describe("the official download", () => {
  const nowMs = 1_000_000_000_000;

  it("is tried when nothing is remembered", () => {
    expect(skipOfficial({ failedAtMs: undefined, nowMs, fallbackAllowed: true })).toBe(false);
  });

  it("is not tried again right after it failed, and is later", () => {
    expect(skipOfficial({ failedAtMs: nowMs - 1000, nowMs, fallbackAllowed: true })).toBe(true);
    expect(skipOfficial({ failedAtMs: nowMs - negativeAnswerLastsMs, nowMs, fallbackAllowed: true })).toBe(false);
  });

  it("is always tried where there is no other way", () => {
    expect(skipOfficial({ failedAtMs: nowMs - 1000, nowMs, fallbackAllowed: false })).toBe(false);
  });

  it("does not believe a time stamp from the future", () => {
    expect(skipOfficial({ failedAtMs: nowMs + 60_000, nowMs, fallbackAllowed: true })).toBe(false);
  });

  it("gets more time where somebody needs it", () => {
    expect(officialTimeoutMs("app")).toBeGreaterThan(officialTimeoutMs("test"));
    expect(officialTimeoutMs("ship")).toBeGreaterThan(officialTimeoutMs("demo"));
  });
});
