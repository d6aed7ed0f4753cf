import type { AppSnapshot, RequestView } from "../../src/app/snapshot.ts";

/** A request card with everything that a view needs; `change` is what the test is about. */
export function requestView(change: Partial<RequestView> = {}): RequestView {
  const requestId = change.requestId ?? "r1";
  return {
    key: `g/${requestId}`,
    gatewayId: "g",
    requestId,
    deviceId: "d1",
    digest: "digest-1",
    name: "Pixel 9",
    kind: "new-device",
    shape: "phone",
    facts: [],
    roles: [],
    scopes: [],
    risk: "low",
    warnings: [],
    fingerprint: "0123 4567",
    askedAtMs: 1_000,
    expiresAtMs: 301_000,
    superseded: 0,
    canDecide: true,
    action: { state: "idle" },
    ...change,
  };
}

/** A connected app where nothing waits. */
export function appSnapshot(change: Partial<AppSnapshot> = {}): AppSnapshot {
  return {
    revision: 1,
    machine: {
      version: "0.1.0",
      electron: "45.4.1",
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
    gateways: [],
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
