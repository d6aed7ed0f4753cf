import { overstepNotice, overstepView } from "../../src/app/arrival-words.ts";
import type { AppSnapshot, DeviceView, TokenView } from "../../src/app/snapshot.ts";
import { roleWords, scopeWords } from "../../src/pairing/access-words.ts";
import type { PairedDevice } from "../../src/pairing/paired-device.ts";
import { DAY, MINUTE, now, scope } from "./snapshot-access.ts";

function token(name: string, scopes: readonly string[], changes: Partial<TokenView> = {}): TokenView {
  return {
    role: name,
    roleWords: roleWords(name).sentence,
    scopes: scopes.map((each) => scope(each, "kept")),
    choices: scopes,
    createdAtMs: now - 40 * DAY,
    lastUsedAtMs: now - 3 * MINUTE,
    ...changes,
  };
}

export function device(changes: Partial<DeviceView> = {}): DeviceView {
  return {
    key: "home/dev-phone",
    gatewayId: "home",
    deviceId: "b7c1f04a9e2d5580c3d1a6f7e8094b21b7c1f04a9e2d5580c3d1a6f7e8094b21",
    name: "Pixel 9 Pro",
    shape: "phone",
    facts: [
      { label: "Device", value: "Android 16" },
      { label: "Program", value: "OpenClaw for Android" },
      { label: "Address", value: "192.168.1.44" },
      { label: "Fingerprint", value: "b7c1 f04a 9e2d 5580 c3d1" },
    ],
    roles: ["node", "operator"],
    access: "Reads and acts, node",
    accessRisk: "elevated",
    connected: true,
    lastSeenAtMs: now - MINUTE,
    pairedAtMs: now - 40 * DAY,
    approvedVia: "Approved by the owner",
    commands: ["camera.snap", "camera.clip", "location.get", "screen.record", "notifications.list"],
    tokens: [token("node", [], { rotatedAtMs: now - 2 * DAY }), token("operator", ["operator.read", "operator.write"])],
    isSelf: false,
    canManage: true,
    action: { state: "idle" },
    ...changes,
  };
}

export const fiveDevices: readonly DeviceView[] = [
  device({
    key: "home/dev-self",
    deviceId: "self",
    name: "PairTray on desk",
    shape: "desktop",
    isSelf: true,
    roles: ["operator"],
    access: "Full control",
    accessRisk: "high",
    commands: [],
    tokens: [token("operator", ["operator.read", "operator.pairing", "operator.admin"])],
  }),
  device(),
  device({
    key: "home/dev-old",
    deviceId: "old",
    name: "Noor’s Galaxy S22",
    connected: false,
    lastSeenAtMs: now - 63 * DAY,
    access: "Node",
    roles: ["node"],
    tokens: [token("node", [], { revokedAtMs: now - 50 * DAY, lastUsedAtMs: now - 63 * DAY })],
  }),
  device({
    key: "home/dev-mac",
    deviceId: "mac",
    name: "Studio MacBook Pro of the whole Westerberg family",
    shape: "laptop",
    connected: false,
    lastSeenAtMs: now - 3 * 3_600_000,
    access: "Full control",
    accessRisk: "high",
    roles: ["operator"],
    tokens: [token("operator", ["operator.admin"])],
    commands: [],
  }),
  device({
    key: "home/dev-web",
    deviceId: "web",
    name: "Control UI in Firefox",
    shape: "browser",
    connected: null,
    access: "Reads",
    accessRisk: "low",
    roles: ["operator"],
    canManage: false,
    cannotManage: "Only an administrator may remove other devices. PairTray has no operator.admin on this gateway.",
    tokens: [token("operator", ["operator.read"])],
    commands: [],
  }),
];

export function manyDevices(count: number): DeviceView[] {
  const kinds = ["Pixel", "Galaxy", "iPhone", "ThinkPad", "MacBook", "Mac mini", "Raspberry Pi", "Firefox"];
  const shapes = ["phone", "phone", "phone", "laptop", "laptop", "desktop", "server", "browser"] as const;
  return Array.from({ length: count }, (_, index) => {
    const kind = index % kinds.length;
    return device({
      key: `home/dev-${index}`,
      deviceId: `dev-${index}`,
      name: `${kinds[kind] ?? ""} ${(index * 7919) % count}`,
      shape: shapes[kind] ?? "unknown",
      connected: index % 3 === 0,
      lastSeenAtMs: now - ((index * 37) % 90) * DAY,
    });
  });
}

const beyond = ["operator.approvals", "operator.admin"].map(scopeWords);
const overstepped = overstepView("home", { ...bare("dev-phone"), displayName: "Pixel 9 Pro" }, beyond);

/** The phone of the list got more than its card showed, at the moment it was approved. */
export const gotMore: Pick<AppSnapshot, "arrivals" | "notices"> = {
  arrivals: [overstepped],
  notices: [{ id: "1", ...overstepNotice(overstepped, beyond) }],
};

function bare(deviceId: string): PairedDevice {
  return { deviceId, roles: [], scopes: [], tokens: [] };
}
