import { expect, test } from "vitest";
import { type LockOutOrder, lockOutWords, stageOf } from "../../../src/pairing/lock-out-order.ts";
import {
  isRefused,
  type LockOutEvent,
  type LockOutSight,
  startLockOut,
  stepLockOut,
} from "../../../src/pairing/lock-out.ts";

const fresh: LockOutOrder = { gatewayId: "home", deviceId: "phone", name: "Lost phone", orderedAtMs: 1000 };

function run(events: readonly LockOutEvent[]) {
  let lockOut = startLockOut(fresh);
  const steps = events.map((event, index) => {
    const next = stepLockOut(lockOut, event, fresh.orderedAtMs + 10 * (index + 1));
    lockOut = next.lockOut;
    return next.steps.map((step) => step.do);
  });
  return { lockOut, order: lockOut.order, steps, stage: stageOf(lockOut.order) };
}

const seen = (sight: Partial<LockOutSight>): LockOutEvent => ({ type: "seen", sight: { pending: [], ...sight } });
const gone = seen({ connected: false });
const refusing = (call: "remove" | { reject: string }): LockOutEvent => ({
  type: "failed",
  call,
  why: "refused",
  sentence: "The gateway refused.",
});

test("says that it was refused, once nothing is under way any more", () => {
  const asked = seen({ pending: ["r1"], entry: { approvedAtMs: 7 }, connected: true });
  const half = run([{ type: "connected" }, asked, refusing({ reject: "r1" })]);
  expect(isRefused(half.lockOut), "its removal may still be answered").toBe(false);
  const no = run([{ type: "connected" }, asked, refusing({ reject: "r1" }), refusing("remove")]);
  expect(isRefused(no.lockOut)).toBe(true);
  expect(lockOutWords(no.order, true)).toBe("Not locked out: the gateway refused.");
  const known = { entry: { approvedAtMs: 7 }, pending: [] };
  const atOnce = run([{ type: "connected", known }, refusing("remove")]);
  expect(lockOutWords(atOnce.order, true)).toBe("Not locked out: the gateway refused.");

  const removed = [{ type: "connected" }, asked, { type: "removed" }, refusing({ reject: "r1" })] as const;
  expect(run(removed).steps.at(-1), "what was done meanwhile is seen").toEqual(["look"]);
  expect(run([...removed, gone]).stage).toBe("gone");
  const stays = run([...removed, seen({ pending: ["r1"], connected: false })]);
  expect(stays.steps.at(-1)).toEqual([]);
  expect(lockOutWords(stays.order, isRefused(stays.lockOut))).toMatch(/^Not confirmed: /);
});
