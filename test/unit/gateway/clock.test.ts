import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "../../../src/gateway/clock.ts";

describe("systemClock", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("runs once, and not after its undo", () => {
    const run = vi.fn();
    const undone = vi.fn();
    systemClock.after(1_000, run);
    systemClock.after(1_000, undone)();
    vi.advanceTimersByTime(10_000);
    expect(run).toHaveBeenCalledTimes(1);
    expect(undone).not.toHaveBeenCalled();
  });

  it("doesn't hand Node a time that it takes for no time", () => {
    const setTimer = vi.spyOn(globalThis, "setTimeout");
    systemClock.after(1e12, () => undefined)();
    expect(setTimer.mock.calls[0]?.[1]).toBeLessThanOrEqual(2_147_483_647);
  });
});
