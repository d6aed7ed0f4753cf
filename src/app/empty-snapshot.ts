import type { AppSnapshot, MachineView, Navigation, SettingsView } from "./snapshot.ts";

/** The picture before anything was heard of any gateway. */
export function emptySnapshot(machine: MachineView, settings: SettingsView, navigation: Navigation): AppSnapshot {
  return {
    revision: 0,
    machine,
    settings,
    navigation,
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
  };
}
