import { expect, it } from "vitest";
import { ListReader } from "../../../src/gateway/list-reader.ts";
import { applyPatch, diffSnapshots } from "../../../src/app/snapshot-patch.ts";
import type { AppSnapshot } from "../../../src/app/snapshot.ts";
import { deviceRow, type DeskStage, stageDesk } from "../../support/desk-stage.ts";

const COUNT = 10_000;
const id = (n: number) => n.toString(16).padStart(64, "0");
const row = (n: number, more: object = {}) =>
  deviceRow(id(n), {
    displayName: `Phone ${n}`,
    publicKey: "1Obv3al_3zonTKkZqWhPBM8MsNU2yMqnwkxO25re1DA",
    lastSeenAtMs: 1_700_000_000_000 + n,
    approvedVia: "owner",
    ...more,
  });

async function crowd(): Promise<DeskStage> {
  const stage = stageDesk();
  stage.gateway.paired = Array.from({ length: COUNT }, (_, n) => row(n));
  await stage.connect();
  expect(stage.desk.snapshot().devices).toHaveLength(COUNT);
  return stage;
}

/** Which devices are other objects than before: each is made anew, sent, and drawn. */
function changed(before: AppSnapshot, after: AppSnapshot): string[] {
  return after.devices.filter((device, place) => device !== before.devices[place]).map(({ deviceId }) => deviceId);
}

it("a click on one among ten thousand makes and sends that one anew, in under 20 kB", { timeout: 60_000 }, async () => {
  const stage = await crowd();
  const { id: gatewayId } = stage.desk.snapshot().gateways[0]!;
  for (const which of [0, 5_000, COUNT - 1]) {
    const before = stage.desk.snapshot();
    await stage.desk.handle({ type: "remove", gatewayId, deviceId: id(which) });
    const after = stage.desk.snapshot();
    const patch = diffSnapshots(before, after);
    expect(changed(before, after)).toEqual([id(which)]);
    expect(patch.lists.devices).toEqual({ put: [after.devices[which]], drop: [] });
    expect(applyPatch(before, patch)?.devices[which]).toBe(after.devices[which]);
    expect(JSON.stringify(patch).length).toBeLessThan(20_000);
  }
});

it("a list of ten thousand with one change makes and sends one anew, in under 20 kB", { timeout: 60_000 }, async () => {
  const stage = await crowd();
  const before = stage.desk.snapshot();
  // As off the wire: every row is another object.
  stage.gateway.paired = Array.from({ length: COUNT }, (_, n) => row(n, n === 5_000 ? { operatorLabel: "Mine" } : {}));
  stage.clock.advance(15_000);
  await stage.settle();
  const after = stage.desk.snapshot();
  expect(changed(before, after)).toEqual([id(5_000)]);
  expect(after.devices[5_000]?.name).toBe("Mine");
  expect(JSON.stringify(diffSnapshots(before, after)).length).toBeLessThan(20_000);
});

it("reads what changed, and only that, whatever a gateway sends", () => {
  const reader = new ListReader();
  const first = reader.read({ pending: [], paired: [row(1), row(2), { deviceId: "" }, null] }, 0)!;
  expect(first).toMatchObject({ unreadable: 2 });
  const second = reader.read({ pending: [], paired: [row(2, { connected: false }), row(1)] }, 0)!;
  expect(second.devices[1]).toBe(first.devices[0]);
  expect(second.devices[0]).toEqual({ ...first.devices[1], connected: false });
  expect(reader.read("no list", 0)).toBeUndefined();
  expect(reader.read({ pending: [], paired: [row(1)] }, 0)?.devices[0]).toBe(first.devices[0]);
  let deep: unknown = {};
  for (let level = 0; level < 5_000; level += 1) deep = [deep];
  const nested = () => ({ pending: [], paired: [row(1, { deep })] });
  expect(reader.read(nested(), 0)?.devices).toHaveLength(1);
  expect(reader.read(nested(), 0)?.devices).toHaveLength(1);
});
