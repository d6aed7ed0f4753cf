import { describe, expect, it } from "vitest";
import { aftermathOf } from "../../../src/app/lock-out-aftermath.ts";
import { hygieneOf, isAdministrator, isStale, olderEntries } from "../../../src/app/hygiene.ts";
import { findDevices } from "../../../renderer/device-filter.ts";
import type { DeviceView } from "../../../src/app/snapshot.ts";
import { aDeviceView, aGatewayView } from "./snapshots.ts";

const now = 1_800_000_000_000;
const day = 86_400_000;

function aDevice(id: string, change: Partial<DeviceView> = {}): DeviceView {
  return aDeviceView({
    key: `g/${id}`,
    deviceId: id,
    connected: false,
    pairedAtMs: now - 50 * day,
    lastSeenAtMs: now - day,
    machineKey: id,
    ...change,
  });
}
const admin = (revokedAtMs?: number) => [
  {
    role: "operator",
    roleWords: "",
    choices: [],
    scopes: [{ name: "operator.admin", sentence: "", risk: "high" as const, change: "kept" as const }],
    ...(revokedAtMs !== undefined && { revokedAtMs }),
  },
];
const cards = (devices: readonly DeviceView[], authMode?: string) =>
  hygieneOf(
    devices,
    [{ ...aGatewayView(), ...(authMode !== undefined && { authMode }) }],
    olderEntries(devices),
    now,
  ).map(({ id, title }) => `${id}: ${title}`);

describe("hygiene", () => {
  it("has nothing to say when all is well", () => {
    expect(cards([aDevice("a", { connected: true }), aDevice("b", { tokens: admin() })], "token")).toEqual([]);
  });

  it("finds stale devices, never a connected one nor this app", () => {
    expect(isStale(aDevice("a", { lastSeenAtMs: now - 31 * day }), now)).toBe(true);
    expect(isStale(aDevice("a", { lastSeenAtMs: now - 29 * day }), now)).toBe(false);
    expect(isStale(aDevice("a", { lastSeenAtMs: now - 31 * day, connected: true }), now)).toBe(false);
    expect(isStale(aDevice("a", { lastSeenAtMs: now - 31 * day, isSelf: true }), now)).toBe(false);
    expect(cards([aDevice("a", { lastSeenAtMs: now - 31 * day })])).toEqual([
      "stale: 1 device has not been seen for 30 days",
    ]);
  });

  it("doesn't call unused what the gateway says nothing about, and goes by the tokens' use where it says only that", () => {
    const untold = { connected: null, machineKey: "pixel" };
    const old = aDeviceView({ ...untold, key: "g/a", deviceId: "a", pairedAtMs: now - 400 * day, tokens: admin() });
    const later = aDeviceView({ ...untold, key: "g/b", deviceId: "b", pairedAtMs: now - 2 * day });
    expect(cards([old, later])).toEqual([]);
    const usedAt = (lastUsedAtMs: number) => ({ ...old, tokens: admin().map((token) => ({ ...token, lastUsedAtMs })) });
    expect(cards([usedAt(now - day), later]), "two phones of one model, both in use").toEqual([]);
    expect(cards([usedAt(now - 40 * day), later])).toHaveLength(3);
    expect(isStale({ ...usedAt(now - day), lastSeenAtMs: now - 40 * day }, now)).toBe(false);
  });

  it("finds administrators that nobody uses; a revoked token is none", () => {
    const idle = aDevice("a", { lastSeenAtMs: now - 15 * day, tokens: admin() });
    expect(cards([idle])).toEqual(["administrators: 1 administrator has not been seen for two weeks"]);
    expect(isAdministrator(aDevice("a", { tokens: admin(now) }))).toBe(false);
    expect(cards([{ ...idle, tokens: admin(now) }])).toEqual([]);
    expect(cards([{ ...idle, isSelf: true }])).toEqual([]);
  });

  it("takes an entry for an older one only when its machine paired again after it was last seen", () => {
    const old = aDevice("old", { machineKey: "pixel", pairedAtMs: now - 90 * day, lastSeenAtMs: now - 20 * day });
    const fresh = aDevice("new", { machineKey: "pixel", pairedAtMs: now - 10 * day });
    expect([...olderEntries([old, fresh])]).toEqual([["g/old", fresh]]);
    expect(cards([old, fresh])).toEqual(["older: 1 entry is of a machine that paired again later"]);
    const twin = { ...old, lastSeenAtMs: now - day };
    expect(olderEntries([twin, fresh]).size, "both in use: two machines").toBe(0);
    expect(olderEntries([{ ...old, connected: true }, fresh]).size).toBe(0);
    expect(olderEntries([{ ...old, gatewayId: "other" }, fresh]).size, "another gateway").toBe(0);
    const nameless = [old, fresh].map(({ machineKey, ...rest }) => ({ ...rest, name: `${machineKey ?? ""}?` }));
    expect(olderEntries(nameless).size).toBe(0);
  });

  it("names a gateway without authentication first, with the steps to leave it", () => {
    const stale = aDevice("a", { lastSeenAtMs: now - 31 * day });
    expect(cards([stale], "none")[0]).toMatch(/^no-authentication/);
    const card = hygieneOf([stale], [{ ...aGatewayView(), authMode: "none" }], new Map(), now)[0];
    const { action, title } = card!;
    expect(title).toBe("This gateway asks nobody for a token");
    expect("steps" in action && action.steps.join()).toContain("gateway.auth.mode token");
  });

  it("speaks of one as of one, and calls what the button does by the button's word", () => {
    const sentences = (count: number) => {
      const devices = Array.from({ length: count }, (_, nth) =>
        aDevice(String(nth), { lastSeenAtMs: now - 15 * day, tokens: admin() }),
      );
      const older = new Map(devices.map((device) => [device.key, device]));
      return hygieneOf(devices, [aGatewayView()], older, now).map(({ sentence }) => sentence);
    };
    const [one, two] = [sentences(1), sentences(2)];
    expect(one[0]).toContain("Remove it, or rotate its token with fewer scopes.");
    expect(two[0]).toContain("Remove them, or rotate their tokens with fewer scopes.");
    expect(one[1]).toContain("took its place, and nothing has used it since. It can go.");
    expect(two[1]).toContain("nothing has used them since. They can go.");
  });

  it("says which of several gateways it is", () => {
    const of = (...gateways: (readonly [string, string])[]) =>
      hygieneOf(
        [],
        gateways.map(([name, authMode]) => ({ ...aGatewayView(), id: name, name, authMode })),
        new Map(),
        now,
      ).map(({ title }) => title);
    expect(of(["Attic", "token"], ["Pi\u202e", "none"])).toEqual(["“Pi” asks nobody for a token"]);
    expect(of(["Attic", "none"], ["Pi", "none"])).toEqual(["“Attic”, “Pi” ask nobody for a token"]);
    expect(of(["Attic", "token"], ["Pi", "token"])).toEqual([]);
  });

  it("shows exactly those that it counted", () => {
    const used = aDevice("used", { lastSeenAtMs: now - day, tokens: admin() });
    const idle = aDevice("idle", { lastSeenAtMs: now - 15 * day, tokens: admin() });
    const devices = [used, idle, aDevice("reader", { lastSeenAtMs: now - 20 * day })];
    const action = hygieneOf(devices, [aGatewayView()], new Map(), now)[0]?.action;
    const show = action && "show" in action ? action.show : "all";
    expect(findDevices(devices, "", show, now).map(({ deviceId }) => deviceId)).toEqual(["idle"]);
  });
});

describe("what a lock-out doesn't cover", () => {
  it("is told by how the gateway asks who comes", () => {
    const secret = (authMode?: string) => aftermathOf([{ id: "g", name: "Home", authMode }])[0]!;
    expect(secret("token").steps.join()).toContain("gateway.auth.token");
    expect(secret("password").steps.join()).toContain("gateway.auth.password");
    expect(secret("none").steps.join()).toContain("gateway.auth.mode token");
    expect(secret("trusted-proxy").sentence).toContain("proxy");
    expect(secret().title).toContain("token or password");
    expect(secret("token").sentence).not.toContain("set-up code");
  });

  it("says when a device was never given the shared secret", () => {
    const device = { approvedVia: "Paired with a set-up code" };
    const [secret] = aftermathOf([{ id: "g", name: "Home", authMode: "token", device }]);
    expect(secret?.sentence).toContain("set-up code");
  });

  it("has a secret for each gateway, and names those where the device is still paired or nobody knows", () => {
    const left = [
      { id: "home", name: "Home", authMode: "token" },
      { id: "attic", name: "Attic", authMode: "password" },
    ];
    const items = aftermathOf(left, { still: ["Office", "Barn"], unseen: ["Shed"] });
    expect(items.map(({ id }) => id)).toEqual([
      "shared-secret/home",
      "shared-secret/attic",
      "chats",
      "accounts",
      "other-gateways",
    ]);
    expect(items[1]?.title).toMatch(/^Attic: the gateway's shared password/);
    expect(items.at(-1)?.sentence).toContain("still paired with Office and Barn");
    expect(items.at(-1)?.sentence).toContain("not seen the list of Shed");
    expect(items.at(-1)?.sentence).toContain("Its key is no longer blocked.");
    expect(aftermathOf(left, { still: [], unseen: [], blocked: true }).at(-1)?.sentence).toContain("stays blocked");
  });
});
