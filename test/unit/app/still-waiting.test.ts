import { describe, expect, it } from "vitest";
import { attend, freshAttention } from "../../../src/app/attention.ts";
import { requestRow, stageDesk } from "../../support/desk-stage.ts";

/** A desk on which each picture is looked at: whether the request is in it, and what notifications stand on the screen. */
async function watched(askedAgoMs = 0) {
  const stage = stageDesk();
  await stage.connect();
  const row = requestRow("r1", "phone", stage.clock.now() - askedAgoMs);
  const pictures: { shown: boolean; told: number }[] = [];
  let memory = freshAttention;
  stage.desk.subscribe((snapshot) => {
    const attention = attend(memory, snapshot, stage.clock.now(), snapshot.settings);
    memory = attention.memory;
    const shown = snapshot.requests.some(({ requestId }) => requestId === "r1");
    pictures.push({ shown, told: attention.wanted.length });
  });
  stage.gateway.pending = [row];
  await stage.event("device.pair.requested", row);
  const pass = async (ms: number) => {
    stage.clock.advance(ms);
    await stage.settle();
  };
  return { stage, pictures, pass };
}

describe("a request whose five minutes are over", () => {
  it("stays on screen and told while its device keeps asking, and is one story in the history", async () => {
    // Not in step with the poll, which would ask just in time.
    const { stage, pictures, pass } = await watched(7_000);
    for (let step = 0; step < 640; step += 1) await pass(500);
    expect(stage.request("r1")).toMatchObject({ endless: "still-asking", canDecide: true });
    expect(pictures.filter(({ shown, told }) => !shown || told !== 1)).toEqual([]);
    expect(stage.history.lines()).toEqual(["asked gateway: node"]);
  });

  it("isn't over because this machine's clock is ahead of the gateway's", async () => {
    const { stage, pictures, pass } = await watched(6 * 60_000);
    for (let step = 0; step < 60; step += 1) await pass(500);
    expect(stage.request("r1")).toBeDefined();
    expect(pictures.filter(({ shown, told }) => !shown || told !== 1)).toEqual([]);
    expect(stage.history.lines()).toEqual(["asked gateway: node"]);
  });

  it("ends when the gateway no longer has it, which is asked at that moment", async () => {
    const { stage, pass } = await watched();
    await pass(290_000);
    stage.gateway.pending = [];
    const lists = stage.gateway.count("device.pair.list");
    stage.gateway.answers.set("device.pair.list", async () => ({ pending: [], paired: [] }));
    await pass(10_600);
    expect(stage.gateway.count("device.pair.list")).toBeGreaterThan(lists);
    expect(stage.request("r1")).toBeUndefined();
    await pass(2_000);
    expect(stage.history.lines()).toContain("ended gateway: Nobody answered in time.");
  });

  it("ends by this machine's clock while the gateway can't be asked", async () => {
    const { stage, pass } = await watched();
    stage.gateway.answers.set("device.pair.list", () => Promise.reject(new Error("gateway request timeout")));
    await pass(299_000);
    expect(stage.request("r1")).toBeDefined();
    await pass(2_000);
    expect(stage.request("r1")).toBeUndefined();
  });

  it("ends by the clock too when the gateway answers with no list", async () => {
    const { stage, pass } = await watched();
    stage.gateway.answers.set("device.pair.list", async () => "what?");
    await pass(301_000);
    expect(stage.desk.snapshot().gateways[0]?.state.title).toContain("can't be read");
    expect(stage.request("r1")).toBeUndefined();
  });
});

describe("a request that left the list for a moment", () => {
  it("is neither ended nor asked anew in the history", async () => {
    const { stage, pass } = await watched();
    const rows = stage.gateway.pending;
    for (const pending of [[], rows, [], rows]) {
      stage.gateway.pending = pending;
      await stage.event("device.pair.changed", {});
      await pass(200);
    }
    await pass(5_000);
    expect(stage.history.lines()).toEqual(["asked gateway: node"]);
  });

  it("was decided by whoever says so a moment later", async () => {
    const { stage, pass } = await watched();
    stage.gateway.pending = [];
    await stage.event("device.pair.changed", {});
    await pass(200);
    await stage.event("device.pair.resolved", { requestId: "r1", decision: "approved", deviceId: "phone" });
    await pass(5_000);
    expect(stage.history.lines()).toEqual(["asked gateway: node", "decided another-operator: Approved"]);
  });
});
