import { expect, test } from "vitest";
import { type LockOutOrder, lockOutOrderSchema, lockOutWords, stageOf } from "../../../src/pairing/lock-out-order.ts";
import { type LockOutEvent, type LockOutSight, startLockOut, stepLockOut } from "../../../src/pairing/lock-out.ts";

const fresh: LockOutOrder = { gatewayId: "home", deviceId: "phone", name: "Lost phone", orderedAtMs: 1000 };

function run(events: readonly LockOutEvent[], order = fresh) {
  let lockOut = startLockOut(order);
  const steps = events.map((event, index) => {
    const next = stepLockOut(lockOut, event, order.orderedAtMs + 10 * (index + 1));
    lockOut = next.lockOut;
    return next.steps.map((step) => step.do);
  });
  return { order: lockOut.order, steps, stage: stageOf(lockOut.order) };
}

const seen = (sight: Partial<LockOutSight>): LockOutEvent => ({ type: "seen", sight: { pending: [], ...sight } });
/** A gateway that leaves open connections alone and has been running for so long, in ms. */
const at = (upMs: number) => ({ lingers: { upMs } });

test("is only called done after a restart where the gateway closes no connection", () => {
  const before = run([
    { type: "connected" },
    seen({ entry: {}, connected: true, ...at(90_000) }),
    { type: "removed" },
    // Neither list nor presence has it any more, which says nothing about what it has open.
    seen({ connected: false, ...at(90_500) }),
  ]);
  expect(before.stage).toBe("lingering");
  expect(before.steps.at(-1)).toEqual([]);
  expect(lockOutWords(before.order)).toBe("Removed, but not cut off yet: the gateway has to be restarted.");
  expect(lockOutOrderSchema.safeParse(before.order).success).toBe(true);

  const samePeriod = [{ type: "disconnected" }, { type: "connected" }, seen(at(95_000))] as const;
  expect(run(samePeriod, before.order).stage).toBe("lingering");
  const { order } = run([{ type: "connected" }, seen(at(4000))], before.order);
  expect(order).toMatchObject({ proof: "restart" });
  expect(lockOutWords(order)).toMatch(/^Locked out after .* The gateway was restarted/);
});

test("takes a restart before the removal for no proof", () => {
  // Restarted and approved again before this app got there; then removed by this app.
  const { stage } = run([
    { type: "connected" },
    seen(at(90_000)),
    { type: "disconnected" },
    { type: "connected" },
    seen({ entry: {}, ...at(20_000) }),
    { type: "removed" },
    seen(at(21_000)),
  ]);
  expect(stage).toBe("lingering");
  // A gateway that doesn't say for how long it has been running never proves it.
  const dumb = [{ type: "connected" }, seen({ lingers: { upMs: 0 } })] as const;
  expect(run(dumb, run(dumb).order).stage).toBe("lingering");
});
