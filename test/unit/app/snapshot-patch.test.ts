import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyPatch, diffSnapshots } from "../../../src/app/snapshot-patch.ts";
import type { AppSnapshot, DeviceView, RequestView } from "../../../src/app/snapshot.ts";
import { aDeviceView, aGatewayView, aRequestView, aSnapshot } from "./snapshots.ts";

const deviceAt = (n: number, version = 0): DeviceView =>
  aDeviceView({
    key: `g/device-${n}`,
    deviceId: `device-${n}`,
    name: `Phone ${n}.${version}`,
    facts: [{ label: "Device", value: "Android phone" }],
    tokens: [{ role: "operator", roleWords: "Operator", scopes: [], choices: [] }],
  });
const requestAt = (n: number, version = 0): RequestView =>
  aRequestView({ key: `g/request-${n}`, requestId: `request-${n}`, digest: `digest-${version}` });

/** Two lists of one kind: what stays the same stays the same object, as the desk's memos see to it. */
function listPair<T extends { readonly key: string }>(make: (n: number, version: number) => T) {
  const part = fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  return fc
    .tuple(part, part, part, fc.boolean(), fc.infiniteStream(fc.nat(100)))
    .map(([old, now, changed, shuffle, draws]) => {
      const before = old.map((n) => make(n, 0));
      const after = now.map((n) => {
        const same = before.find((item) => item.key === make(n, 0).key);
        return same && !changed.includes(n) ? same : make(n, 1);
      });
      if (!shuffle) return { before, after };
      const order = new Map(after.map((item) => [item.key, draws.next().value]));
      return { before, after: after.toSorted((a, b) => (order.get(a.key) ?? 0) - (order.get(b.key) ?? 0)) };
    });
}

/** As the picture and its patches cross to the window: copies, where no object is the same any more. */
function inTheWindow(before: AppSnapshot, after: AppSnapshot): AppSnapshot | undefined {
  return applyPatch(structuredClone(before), structuredClone(diffSnapshots(before, after)));
}

describe("a patch", () => {
  it("makes the one picture of the other, whatever changed, in the right order", () => {
    fc.assert(
      fc.property(listPair(deviceAt), listPair(requestAt), fc.boolean(), (devices, requests, other) => {
        const before = aSnapshot({ revision: 7, devices: devices.before, requests: requests.before });
        const after: AppSnapshot = {
          ...before,
          revision: 8,
          devices: devices.after,
          requests: requests.after,
          ...(other && { notices: [{ id: "1", tone: "info", sentence: "New." }], gateways: [aGatewayView("trouble")] }),
        };
        expect(inTheWindow(before, after)).toEqual(after);
      }),
      { numRuns: 500 },
    );
  });

  it("belongs to one revision", () => {
    const before = aSnapshot({ revision: 7 });
    const patch = diffSnapshots(before, { ...before, revision: 8, needsGateway: true });
    expect(applyPatch(before, patch)).toMatchObject({ revision: 8, needsGateway: true });
    expect(applyPatch({ ...before, revision: 6 }, patch)).toBeUndefined();
    expect(applyPatch({ ...before, revision: 8 }, patch)).toBeUndefined();
  });

  it("is empty where nothing changed but the number", () => {
    const before = aSnapshot({ revision: 7, devices: [deviceAt(1)], requests: [requestAt(1)] });
    const copied = { ...before, revision: 8, devices: [...before.devices], requests: [...before.requests] };
    expect(diffSnapshots(before, copied)).toEqual({ from: 7, to: 8, whole: {}, lists: {} });
  });

  it("carries every other part whole, and only when it is another one", () => {
    const before = aSnapshot({ revision: 1 });
    const after: AppSnapshot = {
      revision: 2,
      machine: { ...before.machine, trayShown: false },
      settings: { ...before.settings, theme: "dark" },
      navigation: { seq: 1, view: "devices", key: "g/d1" },
      needsGateway: true,
      gateways: [aGatewayView("unreachable")],
      requests: before.requests,
      devices: before.devices,
      lockOuts: [],
      blocked: [],
      undos: [],
      quiet: { muted: [], snoozedUntilMs: 1 },
      activity: before.activity,
      activityList: { total: 1, matching: 1, problems: [] },
      notices: [{ id: "1", tone: "bad", sentence: "Lost." }],
    };
    expect(inTheWindow(before, after)).toEqual(after);
    const parts = Object.keys(after).filter((name) => !["revision", "requests", "devices", "activity"].includes(name));
    expect(Object.keys(diffSnapshots(before, after).whole).toSorted()).toEqual(parts.toSorted());
    expect(Object.keys(diffSnapshots(before, { ...before, revision: 2, needsGateway: true }).whole)).toEqual([
      "needsGateway",
    ]);
  });
});

describe("among ten thousand devices", () => {
  const devices = Array.from({ length: 10_000 }, (_, n) => deviceAt(n));
  const before = aSnapshot({ revision: 1, devices });
  const size = (after: readonly DeviceView[]) => {
    const patch = diffSnapshots(before, { ...before, revision: 2, devices: after });
    expect(applyPatch(before, patch)?.devices).toEqual(after);
    return { patch, bytes: JSON.stringify(patch).length };
  };

  it("one that changed is sent alone", () => {
    const { patch, bytes } = size(devices.with(5_000, deviceAt(5_000, 1)));
    expect(patch.lists.devices).toEqual({ put: [deviceAt(5_000, 1)], drop: [] });
    expect(bytes).toBeLessThan(20_000);
  });

  it("one that came or went is sent alone", () => {
    expect(size([...devices, deviceAt(10_000)]).bytes).toBeLessThan(20_000);
    expect(size(devices.toSpliced(5_000, 1)).patch.lists.devices).toEqual({ put: [], drop: ["g/device-5000"] });
  });
});
