import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDevice, parseLists, parseRequest } from "../../../src/gateway/parse-lists.ts";
import { blockedKeySchema } from "../../../src/pairing/blocked-keys.ts";
import { lockOutOrderSchema } from "../../../src/pairing/lock-out-order.ts";

const NOW = 1_800_000_000_000;

/** As 2026.9.6 sends them (shape measured, values invented). */
const request = {
  requestId: "req-1",
  deviceId: "a".repeat(64),
  publicKey: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
  displayName: "Pixel 9",
  platform: "android",
  deviceFamily: "phone",
  clientId: "openclaw-android",
  clientMode: "node",
  role: "node",
  roles: ["node"],
  scopes: [],
  remoteIp: "192.168.1.20",
  silent: false,
  isRepair: false,
  ts: NOW - 1_000,
};
const device = {
  deviceId: "b".repeat(64),
  publicKey: "key",
  displayName: "Anna's phone",
  operatorLabel: "Kitchen",
  platform: "ios",
  clientId: "openclaw-ios",
  clientMode: "ui",
  role: "operator",
  roles: ["operator"],
  scopes: ["operator.read"],
  approvedScopes: ["operator.read", "operator.write"],
  approvedVia: "owner",
  nodeSurface: { caps: ["camera"], commands: ["camera.snap"] },
  createdAtMs: 1,
  approvedAtMs: 2,
  lastSeenAtMs: 3,
  lastSeenReason: "connect",
  connected: true,
  tokens: [{ role: "operator", scopes: ["operator.read"], createdAtMs: 4, revokedAtMs: 5 }],
};

describe("a row of pending", () => {
  it("is read whole", () => {
    const { role, roles, ts, ...same } = request;
    expect(parseRequest(request, NOW)).toEqual({ ...same, roles: [role], askedAtMs: ts });
    expect(roles).toEqual(["node"]);
  });

  it("needs its two ids and nothing else", () => {
    expect(parseRequest({ requestId: "r", deviceId: "d" }, NOW)).toEqual({
      requestId: "r",
      deviceId: "d",
      roles: [],
      scopes: [],
      silent: false,
      isRepair: false,
      askedAtMs: NOW,
    });
    for (const bad of [{ requestId: "" }, { deviceId: 7 }, { requestId: "x".repeat(513) }, { deviceId: undefined }])
      expect(parseRequest({ ...request, ...bad }, NOW)).toBeUndefined();
  });

  it("joins role and roles, and ignores what a newer gateway adds", () => {
    const row = { ...request, role: "operator", roles: ["node", "operator", 7, "", null], moon: { phase: "full" } };
    expect(parseRequest(row, NOW)?.roles).toEqual(["node", "operator"]);
    expect(parseRequest({ ...request, role: "", roles: [] }, NOW)?.roles).toEqual([]);
    expect(parseRequest(row, NOW)).not.toHaveProperty("moon");
    expect(parseRequest(row, NOW)).not.toHaveProperty("role");
  });

  it("takes a field of a wrong type for absent", () => {
    const row = { ...request, displayName: {}, platform: 4, scopes: "all", silent: "yes", isRepair: 1, ts: "now" };
    expect(parseRequest(row, NOW)).toMatchObject({ scopes: [], silent: false, isRepair: false, askedAtMs: NOW });
    expect(parseRequest(row, NOW)).not.toHaveProperty("displayName");
    expect(parseRequest(row, NOW)).not.toHaveProperty("platform");
  });

  it("has a time that a calendar can hold", () => {
    for (const ts of [-1, NaN, Infinity, 1e300, 8.64e15 + 1]) {
      const askedAtMs = parseRequest({ ...request, ts }, NOW)!.askedAtMs;
      expect(askedAtMs).toBe(NOW);
      expect(() => new Date(askedAtMs).toISOString()).not.toThrow();
    }
  });

  it("has no more scopes than anybody needs", () => {
    const scopes = Array.from({ length: 100_000 }, (_, index) => `scope.${index}`);
    expect(parseRequest({ ...request, scopes }, NOW)?.scopes).toHaveLength(1_000);
  });
});

describe("a row of paired", () => {
  it("is read whole, with every scope it has or was approved for", () => {
    const { role, approvedScopes, ...same } = device;
    expect(parseDevice(device)).toEqual({ ...same, roles: [role], scopes: approvedScopes });
  });

  it("needs its id and nothing else; what the gateway doesn't say stays open", () => {
    expect(parseDevice({ deviceId: "d" })).toEqual({ deviceId: "d", roles: [], scopes: [], tokens: [] });
    expect(parseDevice({ ...device, connected: "yes" })).not.toHaveProperty("connected");
    expect(parseDevice({ ...device, connected: false })?.connected).toBe(false);
    expect(parseDevice({ displayName: "no id" })).toBeUndefined();
  });

  it("takes tokens as a list or by role, drops those without a role, and never keeps a token itself", () => {
    const row = { role: "node", scopes: [], createdAtMs: 1, token: "secret-token" };
    const kept = [{ role: "node", scopes: [], createdAtMs: 1 }];
    expect(parseDevice({ ...device, tokens: [row, { scopes: [] }, null] })?.tokens).toEqual(kept);
    expect(parseDevice({ ...device, tokens: { node: row } })?.tokens).toEqual(kept);
    expect(parseDevice({ ...device, tokens: 3 })?.tokens).toEqual([]);
  });
});

describe("the whole answer", () => {
  it("counts what can't be read and keeps the rest", () => {
    const lists = parseLists({ pending: [request, {}, null, 7], paired: [device, { deviceId: "" }], more: true }, NOW);
    expect(lists?.pending.map(({ requestId }) => requestId)).toEqual(["req-1"]);
    expect(lists?.devices.map(({ deviceId }) => deviceId)).toEqual([device.deviceId]);
    expect(lists?.unreadable).toBe(4);
  });

  it("has each id once, the first row of it, and counts the others", () => {
    const lists = parseLists(
      {
        pending: [request, { ...request, displayName: "Somebody else" }],
        paired: [device, { ...device, displayName: "Somebody else" }, { ...device, deviceId: "other" }],
      },
      NOW,
    );
    expect(lists?.pending.map(({ displayName }) => displayName)).toEqual(["Pixel 9"]);
    expect(lists?.devices.map(({ deviceId, displayName }) => [deviceId, displayName])).toEqual([
      [device.deviceId, "Anna's phone"],
      ["other", "Anna's phone"],
    ]);
    expect(lists?.unreadable).toBe(2);
  });

  it("is no list at all without its two lists", () => {
    for (const payload of [
      undefined,
      null,
      [],
      {},
      { pending: [] },
      { paired: [] },
      { pending: {}, paired: [] },
      "list",
    ])
      expect(parseLists(payload, NOW)).toBeUndefined();
    expect(parseLists({ pending: [], paired: [] }, NOW)).toEqual({ pending: [], devices: [], unreadable: 0 });
  });

  it("may be long", () => {
    const paired = Array.from({ length: 10_000 }, (_, index) => ({ ...device, deviceId: `device-${index}` }));
    const lists = parseLists({ pending: [], paired }, NOW);
    expect(lists?.devices).toHaveLength(10_000);
    expect(lists?.unreadable).toBe(0);
  });

  it("never throws, and accounts for every row", () => {
    const fields = (row: object) =>
      fc.record(
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, fc.oneof(fc.constant(value), fc.jsonValue())]),
        ),
        {
          requiredKeys: [],
        },
      );
    const rows = (row: object) => fc.array(fc.oneof(fields(row), fc.jsonValue()), { maxLength: 8 });
    fc.assert(
      fc.property(rows(request), rows(device), (pending, paired) => {
        const lists = parseLists({ pending, paired }, NOW)!;
        expect(lists.pending.length + lists.devices.length + lists.unreadable).toBe(pending.length + paired.length);
        for (const { requestId, deviceId, askedAtMs } of lists.pending) {
          expect(requestId.length * deviceId.length).toBeGreaterThan(0);
          expect(Number.isNaN(new Date(askedAtMs).getTime())).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.anything(), (payload) => void parseLists(payload, NOW)));
  });
});

describe("what a lock-out and a block keep of a row", () => {
  it("can be read back from the disk, whatever the gateway says", () => {
    for (const [publicKey, approvedAtMs] of [
      ["x".repeat(513), 1.5],
      ["", 0.1],
      ["key", 2],
    ] as const) {
      const [read, asked] = [
        parseDevice({ ...device, publicKey, approvedAtMs }),
        parseRequest({ ...request, publicKey }, NOW),
      ];
      const order = { gatewayId: "home", deviceId: read?.deviceId, name: "Phone", orderedAtMs: NOW };
      const kept = { ...order, publicKey: read?.publicKey, approvedAtMs: read?.approvedAtMs };
      expect(lockOutOrderSchema.safeParse(kept).error).toBeUndefined();
      const key = { deviceId: asked?.deviceId, name: "Phone", blockedAtMs: NOW, why: "unwanted" };
      expect(blockedKeySchema.safeParse({ ...key, publicKey: asked?.publicKey }).error).toBeUndefined();
    }
  });
});
