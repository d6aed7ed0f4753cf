import { describe, expect, it } from "vitest";
import type { AttentionSettings } from "../../../src/app/attention.ts";
import type { RequestView } from "../../../src/app/snapshot.ts";
import { loud, Watcher } from "./attention-watcher.ts";
import { requestOf } from "./snapshots.ts";

describe("several devices", () => {
  it("are told one by one up to three, then in one summary that opens the list", () => {
    const watcher = new Watcher();
    const three = [1, 2, 3].map((device) => requestOf(device));
    watcher.see(0, three);
    expect(watcher.tags).toEqual(["device/g/d1", "device/g/d2", "device/g/d3"]);
    watcher.see(100, [...three, requestOf(4)]);
    expect(watcher.last.wanted).toMatchObject([
      {
        tag: "summary",
        title: "4 devices ask to pair",
        body: "“Phone 1”, “Phone 2”, “Phone 3” and 1 more",
        open: { type: "open", view: "requests" },
      },
    ]);
    watcher.see(200, []);
    expect(watcher.last.wanted).toEqual([]);
  });

  it("shrinks the summary quietly, and tells a late-comer on its own", () => {
    const watcher = new Watcher();
    watcher.see(
      0,
      [1, 2, 3, 4].map((device) => requestOf(device)),
    );
    watcher.see(60_000, [requestOf(1)]);
    expect(watcher.last.wanted).toMatchObject([{ tag: "summary", title: "“Phone 1” asks to pair" }]);
    expect(watcher.raised).toBe(1);
    watcher.see(61_000, [requestOf(1), requestOf(9)]);
    expect(watcher.tags).toEqual(["device/g/d9", "summary"]);
  });
});

it("hides names at once wherever they stand, and brings them back without a sound", () => {
  const quietly: AttentionSettings = { ...loud, showNames: false };
  const summary = new Watcher();
  const four = [1, 2, 3, 4].map((device) => requestOf(device));
  const asking = new Watcher();
  for (const request of [1, 2, 3]) asking.see(request * 1_000, [requestOf(7, request)]);
  asking.see(60_000, [requestOf(7, 3)]);
  summary.see(0, four);
  const raised = [asking.raised, summary.raised];
  for (const [watcher, requests] of [[asking, [requestOf(7, 3)]] as const, [summary, four] as const]) {
    expect(JSON.stringify(watcher.last.wanted)).toContain("Phone");
    watcher.see(60_100, requests, quietly);
    expect(watcher.last.wanted).toHaveLength(1);
    expect(JSON.stringify(watcher.last.wanted)).not.toContain("Phone");
    watcher.see(60_200, requests);
    expect(JSON.stringify(watcher.last.wanted)).toContain("Phone");
  }
  expect([asking.raised, summary.raised]).toEqual(raised);
});

describe("a flood", () => {
  const flood = (order: (index: number) => number) => {
    const watcher = new Watcher();
    const waiting = new Map<number, RequestView>();
    let asked = 0;
    const times: number[] = [];
    for (let ms = 0; ms <= 20_000; ms += 5) {
      if (ms < 10_000 && ms % 10 === 0) {
        const device = order(asked);
        waiting.set(device, requestOf(device, asked, { askedAtMs: ms }));
        asked += 1;
      }
      if (ms % 50 === 0) {
        const start = performance.now();
        watcher.see(ms, [...waiting.values()]);
        times.push(performance.now() - start);
      }
    }
    expect(asked).toBe(1_000);
    const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
    return { watcher, waiting, median };
  };

  it.each([
    ["round robin", (index: number) => index % 200],
    ["one device after the other", (index: number) => Math.floor(index / 5)],
    ["at random", (index: number) => (index * 7_919) % 200],
  ])("of 1,000 requests from 200 devices in 10 s raises at most five notifications (%s)", (_, order) => {
    const { watcher, waiting, median } = flood(order);
    expect(waiting.size).toBe(200);
    expect(watcher.raised).toBeLessThanOrEqual(5);
    expect(watcher.changed).toBeLessThanOrEqual(5);
    expect(watcher.tags).toEqual(["summary"]);
    // The median: a busy machine may stop any single one.
    expect(median).toBeLessThan(20);
    watcher.see(watcher.last.nextAtMs ?? 0, [...waiting.values()]);
    expect(watcher.last.wanted[0]?.title).toBe("200 devices ask to pair");
  });

  it("leaves no memory behind for long", () => {
    const { watcher } = flood((index) => index % 200);
    watcher.see(60 * 60_000, []);
    expect(watcher.memory.requests.size).toBe(0);
    expect(watcher.memory.devices.size).toBe(0);
  });
});

it("puts a summary in the place of what stood on its own, also soon after another wave has ended", () => {
  const watcher = new Watcher();
  const four = (first: number) => [0, 1, 2, 3].map((n) => requestOf(first + n));
  watcher.see(0, four(1));
  watcher.see(2_000, []);
  watcher.see(4_000, [requestOf(11)]);
  expect(watcher.tags).toEqual(["device/g/d11"]);
  watcher.see(5_000, four(11));
  expect(watcher.tags, "the one that stood there must not just vanish").toEqual(["summary"]);
});
