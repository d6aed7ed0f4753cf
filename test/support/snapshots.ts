import type { AppSnapshot } from "../../src/app/snapshot.ts";
import { fiveDevices } from "./snapshot-devices.ts";
import { gateway } from "./snapshot-gateways.ts";

/** A calm app: connected, no request, five devices. */
export function snapshot(changes: Partial<AppSnapshot> = {}): AppSnapshot {
  return {
    revision: 1,
    machine: {
      version: "0.1.0",
      electron: "45.4.1",
      platform: "Debian 12",
      demo: false,
      keeping: { sentence: "The device key and token are kept in this desktop’s keyring.", warning: false },
      notifying: { sentence: "Notifications reach this desktop with their own buttons.", warning: false },
      trayShown: true,
      unofficialElectron: false,
    },
    settings: { theme: "system", notifications: true, showNames: true, openAtLogin: false },
    navigation: { seq: 0, view: "requests" },
    needsGateway: false,
    gateways: [gateway()],
    requests: [],
    devices: fiveDevices,
    lockOuts: [],
    blocked: [],
    undos: [],
    quiet: { muted: [] },
    activity: [],
    activityList: { total: 0, matching: 0, problems: [] },
    notices: [],
    ...changes,
  };
}

export const notices: AppSnapshot["notices"] = [
  { id: "n1", tone: "good", sentence: "Pixel 9 Pro was approved." },
  {
    id: "n2",
    tone: "bad",
    sentence: "The gateway no longer has this: it changed, ended or was decided elsewhere. Nothing was done.",
    step: "The list is up to date again. Look at it once more.",
  },
];
