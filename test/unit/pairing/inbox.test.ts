import { describe, expect, it } from "vitest";
import { emptyInbox, reduceInbox, type Inbox, type InboxEvent } from "../../../src/pairing/inbox.ts";
import { REQUEST_LIFETIME_MS, type PairingRequest } from "../../../src/pairing/pairing-request.ts";
import { aDevice, aRequest } from "./samples.ts";

const run = (events: readonly InboxEvent[], from: Inbox = emptyInbox) => events.reduce(reduceInbox, from);
const ids = (state: Inbox) => [...state.pending.keys()];
const requested = (change: Partial<PairingRequest>): InboxEvent => ({ type: "requested", request: aRequest(change) });
const a = aRequest({ requestId: "a", deviceId: "A" });
const b = aRequest({ requestId: "b", deviceId: "B" });
const listed = (seq: number, pending: readonly PairingRequest[], nowMs?: number): InboxEvent => ({
  type: "listed",
  seq,
  pending,
  devices: [aDevice()],
  ...(nowMs !== undefined && { nowMs }),
});
const started = (seq: number): InboxEvent => ({ type: "list-started", seq });
const resolved = (requestId: string, decision = "approved"): InboxEvent => ({ type: "resolved", requestId, decision });

describe("races between events and lists", () => {
  it("doesn't bring back what was resolved while the list was on its way", () => {
    expect(ids(run([started(1), resolved("a"), listed(1, [a, b])]))).toEqual(["b"]);
  });

  it("doesn't lose what was requested while the list was on its way", () => {
    expect(ids(run([started(1), { type: "requested", request: b }, listed(1, [a])]))).toEqual(["a", "b"]);
  });

  it("takes an older list for what it is", () => {
    expect(ids(run([started(1), started(2), listed(2, [b]), listed(1, [a])]))).toEqual(["b"]);
    expect(ids(run([started(1), { type: "reset" }, listed(1, [a])]))).toEqual([]);
    expect(ids(run([listed(1, [a])]))).toEqual([]);
  });

  it("keeps a device out that we removed, unless it was approved again since", () => {
    const removed: InboxEvent = { type: "removed-locally", deviceId: "device-1" };
    expect(run([started(1), removed, listed(1, [])]).devices.size).toBe(0);
    const back: InboxEvent = { type: "resolved", requestId: "x", decision: "approved", deviceId: "device-1" };
    expect(run([started(1), removed, back, listed(1, [])]).devices.size).toBe(1);
    expect(run([started(1), listed(1, []), removed]).devices.size).toBe(0);
  });

  it("repairs what was lost with the next list", () => {
    expect(ids(run([started(1), listed(1, [a]), started(2), listed(2, [b])]))).toEqual(["b"]);
  });

  it("forgets a list that failed", () => {
    const state = run([started(1), { type: "list-failed", seq: 1 }, started(2), resolved("a"), listed(2, [a, b])]);
    expect(ids(state)).toEqual(["b"]);
    expect(state.memory.journals.size).toBe(0);
  });
});

describe("when a device was last seen", () => {
  const list = (seq: number, nowMs: number, connected: boolean, lastSeenAtMs = 10): InboxEvent[] => [
    started(seq),
    { type: "listed", seq, pending: [], devices: [aDevice({ connected, lastSeenAtMs })], nowMs },
  ];
  const seen = (events: readonly InboxEvent[]) => [...run(events).devices.values()][0]?.lastSeenAtMs;

  it("is when its session ended, not when it began, and stays so", () => {
    const ended = [...list(1, 1_000, true), ...list(2, 2_000, false)];
    expect(seen(list(1, 1_000, false))).toBe(10);
    expect(seen(ended)).toBe(2_000);
    expect(seen([...ended, ...list(3, 3_000, false)])).toBe(2_000);
    expect(seen([...ended, ...list(3, 3_000, false, 2_500)]), "it was here in between").toBe(2_500);
  });

  it("is the last list's time where nobody was watching when it left", () => {
    expect(seen([...list(1, 1_000, true), { type: "reset" }, ...list(2, 9_000, false)])).toBe(1_000);
  });
});

describe("reset", () => {
  it("keeps what was there, marked as stale, until the next list", () => {
    const lost = run([started(1), listed(1, [a]), { type: "reset" }]);
    expect(lost).toMatchObject({ listed: true, stale: true });
    expect(ids(lost)).toEqual(["a"]);
    expect(run([started(2), listed(2, [a])], lost).stale).toBe(false);
    expect(run([{ type: "reset" }])).toMatchObject({ listed: false, stale: false });
  });
});

describe("superseded", () => {
  const first = requested({ requestId: "1", askedAtMs: 100 });
  const reject = (requestId: string, atMs: number): InboxEvent => ({
    type: "resolved",
    requestId,
    decision: "rejected",
    deviceId: "device-1",
    atMs,
  });
  const count = (state: Inbox) => [...state.pending.values()].map((each) => each.superseded);

  it("counts a request that takes the place of an earlier one", () => {
    const second = requested({ requestId: "2", askedAtMs: 200 });
    const third = requested({ requestId: "3", askedAtMs: 300 });
    expect(count(run([first, reject("1", 201), second]))).toEqual([1]);
    expect(count(run([first, reject("1", 201), second, reject("2", 300), third]))).toEqual([2]);
    expect(count(run([first, reject("1", 201), requested({ requestId: "2", askedAtMs: 100 })]))).toEqual([1]);
  });

  it("doesn't count a device that knocks again after a person rejected it", () => {
    expect(count(run([first, reject("1", 201), requested({ requestId: "2", askedAtMs: 900 })]))).toEqual([0]);
    expect(count(run([first, resolved("1"), requested({ requestId: "2", askedAtMs: 50 })]))).toEqual([0]);
    const other = requested({ requestId: "2", deviceId: "B", askedAtMs: 200 });
    expect(count(run([first, reject("1", 201), other]))).toEqual([0]);
  });

  it("counts once, however the list and the events cross", () => {
    const second = aRequest({ requestId: "2", askedAtMs: 200 });
    const old = aRequest({ requestId: "1", askedAtMs: 100 });
    const asks: InboxEvent = { type: "requested", request: second };
    expect(count(run([first, started(1), reject("1", 201), asks, listed(1, [old])]))).toEqual([1]);
    expect(count(run([first, started(1), reject("1", 201), listed(1, [second]), asks]))).toEqual([1]);
    expect(count(run([first, reject("1", 201), started(1), listed(1, [second])]))).toEqual([1]);
  });
});

describe("expiry", () => {
  const end = a.askedAtMs + REQUEST_LIFETIME_MS;
  it("ends a request on time, and not before", () => {
    const state = run([started(1), listed(1, [a])]);
    expect(reduceInbox(state, { type: "expired", nowMs: end - 1 })).toBe(state);
    expect(ids(reduceInbox(state, { type: "expired", nowMs: end }))).toEqual([]);
  });

  it("believes a gateway that still lists it", () => {
    const ended = run([started(1), listed(1, [a]), { type: "expired", nowMs: end }]);
    const renewed = run([started(2), listed(2, [a]), { type: "expired", nowMs: end + 1 }], ended);
    expect(ids(renewed)).toEqual(["a"]);
    expect(renewed.pending.get("a")?.outlived).toBe(true);
    expect(ids(run([started(3), listed(3, [])], renewed))).toEqual([]);
    expect(ids(run([started(1), listed(1, [a], end + 1), { type: "expired", nowMs: end + 2 }]))).toEqual(["a"]);
  });

  it("doesn't end what the gateway has just announced, by a clock that is minutes ahead of the gateway's", () => {
    const announced: InboxEvent = { type: "requested", request: a, nowMs: end + 1 };
    const expired: InboxEvent = { type: "expired", nowMs: end + 2 };
    expect(ids(run([started(1), listed(1, []), announced, expired]))).toEqual(["a"]);
    // Nor when it came while a list was under way.
    expect(ids(run([started(1), announced, listed(1, []), expired]))).toEqual(["a"]);
  });
});

describe("sharing", () => {
  it("keeps the identity of everything that says the same", () => {
    const before = run([started(1), listed(1, [a, b])]);
    const copy = structuredClone([a, b]);
    const after = run(
      [started(2), { ...listed(2, copy), devices: [structuredClone(aDevice())] } as InboxEvent],
      before,
    );
    expect(after.pending).toBe(before.pending);
    expect(after.devices).toBe(before.devices);
    const changed = run([started(3), listed(3, [{ ...a, displayName: "Other" }, copy[1]!])], after);
    expect(changed.pending.get("b")).toBe(before.pending.get("b"));
    expect(changed.pending.get("a")).not.toBe(before.pending.get("a"));
    expect(changed.devices).toBe(before.devices);
  });

  it("answers an event that changes nothing with the same state", () => {
    const state = run([started(1), listed(1, [a])]);
    const nothing: readonly InboxEvent[] = [
      resolved("unknown"),
      { type: "requested", request: structuredClone(a) },
      { type: "removed-locally", deviceId: "unknown" },
      { type: "expired", nowMs: 0 },
    ];
    for (const event of nothing) expect(reduceInbox(state, event)).toBe(state);
  });

  it("notices in a list of 10,000 devices the one that changed, and keeps the others", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => aDevice({ deviceId: `device-${index}` }));
    const list = (seq: number, devices: typeof many): InboxEvent[] => [
      started(seq),
      { type: "listed", seq, pending: [], devices },
    ];
    const before = run(list(1, many));
    const fresh = structuredClone(many);
    fresh[5_000] = { ...fresh[5_000]!, displayName: "New name" };
    const after = run(list(2, fresh), before);
    const same = [...after.devices].filter(([id, device]) => before.devices.get(id) === device);
    expect(same).toHaveLength(9_999);
  });
});
