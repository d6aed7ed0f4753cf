import type { AppSnapshot, DeviceView, GatewayView, RequestView } from "../../../src/app/snapshot.ts";

export function aRequestView(change: Partial<RequestView> = {}): RequestView {
  const gatewayId = change.gatewayId ?? "g";
  const requestId = change.requestId ?? "r1";
  return {
    key: `${gatewayId}/${requestId}`,
    gatewayId,
    requestId,
    deviceId: "d1",
    digest: "digest-of-r1",
    name: "Pixel 9",
    kind: "new-device",
    shape: "phone",
    facts: [
      { label: "Device", value: "Android phone" },
      { label: "Address", value: "192.168.1.20" },
    ],
    roles: [{ name: "operator", sentence: "Use the gateway.", change: "added", risk: "low" }],
    scopes: [{ name: "operator.read", sentence: "Read your chats.", change: "added", risk: "low" }],
    risk: "elevated",
    warnings: ["This device was never seen here before."],
    fingerprint: "0000 1111 2222 3333 4444",
    askedAtMs: 1_000,
    expiresAtMs: 301_000,
    superseded: 0,
    canDecide: true,
    action: { state: "idle" },
    ...change,
  };
}

/** Request `n` of device `device`. */
export function requestOf(device: number, n = 1, change: Partial<RequestView> = {}): RequestView {
  return aRequestView({
    requestId: `d${device}-r${n}`,
    deviceId: `d${device}`,
    name: `Phone ${device}`,
    digest: `digest-d${device}-r${n}`,
    ...change,
  });
}

export function aDeviceView(change: Partial<DeviceView> = {}): DeviceView {
  return {
    key: "g/d1",
    gatewayId: "g",
    deviceId: "d1",
    name: "Pixel 9",
    shape: "phone",
    facts: [],
    roles: ["operator"],
    access: "Reads",
    accessRisk: "low",
    connected: true,
    commands: [],
    tokens: [],
    isSelf: false,
    canManage: true,
    action: { state: "idle" },
    ...change,
  };
}

export function aGatewayView(kind: GatewayView["state"]["kind"] = "connected", id = "g"): GatewayView {
  const offers = kind === "connected" ? [] : (["retry"] as const);
  return {
    id,
    name: "Home",
    address: "ws://127.0.0.1:18789",
    source: "openclaw.json",
    state: { kind, title: `It is ${kind}`, sentence: "…", offers },
    limits: [],
  };
}

export function aSnapshot(change: Partial<AppSnapshot> = {}): AppSnapshot {
  return {
    revision: 1,
    machine: {
      version: "0.1.0",
      electron: "45",
      platform: "linux",
      demo: false,
      keeping: { sentence: "Kept.", warning: false },
      notifying: { sentence: "Told.", warning: false },
      trayShown: true,
      unofficialElectron: false,
    },
    settings: { theme: "system", notifications: true, showNames: true, openAtLogin: false },
    navigation: { seq: 0, view: "requests" },
    needsGateway: false,
    gateways: [aGatewayView()],
    requests: [],
    devices: [],
    lockOuts: [],
    blocked: [],
    undos: [],
    quiet: { muted: [] },
    activity: [],
    activityList: { total: 0, matching: 0, problems: [] },
    notices: [],
    ...change,
  };
}
