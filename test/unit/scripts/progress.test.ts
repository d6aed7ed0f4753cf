import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { seconds, told } from "../../../scripts/lib/progress.ts";

describe("a wait that is told", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("says nothing when it is short", async () => {
    const said: string[] = [];
    const work = told("the thing", new Promise((done) => setTimeout(done, 900)), (line) => said.push(line));
    await vi.advanceTimersByTimeAsync(900);
    await work;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said).toEqual([]);
  });

  it("says what it waits for after a second, and again every ten", async () => {
    const said: string[] = [];
    const work = told("the thing", new Promise((done) => setTimeout(done, 21_000)), (line) => said.push(line));
    await vi.advanceTimersByTimeAsync(21_000);
    await work;
    expect(said).toEqual([
      "… waiting for the thing",
      "… still waiting for the thing (10 s)",
      "… still waiting for the thing (20 s)",
    ]);
  });

  it("passes on what the work answers or throws", async () => {
    await expect(told("x", Promise.resolve(7), () => undefined)).resolves.toBe(7);
    await expect(told("x", Promise.reject(new Error("no")), () => undefined)).rejects.toThrow("no");
  });

  it("writes times the way people read them", () => {
    expect([seconds(4_400), seconds(59_400), seconds(83_400)]).toEqual(["4 s", "59 s", "1 min 23 s"]);
  });
});
