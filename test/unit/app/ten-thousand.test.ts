import { expect, it } from "vitest";
import { ListReader } from "../../../src/gateway/list-reader.ts";
import { parseLists } from "../../../src/gateway/parse-lists.ts";
import { applyPatch, diffSnapshots } from "../../../src/app/snapshot-patch.ts";
import { trayModel } from "../../../src/app/tray-model.ts";
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

/** The least of some runs, in ms: what the work costs, not what else this machine does. */
async function cost(runs: number, work: (run: number) => Promise<void>): Promise<number> {
  const all: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const startMs = performance.now();
    await work(run);
    all.push(performance.now() - startMs);
  }
  return Math.min(...all);
}

it("one device's change among ten thousand costs main under 5 ms and the window under 20 kB", async () => {
  const stage = await crowd();
  const { id: gatewayId } = stage.desk.snapshot().gateways[0]!;
  let bytes = 0;
  const ms = await cost(15, async (run) => {
    const before = stage.desk.snapshot();
    await stage.desk.handle({ type: "remove", gatewayId, deviceId: id(run) });
    const after = stage.desk.snapshot();
    const patch = diffSnapshots(before, after);
    trayModel(after);
    bytes = JSON.stringify(patch).length;
    expect(patch.lists.devices?.put.map(({ deviceId }) => deviceId)).toEqual([id(run)]);
    expect(applyPatch(before, patch)?.devices[run]).toBe(after.devices[run]);
  });
  console.log(
    `A click on one of ${COUNT} devices: ${ms.toFixed(1)} ms in main, ${(bytes / 1024).toFixed(1)} kB to the window`,
  );
  expect(ms).toBeLessThan(5);
  expect(bytes).toBeLessThan(20_000);
});

it("a list of ten thousand with one change is read in a fraction of what reading it anew takes, and sends one device", async () => {
  const stage = await crowd();
  let bytes = 0;
  const ms = await cost(8, async (run) => {
    const before = stage.desk.snapshot();
    stage.gateway.paired = stage.gateway.paired.with(5_000, row(5_000, { connected: run % 2 === 0 }));
    stage.clock.advance(15_000);
    await stage.settle();
    const patch = diffSnapshots(before, stage.desk.snapshot());
    bytes = Math.max(bytes, JSON.stringify(patch).length);
    expect(patch.lists.devices?.put.length ?? 0).toBeLessThanOrEqual(1);
  });
  const list = { pending: [], paired: stage.gateway.paired };
  const anew = await cost(3, async () => void parseLists(list, 0));
  console.log(`A list with one change: ${ms.toFixed(0)} ms; reading it anew alone: ${anew.toFixed(0)} ms`);
  expect(ms).toBeLessThan(anew);
  expect(bytes).toBeLessThan(20_000);
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
