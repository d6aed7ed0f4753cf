import { describe, expect, it } from "vitest";
import { intentSchema } from "../../../src/app/intent.ts";
import type { RequestView } from "../../../src/app/snapshot.ts";
import { loud, Watcher } from "./attention-watcher.ts";
import { requestOf } from "./snapshots.ts";

it("tells of a node's commands, and not of a node that offers none", () => {
  const command = { name: "camera.snap", sentence: "Take pictures.", change: "added", risk: "high" } as const;
  const told = (scopes: RequestView["scopes"]) =>
    new Watcher().see(0, [requestOf(1, 1, { kind: "node-access", scopes })]).wanted;
  expect(told([command])).toHaveLength(1);
  expect(told([{ ...command, change: "kept" }])).toEqual([]);
  expect(told([])).toEqual([]);
});

it("says of a device that asks for two things that there is more, and decides about neither", () => {
  const command = { name: "camera.list", sentence: "See which cameras it has.", change: "added", risk: "low" } as const;
  const upgrade = requestOf(1, 1, { kind: "upgrade", risk: "low", askedAtMs: 1 });
  const node = requestOf(1, 2, { kind: "node-access", scopes: [command], askedAtMs: 2 });
  const watcher = new Watcher();
  expect(watcher.see(0, [upgrade]).wanted[0]?.buttons.map(({ label }) => label)).toEqual(["Approve", "Reject"]);
  const both = watcher.see(1_000, [upgrade, node]).wanted;
  expect(both).toHaveLength(1);
  expect(both[0]?.title).toBe("“Phone 1” asks to be used by your agents");
  expect(both[0]?.body).toContain("See which cameras it has.");
  expect(both[0]?.body.split("\n").at(-1)).toBe("It also asks for more access.");
  expect(both[0]?.buttons.map(({ label }) => label)).toEqual(["Review"]);
  expect(both[0]?.open).toEqual({ type: "open", view: "requests" });
  const hidden = watcher.see(2_000, [upgrade, node], { ...loud, showNames: false }).wanted;
  expect(hidden[0]?.body).toBe("PairTray shows who it is.\nIt also asks for more access.");
  const alone = watcher.see(3_000, [node]).wanted;
  expect(alone[0]?.body).not.toContain("also");
  expect(alone[0]?.buttons.map(({ label }) => label)).toEqual(["Review", "Reject"]);
});

describe("one request", () => {
  it("is told once, with what it is about, and closes when it ends", () => {
    const watcher = new Watcher();
    const [model] = watcher.see(0, [requestOf(1)]).wanted;
    expect(model).toMatchObject({
      tag: "device/g/d1",
      title: "“Phone 1” asks to pair",
      urgency: "normal",
      open: { type: "open", view: "requests", key: "g/d1-r1" },
    });
    expect(model?.body).toBe("Android phone · 192.168.1.20\nRead your chats.\nThis device was never seen here before.");
    watcher.see(1_000, [requestOf(1)]);
    expect(watcher.raised).toBe(1);
    expect(watcher.see(2_000, []).wanted).toEqual([]);
  });

  it("is not told again when it comes back after a gateway's restart", () => {
    const watcher = new Watcher();
    watcher.see(0, [requestOf(1)]);
    watcher.see(1_000, []);
    expect(watcher.see(2_000, [requestOf(1)]).wanted).toEqual([]);
    expect(watcher.see(60_000, [requestOf(1)]).wanted).toEqual([]);
  });

  it("goes when it was clicked on, and a failure isn't told twice", () => {
    const watcher = new Watcher();
    watcher.see(0, [requestOf(1)]);
    expect(watcher.see(10, [requestOf(1, 1, { action: { state: "sending", what: "reject" } })]).wanted).toEqual([]);
    const failed = requestOf(1, 1, { action: { state: "failed", what: "reject", sentence: "No." } });
    expect(watcher.see(20, [failed]).wanted).toEqual([]);
  });

  it("offers Approve only where the risk is low and we may, Reject always, each bound to what was shown", () => {
    const buttons = (change: Partial<RequestView>) =>
      new Watcher().see(0, [requestOf(1, 1, change)]).wanted[0]!.buttons;
    expect(buttons({ risk: "low" }).map((button) => button.label)).toEqual(["Approve", "Reject"]);
    expect(buttons({ risk: "low", canDecide: false }).map((button) => button.label)).toEqual(["Review", "Reject"]);
    for (const risk of ["elevated", "high"] as const) {
      expect(buttons({ risk }).map((button) => button.label)).toEqual(["Review", "Reject"]);
    }
    expect(buttons({ risk: "low" }).map((button) => button.intent)).toEqual([
      { type: "approve", gatewayId: "g", requestId: "d1-r1", digest: "digest-d1-r1" },
      { type: "reject", gatewayId: "g", requestId: "d1-r1", digest: "digest-d1-r1" },
    ]);
    for (const button of buttons({ risk: "low" })) expect(intentSchema.parse(button.intent)).toEqual(button.intent);
  });

  it("follows a moved digest in place, without coming up again", () => {
    const watcher = new Watcher();
    watcher.see(0, [requestOf(1)]);
    watcher.see(1_000, [requestOf(1, 1, { digest: "moved" })]);
    expect(watcher.last.wanted[0]?.buttons[1]?.intent).toMatchObject({ digest: "moved" });
    expect(watcher).toMatchObject({ raised: 1, changed: 2 });
  });

  it("is urgent only for a device that we know", () => {
    const urgency = (change: Partial<RequestView>) =>
      new Watcher().see(0, [requestOf(1, 1, change)]).wanted[0]?.urgency;
    expect(urgency({ risk: "high" })).toBe("normal");
    expect(urgency({ risk: "high", kind: "upgrade" })).toBe("critical");
  });

  it("tells nobody who it is where names are hidden", () => {
    const watcher = new Watcher();
    const hidden = { ...loud, showNames: false };
    for (let n = 1; n <= 6; n += 1) watcher.see(n * 40_000, [requestOf(1, n)], hidden);
    const several = [1, 2, 3, 4].map((device) => requestOf(device));
    const texts = JSON.stringify(
      [
        new Watcher().see(0, [requestOf(1)], hidden).wanted,
        watcher.last.wanted,
        new Watcher().see(0, several, hidden).wanted,
      ]
        .flat()
        .map(({ title, body }) => ({ title, body })),
    );
    expect(texts).toContain("A device asks to pair");
    expect(texts).toContain("keeps asking");
    expect(texts).toContain("4 devices ask to pair");
    expect(texts).not.toMatch(/Phone|192\.168|Android/);
  });

  it("approves nothing that isn't on the screen: hidden names take the button away at once", () => {
    const watcher = new Watcher();
    const labels = () => watcher.last.wanted.flatMap(({ buttons }) => buttons.map(({ label }) => label));
    const low = requestOf(1, 1, { risk: "low" });
    watcher.see(0, [low]);
    expect(labels()).toEqual(["Approve", "Reject"]);
    watcher.see(10, [low], { ...loud, showNames: false });
    expect(labels()).toEqual(["Review", "Reject"]);
    expect(watcher.last.wanted[0]?.buttons[0]?.intent).toEqual({ type: "open", view: "requests", key: "g/d1-r1" });
  });
});

describe("silence", () => {
  it("says nothing while it is off, and tells what still waits afterwards", () => {
    const watcher = new Watcher();
    expect(watcher.see(0, [requestOf(1)], { ...loud, notifications: false }).wanted).toEqual([]);
    watcher.see(1_000, [requestOf(1)]);
    expect(watcher.tags).toEqual(["device/g/d1"]);
    expect(watcher.see(2_000, [requestOf(1)], { ...loud, notifications: false }).wanted).toEqual([]);
    expect(watcher.see(3_000, [requestOf(1)]).wanted).toEqual([]);
  });

  it("wakes up when a snooze or a mute ends", () => {
    const watcher = new Watcher();
    const snoozed = { ...loud, snoozedUntilMs: 5_000 };
    expect(watcher.see(0, [requestOf(1)], snoozed)).toMatchObject({ wanted: [], nextAtMs: 5_000 });
    expect(watcher.see(5_000, [requestOf(1)], snoozed).wanted).toHaveLength(1);
    const muted = { ...loud, mutedUntilMs: new Map([["g/d1", 9_000]]) };
    const other = new Watcher();
    expect(other.see(0, [requestOf(1), requestOf(2)], muted).wanted.map((model) => model.tag)).toEqual(["device/g/d2"]);
    expect(other.last.nextAtMs).toBe(9_000);
  });
});

describe("a device that keeps asking", () => {
  it("has one notification, which from the third request on only counts", () => {
    const watcher = new Watcher();
    for (let n = 1; n <= 12; n += 1) {
      watcher.see(n * 13_000, [requestOf(1, n)]);
      expect(watcher.tags).toEqual(["device/g/d1"]);
    }
    watcher.see(watcher.last.nextAtMs ?? 170_000, [requestOf(1, 12)]);
    expect(watcher.last.wanted[0]).toMatchObject({ title: "“Phone 1” keeps asking", urgency: "low" });
    expect(watcher.last.wanted[0]?.body).toBe("12 requests in 3 minutes.");
    // Two in full, then one each half minute.
    expect(watcher.raised).toBeLessThanOrEqual(2 + Math.ceil((170_000 - 39_000) / 30_000) + 1);
    expect(watcher.last.wanted[0]?.buttons.map((button) => button.label)).toEqual(["Review"]);
  });

  it("isn't told each time when it is rejected and knocks again at once", () => {
    const watcher = new Watcher();
    for (let n = 1; n <= 60; n += 1) {
      watcher.see(n * 1_000, [requestOf(1, n)]);
      watcher.see(n * 1_000 + 500, []);
    }
    expect(watcher.raised).toBeLessThanOrEqual(5);
  });
});
