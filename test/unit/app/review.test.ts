import { describe, expect, it } from "vitest";
import { deviceRow, requestRow, stageDesk } from "../../support/desk-stage.ts";

const operator = (scopes: string[]) => ({ role: "operator", roles: ["operator"], scopes, clientId: "gateway-client" });

async function withRequest(more: object = {}) {
  const stage = stageDesk();
  stage.gateway.pending = [requestRow("r1", "phone", stage.clock.now(), more)];
  await stage.connect();
  const view = (id = "r1") => stage.request(id)!;
  const about = (id = "r1") => ({ gatewayId: view(id).gatewayId, requestId: id, digest: view(id).digest });
  const see = async (id = "r1") => stage.desk.handle({ type: "seen", ...about(id) });
  const list = async (rows: Record<string, unknown>[]) => {
    stage.gateway.pending = rows;
    stage.clock.advance(15_000);
    await stage.settle();
  };
  return { stage, view, about, see, list };
}

describe("a card that changes while it is read", () => {
  it("says what changed under the same id, and asks again", async () => {
    const { stage, view, about, see } = await withRequest();
    await see();
    const read = about();
    stage.gateway.pending = [requestRow("r1", "phone", stage.clock.now(), { displayName: "Your bank" })];
    const result = await stage.desk.handle({ type: "approve", ...read });
    expect(result).toMatchObject({ ok: false });
    expect(view().changes).toEqual(["Calls itself “Your bank” now; it was “Pixel 9”."]);
    expect(stage.gateway.count("device.pair.approve")).toBe(0);
    expect(await stage.desk.handle({ type: "approve", ...about() })).toEqual({ ok: true });
  });

  it("says what changed when another request takes its place", async () => {
    const { stage, view, see, about } = await withRequest(operator(["operator.read"]));
    await see();
    const read = about();
    const nowMs = stage.clock.now();
    await stage.event("device.pair.resolved", {
      requestId: "r1",
      decision: "rejected",
      deviceId: "phone",
      ts: nowMs + 5,
    });
    stage.gateway.pending = [requestRow("r2", "phone", nowMs, operator(["operator.read", "operator.admin"]))];
    await stage.event("device.pair.requested", stage.gateway.pending[0]);
    expect(view("r2").changes).toEqual([
      "Asks for more: change anything on this gateway, and let others in. (operator.admin)",
      "The risk is high now; it was elevated.",
    ]);
    expect(await stage.desk.handle({ type: "approve", ...read })).toMatchObject({ ok: false });
    expect(stage.gateway.count("device.pair.approve")).toBe(0);
  });

  it("says nothing of a card that nobody has read, and nothing after a new request of its own", async () => {
    const { stage, view, see, list } = await withRequest();
    await list([requestRow("r1", "phone", stage.clock.now(), { displayName: "Other" })]);
    expect(view().changes).toBeUndefined();
    await see();
    await list([]);
    await list([requestRow("r9", "phone", stage.clock.now(), { displayName: "Third" })]);
    expect(view("r9").changes).toBeUndefined();
  });

  it("still asks past its five minutes when the gateway says so", async () => {
    const { stage, view, list } = await withRequest();
    expect(view().endless).toBeUndefined();
    const row = stage.gateway.pending;
    stage.clock.advance(5 * 60_000);
    await list(row);
    expect(view().endless).toBe("still-asking");
  });
});

describe("several at once", () => {
  async function withThree() {
    const stage = stageDesk();
    const nowMs = stage.clock.now();
    stage.gateway.pending = [
      requestRow("a", "d1", nowMs),
      requestRow("b", "d2", nowMs),
      requestRow("h", "d3", nowMs, operator(["operator.admin"])),
    ];
    await stage.connect();
    const items = stage.desk
      .snapshot()
      .requests.map(({ gatewayId, requestId, digest }) => ({ gatewayId, requestId, digest }));
    const approved = () =>
      stage.gateway.calls
        .filter(({ method }) => method === "device.pair.approve")
        .map(({ params }) => params["requestId"]);
    return { stage, items, approved };
  }

  it("approves what was displayed; what arrives meanwhile stays", async () => {
    const { stage, items, approved } = await withThree();
    stage.gateway.pending = [...stage.gateway.pending, requestRow("late", "d9", stage.clock.now())];
    const result = await stage.desk.handle({ type: "decide-several", what: "approve", items: items.slice(0, 2) });
    expect(result).toEqual({ ok: true });
    expect(approved().toSorted()).toEqual(["a", "b"]);
    expect(stage.request("late")).toBeDefined();
  });

  it("leaves a high-risk request whose own card was not read", async () => {
    const { stage, items, approved } = await withThree();
    const result = await stage.desk.handle({ type: "decide-several", what: "approve", items });
    expect(result).toMatchObject({ ok: false });
    expect(result.ok ? "" : result.sentence).toBe("2 requests approved. 1 request with high risk was left.");
    expect(approved()).not.toContain("h");
    const high = items[2]!;
    await stage.desk.handle({ type: "seen", ...high });
    await stage.desk.handle({ type: "decide-several", what: "approve", items: [high] });
    expect(approved(), "open for no time at all").not.toContain("h");
    stage.clock.advance(1_200);
    expect(await stage.desk.handle({ type: "decide-several", what: "approve", items: [high] })).toEqual({ ok: true });
    expect(approved()).toContain("h");
  });

  it("leaves what changed, and says so once", async () => {
    const { stage, items, approved } = await withThree();
    stage.gateway.pending = stage.gateway.pending.map((row) =>
      row["requestId"] === "b" ? { ...row, displayName: "X" } : row,
    );
    const result = await stage.desk.handle({ type: "decide-several", what: "approve", items: items.slice(0, 2) });
    expect(result.ok ? "" : result.sentence).toContain("1 request could not be approved");
    expect(approved()).toEqual(["a"]);
    expect(stage.desk.snapshot().notices).toEqual([]);
  });

  it("rejects any of them, each once, however often it is named", async () => {
    const { stage, items } = await withThree();
    expect(await stage.desk.handle({ type: "decide-several", what: "reject", items: [...items, ...items] })).toEqual({
      ok: true,
    });
    expect(stage.gateway.count("device.pair.reject")).toBe(3);
    expect(stage.desk.snapshot().requests).toEqual([]);
  });
});

describe("quiet", () => {
  it("mutes a device for an hour, keeps that on disk, and ends by itself", async () => {
    const { stage, about } = await withRequest();
    expect(await stage.desk.handle({ type: "mute", ...about() })).toEqual({ ok: true });
    expect(stage.desk.snapshot().quiet.muted).toMatchObject([{ deviceId: "phone", name: "Pixel 9" }]);
    expect(stage.muted.disk).toHaveLength(1);
    expect(stage.request("r1"), "still in the list").toBeDefined();
    stage.clock.advance(60 * 60_000);
    await stage.settle();
    expect(stage.desk.snapshot().quiet.muted).toEqual([]);
  });

  it("snoozes everything for an hour, and ends when told", async () => {
    const { stage } = await withRequest();
    await stage.desk.handle({ type: "snooze", on: true });
    expect(stage.desk.snapshot().quiet.snoozedUntilMs).toBe(stage.clock.now() + 60 * 60_000);
    await stage.desk.handle({ type: "snooze", on: false });
    expect(stage.desk.snapshot().quiet).toEqual({ muted: [] });
    await stage.desk.handle({ type: "snooze", on: true });
    stage.clock.advance(60 * 60_000);
    await stage.settle();
    expect(stage.desk.snapshot().quiet.snoozedUntilMs).toBeUndefined();
  });

  it("blocks a key: rejected on sight, in no list, under another id too, and undone", async () => {
    const { stage, about } = await withRequest();
    expect(await stage.desk.handle({ type: "block", ...about() })).toEqual({ ok: true });
    await stage.settle();
    expect(stage.gateway.count("device.pair.reject")).toBe(1);
    expect(stage.desk.snapshot().blocked).toMatchObject([{ deviceId: "phone", name: "Pixel 9", why: "unwanted" }]);
    stage.gateway.pending = [requestRow("r2", "other-id", stage.clock.now())];
    await stage.event("device.pair.requested", stage.gateway.pending[0]);
    expect(stage.desk.snapshot().requests).toEqual([]);
    expect(stage.gateway.count("device.pair.reject")).toBe(2);
    await stage.desk.handle({ type: "unblock", deviceId: "phone" });
    await stage.event("device.pair.requested", requestRow("r3", "phone", stage.clock.now()));
    expect(stage.request("r3")).toBeDefined();
  });
});

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
      "decided this-app: Approve: node",
      "failed this-app: Approve: What “Pixel 9”",
      "decided this-app: Approve: node",
      "sent this-app: Approve",
      "failed this-app: Approve: The connection",
    ]);
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
});
