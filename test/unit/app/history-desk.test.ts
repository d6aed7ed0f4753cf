import { describe, expect, it } from "vitest";
import { deviceRow, requestRow, stageDesk } from "../../support/desk-stage.ts";
import { operator, withRequest } from "../../support/review-stage.ts";

describe("the history", () => {
  it("tells a decision from its question to its confirmation", async () => {
    const { stage, about, see } = await withRequest();
    await see();
    await see();
    await stage.desk.handle({ type: "approve", ...about() });
    await stage.settle();
    stage.clock.advance(5_000);
    expect(stage.history.lines()).toEqual([
      "asked gateway: node",
      "shown this-app: node",
      "decided this-app: Approve: node",
      "sent this-app: Approve",
      "confirmed this-app: Approve",
    ]);
    expect(stage.history.breaks()).toEqual([]);
  });

  it("tells what another operator decided, what ended, and what took whose place", async () => {
    const { stage, list } = await withRequest();
    const nowMs = stage.clock.now();
    await stage.event("device.pair.resolved", {
      requestId: "r1",
      decision: "rejected",
      deviceId: "phone",
      ts: nowMs + 5,
    });
    await stage.event("device.pair.requested", requestRow("r2", "phone", nowMs, operator([])));
    stage.gateway.pending = [requestRow("r2", "phone", nowMs, operator([]))];
    stage.clock.advance(2_000);
    await stage.settle();
    await stage.event("device.pair.resolved", { requestId: "r2", decision: "approved", deviceId: "phone" });
    stage.gateway.pending = [requestRow("r3", "other", stage.clock.now())];
    stage.clock.advance(2_000);
    await stage.settle();
    await list([]);
    stage.clock.advance(2_000);
    await stage.settle();
    expect(stage.history.lines()).toEqual([
      "asked gateway: node",
      "asked gateway: operator; in place of what it asked before",
      "ended gateway: The device asked for something else instead.",
      "decided another-operator: Approved",
      "asked gateway: node",
      "ended gateway: The gateway no longer has it.",
    ]);
  });

  it("tells whom another operator let in, also in a flood", async () => {
    const { stage, list } = await withRequest();
    const nowMs = stage.clock.now();
    const flood = Array.from({ length: 80 }, (_, n) => requestRow(`f${n}`, `flooder${n}`, nowMs));
    await list([requestRow("r1", "phone", nowMs, operator([])), ...flood]);
    await stage.event("device.pair.resolved", { requestId: "r1", decision: "approved", deviceId: "phone" });
    stage.clock.advance(2_000);
    await stage.settle();
    expect(stage.history.lines()).toContain("decided another-operator: Approved");
    expect(stage.history.lines().length).toBeLessThan(70);
  });

  it("tells what was not sent, and what nobody knows", async () => {
    const { stage, about } = await withRequest();
    await stage.desk.handle({ type: "approve", ...about(), digest: "old" });
    stage.gateway.answers.set("device.pair.approve", () => Promise.reject(new Error("gateway request timeout")));
    await stage.desk.handle({ type: "approve", ...about() });
    expect(
      stage.history
        .lines()
        .slice(1)
        .map((line) => line.slice(0, 40)),
    ).toEqual([
      "decided this-app: Approve: an earlier ve",
      "failed this-app: Approve: What “Pixel 9”",
      "decided this-app: Approve: node",
      "sent this-app: Approve",
      "unanswered this-app: Approve: The gatewa",
    ]);
  });

  it("names who asked also where the request is gone when it is clicked", async () => {
    const { stage, about, list } = await withRequest();
    const clicked = about();
    await list([]);
    await stage.desk.handle({ type: "approve", ...clicked });
    const row = stage.history.rows().findLast((each) => each.kind === "failed");
    expect(row).toMatchObject({ name: "Pixel 9", requestId: "r1" });
    expect(stage.desk.snapshot().notices.at(-1)?.sentence).toMatch(/^What “Pixel 9” asked for isn't there any more/);
  });

  it("says of a blocked key that somebody else let in who did it", async () => {
    const { stage, about, list } = await withRequest();
    await stage.desk.handle({ type: "block", ...about() });
    await list([]);
    stage.gateway.answers.set("device.pair.reject", () => Promise.reject(new Error("gateway request timeout")));
    await stage.event("device.pair.requested", requestRow("r2", "phone", stage.clock.now()));
    await stage.event("device.pair.resolved", { requestId: "r2", decision: "approved", deviceId: "phone" });
    expect(stage.history.lines().at(-1)).toBe("decided another-operator: Approved, although its key is blocked here");
    expect(stage.history.rows().at(-1)).toMatchObject({ name: "Pixel 9" });
  });

  it("can't be pushed out by a stranger who keeps asking", async () => {
    const stage = stageDesk();
    await stage.connect();
    for (let n = 0; n < 500; n += 1) {
      await stage.event("device.pair.requested", requestRow(`r${n}`, `d${n}`, stage.clock.now()));
    }
    expect(stage.desk.snapshot().requests).toHaveLength(500);
    stage.clock.advance(60_000);
    expect(stage.history.rows()).toHaveLength(61);
    expect(stage.history.lines().at(-1)).toContain("440 more");
  });

  it("can't be pushed out by a blocked key that keeps knocking, which takes nobody else's room", async () => {
    const { stage, about, list } = await withRequest();
    await stage.desk.handle({ type: "block", ...about() });
    await list([]);
    const blockedAt = stage.history.lines().findIndex((line) => line.startsWith("blocked"));
    for (let n = 0; n < 150; n += 1) {
      const requestId = `b${n}`;
      await stage.event("device.pair.requested", requestRow(requestId, "phone", stage.clock.now()));
      await stage.event("device.pair.resolved", { requestId, decision: "rejected", deviceId: "phone" });
      stage.clock.advance(60_000);
    }
    const blocked = stage.history.lines().slice(blockedAt);
    expect(blocked.filter((line) => line.includes("Rejected on sight")).length).toBeLessThanOrEqual(30);
    expect(blocked.length, "those that were counted, too").toBeLessThan(40);
    expect(blocked.join()).toMatch(/\d+ more rows about blocked keys rejected on sight, not written one by one/);
    await stage.event("device.pair.requested", requestRow("s", "stranger", stage.clock.now(), { publicKey: "other" }));
    expect(stage.history.lines().at(-1)).toBe("asked gateway: node");
  });

  it("shows the window what it asks for, newest first, and nothing otherwise", async () => {
    const { stage, about } = await withRequest();
    await stage.desk.handle({ type: "reject", ...about() });
    await stage.settle();
    expect(stage.desk.snapshot().activity).toEqual([]);
    const watch = {
      type: "watch-activity",
      on: true,
      text: "",
      about: "everything",
      by: "anybody",
      most: 100,
    } as const;
    await stage.desk.handle(watch);
    const { activity, activityList } = stage.desk.snapshot();
    expect(activity.map(({ what }) => what)).toEqual([
      "Confirmed by the gateway",
      "Sent to the gateway",
      "Decided",
      "Asked",
    ]);
    expect(activity[0]).toMatchObject({ name: "Pixel 9", by: "You, with PairTray", tone: "good" });
    expect(activityList).toEqual({ total: 4, matching: 4, problems: [] });
    await stage.desk.handle({ ...watch, text: "sent", most: 1 });
    expect(stage.desk.snapshot().activity).toHaveLength(1);
    await stage.desk.handle({ ...watch, on: false });
    expect(stage.desk.snapshot().activity).toEqual([]);
  });

  it("remembers what a device was removed from", async () => {
    const stage = stageDesk();
    stage.gateway.paired = [deviceRow("a")];
    await stage.connect();
    const { gatewayId } = stage.desk.snapshot().devices[0]!;
    await stage.desk.handle({ type: "revoke", gatewayId, deviceId: "a", role: "operator" });
    stage.clock.advance(10_000);
    await stage.settle();
    expect(stage.history.lines().join("\n")).toContain("revoked this-app");
  });

  it("tells a block, what it turned away, and its end", async () => {
    const { stage, about } = await withRequest();
    await stage.desk.handle({ type: "block", ...about() });
    await stage.settle();
    await stage.event("device.pair.resolved", { requestId: "r1", decision: "rejected", deviceId: "phone" });
    await stage.desk.handle({ type: "unblock", deviceId: "phone" });
    stage.clock.advance(5_000);
    expect(stage.history.lines().slice(1)).toEqual([
      "blocked this-app: Its requests are rejected on sight from now on",
      "decided this-app: Rejected on sight: its key is blocked",
      "unblocked this-app",
    ]);
  });

  it("names nobody else for what a lock-out rejects", async () => {
    const stage = stageDesk();
    stage.gateway.paired = [deviceRow("a")];
    stage.gateway.pending = [requestRow("r1", "a", stage.clock.now(), { isRepair: true, publicKey: undefined })];
    await stage.connect();
    const { gatewayId } = stage.desk.snapshot().devices[0]!;
    stage.gateway.answers.set("device.pair.reject", async () => {
      stage.gateway.pending = [];
      await stage.event("device.pair.resolved", { requestId: "r1", decision: "rejected", deviceId: "a" });
      return {};
    });
    await stage.desk.handle({ type: "lock-out", gatewayId, deviceId: "a" });
    for (let turn = 0; turn < 5; turn += 1) {
      await stage.settle();
      stage.clock.advance(2_000);
    }
    expect(stage.history.lines()).toEqual([
      "asked gateway: node",
      "lock-out-ordered this-app",
      "decided this-app: Rejected: its device is locked out",
      "locked-out this-app",
    ]);
  });

  it("tells an ordered lock-out and its success", async () => {
    const stage = stageDesk();
    stage.gateway.paired = [deviceRow("a")];
    await stage.connect();
    const { gatewayId } = stage.desk.snapshot().devices[0]!;
    await stage.desk.handle({ type: "lock-out", gatewayId, deviceId: "a" });
    for (let turn = 0; turn < 5; turn += 1) {
      await stage.settle();
      stage.clock.advance(2_000);
    }
    expect(stage.history.lines()).toEqual(["lock-out-ordered this-app", "locked-out this-app"]);
  });
});
