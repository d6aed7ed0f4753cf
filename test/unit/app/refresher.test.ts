import { describe, expect, it } from "vitest";
import { Refresher } from "../../../src/app/refresher.ts";
import { FakeClock } from "../../support/fake-clock.ts";

/** A refresher whose runs end when the test says so. */
function stage() {
  const clock = new FakeClock();
  const open: (() => void)[] = [];
  const seen = { runs: 0, atOnce: 0, mostAtOnce: 0 };
  const refresher = new Refresher(clock, async () => {
    seen.runs += 1;
    seen.atOnce += 1;
    seen.mostAtOnce = Math.max(seen.mostAtOnce, seen.atOnce);
    await new Promise<void>((resolve) => open.push(resolve));
    seen.atOnce -= 1;
  });
  /** Ends the run that is under way and lets what follows begin. */
  async function end(): Promise<void> {
    open.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { clock, refresher, seen, end };
}

describe("ask", () => {
  it("runs at once", () => {
    const { refresher, seen } = stage();
    refresher.ask();
    expect(seen.runs).toBe(1);
  });

  it("never runs twice at once: however many ask meanwhile, one more follows", async () => {
    const { refresher, seen, end } = stage();
    refresher.ask();
    for (let call = 0; call < 50; call += 1) refresher.ask();
    expect(seen.runs).toBe(1);
    await end();
    expect(seen.runs).toBe(2);
    await end();
    expect(seen).toEqual({ runs: 2, atOnce: 0, mostAtOnce: 1 });
  });

  it("after a while: a burst makes one, at the first one's time", async () => {
    const { clock, refresher, seen, end } = stage();
    refresher.ask(100);
    clock.advance(60);
    refresher.ask(100);
    refresher.ask(100);
    expect(seen.runs).toBe(0);
    clock.advance(40);
    expect(seen.runs).toBe(1);
    await end();
    clock.advance(1_000);
    expect(seen.runs).toBe(1);
    expect(clock.waiting).toBe(0);
  });

  it("now makes the planned one needless", () => {
    const { clock, refresher, seen } = stage();
    refresher.ask(100);
    refresher.ask();
    expect(seen.runs).toBe(1);
    expect(clock.waiting).toBe(0);
  });

  it("works again after it came to rest", async () => {
    const { refresher, seen, end } = stage();
    refresher.ask();
    await end();
    refresher.ask();
    expect(seen.runs).toBe(2);
  });

  it("stop forgets what was planned", () => {
    const { clock, refresher, seen } = stage();
    refresher.ask(100);
    refresher.stop();
    clock.advance(1_000);
    expect(seen.runs).toBe(0);
  });
});

describe("fresh", () => {
  it("waits for a run that began after it was asked, not for the one under way", async () => {
    const { refresher, seen, end } = stage();
    refresher.ask();
    let done = false;
    const fresh = refresher.fresh().then(() => (done = true));
    await end();
    expect(seen.runs).toBe(2);
    expect(done).toBe(false);
    await end();
    await fresh;
    expect(done).toBe(true);
    expect(seen.mostAtOnce).toBe(1);
  });

  it("serves everybody who waits with one run", async () => {
    const { refresher, seen, end } = stage();
    const both = Promise.all([refresher.fresh(), refresher.fresh(), refresher.fresh()]);
    await end();
    await end();
    await both;
    expect(seen.runs).toBe(2);
  });
});
