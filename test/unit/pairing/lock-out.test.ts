import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isOpen,
  type LockOutOrder,
  lockOutOrderSchema,
  lockOutWords,
  stageOf,
  withoutOrder,
  withOrder,
} from "../../../src/pairing/lock-out-order.ts";
import {
  type LockOut,
  type LockOutEvent,
  type LockOutSight,
  type LockOutStep,
  startLockOut,
  stepLockOut,
} from "../../../src/pairing/lock-out.ts";

const fresh: LockOutOrder = { gatewayId: "home", deviceId: "phone", name: "Lost phone", orderedAtMs: 1000 };

const words = (step: LockOutStep) => (step.do === "reject" ? `reject ${step.requestId}` : step.do);

/** Runs events one after another, 10 ms apart, and tells the steps that each one led to. */
function run(events: readonly LockOutEvent[], order = fresh) {
  let lockOut = startLockOut(order);
  let nowMs = order.orderedAtMs;
  const steps = events.map((event) => {
    nowMs += 10;
    const next = stepLockOut(lockOut, event, nowMs);
    lockOut = next.lockOut;
    return next.steps.map(words);
  });
  return { lockOut, order: lockOut.order, steps, stage: stageOf(lockOut.order) };
}

const seen = (sight: Partial<LockOutSight>): LockOutEvent => ({ type: "seen", sight: { pending: [], ...sight } });
const listed = seen({ entry: { approvedAtMs: 7 }, connected: true });
const gone = seen({ connected: false });
const trouble = (call: "remove" | { reject: string }, why: "gone" | "refused" | "trouble"): LockOutEvent => ({
  type: "failed",
  call,
  why,
  sentence: "It went wrong.",
});

describe("locking a device out", () => {
  it("rejects its requests, removes it, and is done when list and connections say so", () => {
    const { steps, order, stage } = run([
      { type: "connected" },
      seen({ pending: ["r1", "r2"], entry: { approvedAtMs: 7 }, connected: true }),
      { type: "rejected", requestId: "r1" },
      { type: "rejected", requestId: "r2" },
      { type: "removed" },
      gone,
    ]);
    expect(steps).toEqual([["look"], ["reject r1", "reject r2", "remove"], [], [], ["look"], []]);
    expect(stage).toBe("gone");
    expect(order).toMatchObject({
      reachedAtMs: 1020,
      removedAtMs: 1050,
      goneAtMs: 1060,
      proof: "list-and-connections",
    });
    expect(lockOutWords(order)).toBe("Locked out after 0.06 s.");
    expect(lockOutOrderSchema.safeParse(order).success).toBe(true);
  });

  it("sends at once what a live list knows, and is done only by a look after the answers", () => {
    const known = { entry: { approvedAtMs: 7 }, pending: ["r1"] };
    const { steps, order } = run([
      { type: "connected", known },
      { type: "removed" },
      { type: "rejected", requestId: "r1" },
      seen({ connected: true }),
      gone,
    ]);
    expect(steps).toEqual([["reject r1", "remove"], [], ["look"], ["look"], []]);
    expect(order).toMatchObject({ reachedAtMs: 1020, removedAtMs: 1020, approvedAtMs: 7, goneAtMs: 1050 });
    const sent = run([{ type: "connected", known: { entry: {}, pending: [] } }, { type: "removed" }]);
    expect(sent.stage).toBe("removed");
    // What the list didn't know comes to light in the look.
    expect(run([{ type: "connected", known }, listed]).steps.at(-1)).toEqual([]);
    const again = run([{ type: "connected", known }, { type: "disconnected" }, { type: "connected" }, listed]);
    expect(again.steps.at(-1)).toEqual(["remove"]);
  });

  it("isn't done while the device is still connected, nor while it is in the list", () => {
    const still = run([{ type: "connected" }, listed, { type: "removed" }, seen({ connected: true })]);
    expect(still.stage).toBe("removed");
    expect(still.steps.at(-1)).toEqual(["look"]);
    expect(lockOutWords(still.order)).toBe("Removed; waiting for the gateway to confirm.");
    const back = run([{ type: "connected" }, listed, { type: "removed" }, listed]);
    expect(back.stage).toBe("removed");
    expect(back.steps.at(-1)).toEqual(["remove"]);
  });

  it("says what is proved where the gateway doesn't tell who is connected", () => {
    const { order } = run([{ type: "connected" }, seen({ entry: {} }), { type: "removed" }, seen({})]);
    expect(order.proof).toBe("list");
    expect(lockOutWords(order)).toMatch(/^Locked out after 0\.04 s\. This gateway does not say who is connected/);
  });

  it("sends nothing twice while an answer is awaited", () => {
    const { steps } = run([
      { type: "connected" },
      seen({ pending: ["r1"], entry: {} }),
      seen({ pending: ["r1"], entry: {} }),
    ]);
    expect(steps.at(-1)).toEqual([]);
  });

  it("isn't held up by a device that keeps knocking", () => {
    const { stage, steps } = run([
      { type: "connected" },
      seen({ pending: ["r1"], entry: {}, connected: true }),
      { type: "rejected", requestId: "r1" },
      { type: "removed" },
      seen({ pending: ["r2"], connected: false }),
    ]);
    expect(stage).toBe("gone");
    expect(steps.at(-1)).toEqual(["reject r2"]);
  });

  it("goes on after a crash from what the list says", () => {
    const half = run([{ type: "connected" }, listed, { type: "removed" }]).order;
    const again = run([{ type: "connected" }, gone], half);
    expect(again.steps).toEqual([["look"], []]);
    expect(again.stage).toBe("gone");
    expect(again.order.removedAtMs).toBe(half.removedAtMs);
  });

  it("leaves alone a device that was approved again after it had been removed", () => {
    const half = run([{ type: "connected" }, listed, { type: "removed" }]).order;
    const again = run([{ type: "connected" }, seen({ entry: { approvedAtMs: 8 }, connected: true })], half);
    expect(again.stage).toBe("returned");
    expect(again.steps).toEqual([["look"], []]);
    expect(lockOutWords(again.order)).toMatch(/approved it again/);
  });

  it("waits for the gateway, and says how long after reaching it", () => {
    expect(lockOutWords(fresh)).toBe("Will be locked out as soon as the gateway can be reached.");
    const late = {
      ...fresh,
      reachedAtMs: 1000 + 7_200_000,
      goneAtMs: 1000 + 7_200_040,
      proof: "list-and-connections" as const,
    };
    expect(lockOutWords(late)).toBe("Locked out within 0.04 s of reaching the gateway, 2 h after the order.");
  });

  it("takes what is gone already as done, tries again after trouble, stops when refused until the next connection", () => {
    expect(run([{ type: "connected" }, listed, trouble("remove", "gone"), gone]).stage).toBe("gone");
    const tried = run([{ type: "connected" }, listed, trouble("remove", "trouble"), listed]);
    expect(tried.steps.slice(2)).toEqual([["look"], ["remove"]]);
    expect(tried.lockOut.problem).toBe("It went wrong.");
    const refused = run([
      { type: "connected" },
      listed,
      trouble("remove", "refused"),
      listed,
      { type: "connected" },
      listed,
    ]);
    expect(refused.steps.slice(2)).toEqual([["look"], [], ["look"], ["remove"]]);
  });

  it("looks ever more slowly", () => {
    let lockOut: LockOut = run([{ type: "connected" }, listed, { type: "removed" }]).lockOut;
    const waits = Array.from({ length: 9 }, () => {
      const next = stepLockOut(lockOut, seen({ connected: true }), 1);
      lockOut = next.lockOut;
      return next.steps[0]?.do === "look" ? next.steps[0].afterMs : -1;
    });
    expect(waits).toEqual([100, 250, 500, 1000, 2000, 5000, 5000, 5000, 5000]);
  });

  it("keeps one order for a device at a gateway", () => {
    const other = { ...fresh, gatewayId: "work" };
    const orders = withOrder(withOrder([], fresh), other);
    expect(withOrder(orders, { ...fresh, reachedAtMs: 5 })).toEqual([other, { ...fresh, reachedAtMs: 5 }]);
    expect(withoutOrder(orders, fresh)).toEqual([other]);
  });
});

/** A gateway's side of it, with everything that can go wrong between it and the app. */
class World {
  paired = true;
  connected = true;
  pending = new Set(["r1", "r2"]);
  removals = 0;
  #knocks = 0;

  knock(): void {
    if (!this.paired) this.pending.add(`knock ${(this.#knocks += 1)}`);
  }
  sight(): LockOutSight {
    return {
      pending: [...this.pending],
      entry: this.paired ? { approvedAtMs: 7 } : undefined,
      connected: this.connected,
    };
  }
}

describe("locking a device out, whatever happens on the way", () => {
  const mishap = fc.constantFrom("none", "none", "none", "lost", "unanswered", "crash", "drop", "knock", "slow close");

  it("removes once, never claims what isn't so, and gets there", () => {
    fc.assert(
      fc.property(fc.array(mishap, { maxLength: 40 }), fc.boolean(), (mishaps, live) => {
        const world = new World();
        let kept: LockOutOrder = fresh;
        let nowMs = fresh.orderedAtMs;
        let lockOut = startLockOut(kept);
        const known = live ? { entry: { approvedAtMs: 7 }, pending: ["r1"] } : undefined;
        let events: LockOutEvent[] = [{ type: "connected", known }];
        for (let turn = 0; turn < 200 && isOpen(kept); turn += 1) {
          const event = events.shift();
          // What is planned comes at last: a look.
          const next = stepLockOut(lockOut, event ?? { type: "seen", sight: world.sight() }, (nowMs += 1));
          ({ lockOut } = next);
          kept = lockOut.order;
          if (!isOpen(kept)) {
            for (const step of next.steps) if (step.do === "reject") world.pending.delete(step.requestId);
            break;
          }
          for (const step of next.steps) {
            const happens = mishaps.shift() ?? "none";
            if (happens === "knock") world.knock();
            if (step.do === "look") {
              if (happens !== "slow close" && !world.paired) world.connected = false;
              continue;
            }
            const call = step.do === "remove" ? ("remove" as const) : { reject: step.requestId };
            if (happens !== "lost") {
              if (step.do === "remove") {
                expect(world.paired).toBe(true);
                world.paired = false;
                world.removals += 1;
              } else world.pending.delete(step.requestId);
            }
            if (happens === "crash" || happens === "drop") {
              if (happens === "crash") lockOut = startLockOut(kept);
              events = [{ type: "disconnected" }, { type: "connected" }];
              break;
            }
            if (happens === "lost" || happens === "unanswered") {
              events.push({ type: "failed", call, why: "trouble", sentence: "No answer." });
            } else if (step.do === "remove") events.push({ type: "removed" });
            else events.push({ type: "rejected", requestId: step.requestId });
          }
        }
        expect(stageOf(kept)).toBe("gone");
        expect(world).toMatchObject({ paired: false, connected: false, removals: 1 });
        expect([...world.pending].filter((id) => id.startsWith("r"))).toEqual([]);
        // Done is done: nothing moves it any more.
        const sight = { pending: ["r9"], entry: { approvedAtMs: 99 }, connected: true };
        expect(stepLockOut(startLockOut(kept), { type: "seen", sight }, nowMs).steps).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
