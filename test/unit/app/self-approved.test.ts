import { expect, test } from "vitest";
import { SelfApproved } from "../../../src/app/self-approved.ts";
import { parseLists } from "../../../src/gateway/parse-lists.ts";
import { deviceRow } from "../../support/desk-stage.ts";
import { FakeClock } from "../../support/fake-clock.ts";

function stage(several = false) {
  const approved = new SelfApproved({
    id: "home",
    label: () => ({ name: "Attic\u202e", several }),
    deviceId: "self",
    clock: new FakeClock(),
    request: async () => ({}),
    onChange: () => undefined,
  });
  const listed = (...paired: object[]): void => {
    const { devices } = parseLists({ pending: [], paired }, 0)!;
    approved.listed(new Map(devices.map((device) => [device.deviceId, device])));
  };
  return { approved, listed };
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

test("the same entry is told once, also where a list left it out for a while", () => {
  const { approved, listed } = stage();
  listed();
  listed(byCode(1));
  expect(approved.arrivals).toHaveLength(1);
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
