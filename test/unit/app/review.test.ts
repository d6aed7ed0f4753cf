import { describe, expect, it } from "vitest";
import { deviceRow, requestRow, stageDesk } from "../../support/desk-stage.ts";
import { operator, withRequest } from "../../support/review-stage.ts";

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
    const kept = () => stage.lockOutLists.blocked.all();
    expect(stage.desk.snapshot().blocked).toMatchObject([{ refused: 2 }]);
    expect(kept(), "a stranger must not keep the disk busy").toMatchObject([{ refused: 1 }]);
    stage.desk.close();
    expect(kept()).toMatchObject([{ refused: 2 }]);
    const later = stageDesk(undefined, stage.lockOutLists);
    expect(later.desk.snapshot().blocked).toMatchObject([{ refused: 2 }]);
  });

  it("says that a paired device keeps its access when its requests are blocked, and where it is locked out", async () => {
    const stranger = await withRequest();
    await stranger.stage.desk.handle({ type: "block", ...stranger.about() });
    expect(stranger.stage.desk.snapshot().notices).toMatchObject([
      {
        sentence: "“Pixel 9” is blocked: PairTray rejects its requests on sight.",
        step: "Settings lists what is blocked, and takes it back.",
      },
    ]);
    for (const [kind, scopes] of [
      ["upgrade", ["operator.admin"]],
      ["repair", ["operator.read"]],
    ] as const) {
      const stage = stageDesk();
      const access = { ...operator(["operator.read"]), tokens: [] };
      stage.gateway.paired = [deviceRow("phone", { ...access, publicKey: undefined })];
      stage.gateway.pending = [
        requestRow("r1", "phone", stage.clock.now(), { ...operator([...scopes]), isRepair: true }),
      ];
      await stage.connect();
      const { gatewayId, kind: shown } = stage.request("r1")!;
      expect(shown).toBe(kind);
      await stage.desk.handle({ type: "block", gatewayId, requestId: "r1" });
      expect(stage.desk.snapshot().notices, kind).toMatchObject([
        {
          sentence: "“Pixel 9” is blocked: PairTray rejects its requests on sight. It keeps the access that it has.",
          step: "Devices, Lost it… locks it out. Settings lists what is blocked, and takes it back.",
        },
      ]);
    }
  });

  it("shows a device again that was unblocked", async () => {
    const { stage, about } = await withRequest();
    await stage.desk.handle({ type: "block", ...about() });
    await stage.settle();
    await stage.desk.handle({ type: "unblock", deviceId: "phone" });
    expect(stage.desk.snapshot().blocked).toEqual([]);
    await stage.event("device.pair.requested", requestRow("r3", "phone", stage.clock.now()));
    expect(stage.request("r3")).toBeDefined();
  });
});
