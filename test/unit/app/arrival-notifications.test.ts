import { expect, test } from "vitest";
import { announce, noArrivals } from "../../../src/app/arrival-notifications.ts";
import { intentSchema } from "../../../src/app/intent.ts";
import type { ArrivalView } from "../../../src/app/snapshot.ts";
import { aSnapshot } from "./snapshots.ts";

const arrival = (n: number, told = false): ArrivalView => ({
  key: `g/d${n}`,
  gatewayId: "g",
  deviceId: `d${n}`,
  name: `Phone ${n}`,
  sentence: "The gateway let it in by itself.",
  ...(told && { told: true as const }),
});

/** The policy over time; `told` is what the screen has shown. */
class Watcher {
  memory = noArrivals;
  see(arrivals: readonly ArrivalView[], { silent = false, notifications = true, showNames = true } = {}) {
    const settings = { ...aSnapshot().settings, notifications, showNames };
    const { memory, wanted } = announce(this.memory, { arrivals, settings }, silent);
    this.memory = memory;
    return wanted.map(({ tag, title, raise }) => `${tag}: ${title} (${raise})`);
  }
}

test("each is announced on its own, and stands there after it was told", () => {
  const watcher = new Watcher();
  expect(watcher.see([arrival(1)])).toEqual(["arrival/g/d1: “Phone 1” was let in (1)"]);
  expect(watcher.see([arrival(1, true)])).toEqual(["arrival/g/d1: “Phone 1” was let in (1)"]);
  expect(watcher.see([arrival(1, true), arrival(2)])).toHaveLength(2);
  expect(watcher.see([arrival(2, true)])).toEqual(["arrival/g/d2: “Phone 2” was let in (1)"]);
});

test("what was told before is never told again: not after a snooze, not after notifications were off", () => {
  for (const silence of [{ silent: true }, { notifications: false }]) {
    const watcher = new Watcher();
    watcher.see([arrival(1)]);
    expect(watcher.see([arrival(1, true), arrival(2)], silence)).toEqual([]);
    // What nobody has heard of yet waits for the end of the silence.
    expect(watcher.see([arrival(1, true), arrival(2)])).toEqual(["arrival/g/d2: “Phone 2” was let in (1)"]);
  }
});

test("one that was removed and let in again is news, on the same place", () => {
  const watcher = new Watcher();
  watcher.see([arrival(1)]);
  watcher.see([arrival(1, true)]);
  expect(watcher.see([arrival(1)])).toEqual(["arrival/g/d1: “Phone 1” was let in (2)"]);
});

test("many are told in one summary that leads to the list, and none of them once more on its own", () => {
  const watcher = new Watcher();
  const five = [1, 2, 3, 4, 5].map((n) => arrival(n));
  expect(watcher.see(five)).toEqual(["arrivals: 5 devices were let in (1)"]);
  const told = [1, 2, 3, 4, 5].map((n) => arrival(n, true));
  expect(watcher.see(told.slice(0, 2))).toEqual(["arrivals: 2 devices were let in (1)"]);
  expect(watcher.see([...told.slice(0, 2), arrival(6)])).toEqual([
    "arrival/g/d6: “Phone 6” was let in (1)",
    "arrivals: 2 devices were let in (1)",
  ]);
  const { wanted } = announce(noArrivals, { arrivals: five, settings: aSnapshot().settings }, false);
  expect(wanted[0]?.body).toContain("“Phone 1”, “Phone 2”, “Phone 3” and 2 more.");
  expect(wanted[0]?.arrivals).toEqual(five.map(({ key }) => key));
  expect(intentSchema.parse(wanted[0]?.open)).toEqual({ type: "open", view: "devices" });
});

test("a device that goes takes none of the others back to the screen", () => {
  const watcher = new Watcher();
  const three = [1, 2, 3].map((n) => arrival(n, true));
  watcher.see([1, 2, 3].map((n) => arrival(n)));
  watcher.see(three);
  watcher.see([...three, arrival(4)]);
  const told = [...three, arrival(4, true)];
  expect(watcher.see(told)).toHaveLength(4);
  expect(watcher.see(told.slice(0, 3)).map((line) => line.split(":")[0])).toEqual([
    "arrival/g/d1",
    "arrival/g/d2",
    "arrival/g/d3",
  ]);
});

test("names are hidden where they are to be", () => {
  for (const count of [1, 5]) {
    const arrivals = Array.from({ length: count }, (_, n) => arrival(n));
    const settings = { ...aSnapshot().settings, showNames: false };
    const { wanted } = announce(noArrivals, { arrivals, settings }, false);
    expect(JSON.stringify(wanted.map(({ title, body }) => [title, body]))).not.toContain("Phone");
  }
});
