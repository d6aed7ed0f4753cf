import { expect, test } from "vitest";
import { ArrivalBook, type KnownDevices, knownDevicesSchema } from "../../../src/app/arrival-book.ts";
import { NoticeBoard } from "../../../src/app/notice-board.ts";
import { SelfApproved } from "../../../src/app/self-approved.ts";
import type { PairedDevice } from "../../../src/pairing/paired-device.ts";
import { parseLists } from "../../../src/gateway/parse-lists.ts";
import { deviceRow } from "../../support/desk-stage.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { MemoryList } from "../../support/memory-list.ts";

function stage(several = false, list = new MemoryList<KnownDevices>(), blocked: readonly string[] = []) {
  const clock = new FakeClock();
  const approved = new SelfApproved({
    id: "home",
    label: () => ({ name: "Attic\u202e", several }),
    deviceId: "self",
    clock,
    arrivalBook: new ArrivalBook(list),
    hides: (deviceId) => blocked.includes(deviceId),
    notices: new NoticeBoard(),
    request: async () => ({}),
    onChange: () => undefined,
  });
  const listed = (...paired: object[]): void => {
    const { devices } = parseLists({ pending: [], paired }, 0)!;
    approved.listed(new Map(devices.map((device) => [device.deviceId, device])));
  };
  const tell = (): void => approved.told(approved.arrivals.map(({ key }) => key));
  const untold = (): string[] => approved.arrivals.filter(({ told }) => !told).map(({ deviceId }) => deviceId);
  return { approved, listed, tell, untold, clock, list };
}

const byCode = (createdAtMs: number) => deviceRow("phone", { approvedVia: "bootstrap", createdAtMs });

test("a device that was removed and comes back by a set-up code is news again", () => {
  const { approved, listed } = stage();
  listed(byCode(1));
  expect(approved.arrivals).toEqual([]);
  listed();
  listed(byCode(2));
  expect(approved.arrivals.map(({ deviceId }) => deviceId)).toEqual(["phone"]);
  // Removed and back between two lists: one entry, told once.
  listed(byCode(3));
  listed(byCode(3));
  expect(approved.arrivals).toHaveLength(1);
});

test("a blocked device that somebody else approved is an alarm, until it was told, also at the next start", () => {
  const { listed, list } = stage(false, undefined, ["phone"]);
  listed();
  const back = deviceRow("phone", { approvedVia: "owner", createdAtMs: 9, operatorLabel: "Mum" });
  listed(back, deviceRow("laptop", { approvedVia: "owner", createdAtMs: 9 }));
  const again = stage(false, list, ["phone"]);
  again.listed(back);
  expect(again.approved.arrivals).toMatchObject([
    {
      name: "Mum",
      sentence:
        "Somebody else approved it. PairTray refuses only what it asks for. If you don't know why, lock it out.",
      alarm: { title: "is paired, although you blocked it" },
    },
  ]);
  again.tell();
  const last = stage(false, list, ["phone"]);
  last.listed(back);
  expect(last.untold()).toEqual([]);
  const { approved: byItself, listed: listedByItself } = stage(false, undefined, ["phone"]);
  listedByItself();
  listedByItself(byCode(1));
  expect(byItself.arrivals[0]?.sentence).toMatch(/^The gateway let it in by itself: it showed a set-up code\./);
});

test("the same entry is told once, also where a list left it out for a while", () => {
  const { approved, listed, tell } = stage();
  listed();
  listed(byCode(1));
  expect(approved.arrivals).toHaveLength(1);
  tell();
  listed();
  listed(byCode(1));
  expect(approved.arrivals).toEqual([]);
});

test("where there are several gateways, it says which one let the device in", () => {
  for (const [several, who] of [
    [false, "The gateway let it in"],
    [true, "“Attic” let it in"],
  ] as const) {
    const { approved, listed } = stage(several);
    listed();
    listed(byCode(1));
    expect(approved.arrivals[0]?.sentence).toContain(who);
  }
});

test("what came in while PairTray was off is told at its next start, and what was told is not", () => {
  const { listed, list } = stage();
  listed(byCode(1));
  const second = (createdAtMs: number) => deviceRow("tablet", { approvedVia: "silent", createdAtMs });
  const byOwner = deviceRow("laptop", { approvedVia: "owner", createdAtMs: 5 });
  // The gateway got a name meanwhile, and there are two of them.
  const later = stage(true, list);
  later.listed(byCode(1), second(2), byOwner);
  expect(later.untold()).toEqual(["tablet"]);
  // Nobody could tell it before PairTray ended again.
  const again = stage(true, list);
  again.listed(byCode(1), second(2), byOwner);
  expect(again.untold()).toEqual(["tablet"]);
  again.tell();
  expect(again.untold()).toEqual([]);
  const last = stage(true, list);
  last.listed(byCode(1), second(2), byOwner);
  expect(last.untold()).toEqual([]);
  last.listed(byCode(1), second(3), byOwner);
  expect(last.untold()).toEqual(["tablet"]);
});

test("where the memory of it is lost, the first list is what was there before", () => {
  const { listed, list } = stage();
  listed(byCode(1));
  expect(list.all()).toHaveLength(1);
  const later = stage();
  later.listed(byCode(1), deviceRow("tablet", { approvedVia: "silent" }));
  expect(later.untold()).toEqual([]);
});

test("what was told stands there for an hour, unless the device is gone", () => {
  const { approved, listed, tell, clock } = stage();
  listed();
  listed(byCode(1), deviceRow("tablet", { approvedVia: "silent" }));
  tell();
  listed(byCode(1));
  expect(approved.arrivals.map(({ deviceId, told }) => [deviceId, told])).toEqual([["phone", true]]);
  clock.advance(60 * 60_000);
  expect(approved.arrivals).toEqual([]);
});

test("a way that no gateway of ours names is nobody's word that nobody was asked", () => {
  const { listed, untold } = stage();
  listed();
  listed(deviceRow("phone", { approvedVia: "constructor" }));
  expect(untold()).toEqual([]);
});

test("however many gateways and devices: what is kept stays below what can be read again", () => {
  const list = new MemoryList<KnownDevices>();
  const some = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ deviceId: `${n}-ä`.repeat(99), createdAtMs: 8e15 }) as PairedDevice);
  const marks = (count: number) => Array.from({ length: count }, (_, n) => `${n}`.padStart(36, "0"));
  const row = (_: unknown, place: number): KnownDevices => ({ gatewayId: `g${place}`, marks: marks(18_000) });
  void list.set([...Array.from({ length: 11 }, row), { gatewayId: "full", marks: marks(20_000) }]);
  const book = new ArrivalBook(list);
  // More than can be remembered: as if for the first time, not thousands of arrivals.
  expect(book.fresh("full", some(20_500))).toEqual([]);
  expect(book.fresh("full", some(20_501))).toHaveLength(1);
  expect(list.all().map(({ gatewayId }) => gatewayId)).toEqual(["g7", "g8", "g9", "g10", "full"]);
  expect(JSON.stringify(list.all()).length).toBeLessThan(4 * 1024 * 1024);
  expect(knownDevicesSchema.array().safeParse(list.all()).success).toBe(true);
});
