import type { DeviceView } from "../src/app/snapshot.ts";

export type DeviceFilter = "all" | "connected" | "stale" | "high-access" | "nodes" | "self";
export type DeviceOrder = "name" | "seen";

export const filterWords: Readonly<Record<DeviceFilter, string>> = {
  all: "All devices",
  connected: "Connected now",
  stale: "Not seen for 30 days",
  "high-access": "High access",
  nodes: "Nodes",
  self: "This app",
};

export const orderWords: Readonly<Record<DeviceOrder, string>> = { name: "By name", seen: "Seen last first" };

const STALE_AFTER_MS = 30 * 86_400_000;

/** Computed once for each device as main sent it; a changed device is another object. */
interface Prepared {
  readonly name: string;
  readonly text: string;
}
const prepared = new WeakMap<DeviceView, Prepared>();

function prepare(device: DeviceView): Prepared {
  let known = prepared.get(device);
  if (!known) {
    const facts = device.facts.map((fact) => fact.value).join("\n");
    const name = device.name.toLocaleLowerCase();
    const text =
      `${name}\n${facts}\n${device.access}\n${device.roles.join("\n")}\n${device.deviceId}`.toLocaleLowerCase();
    known = { name, text };
    prepared.set(device, known);
  }
  return known;
}

function passes(device: DeviceView, filter: DeviceFilter, nowMs: number): boolean {
  switch (filter) {
    case "all":
      return true;
    case "connected":
      return device.connected === true;
    case "stale":
      return device.connected !== true && (device.lastSeenAtMs ?? device.pairedAtMs ?? nowMs) < nowMs - STALE_AFTER_MS;
    case "high-access":
      return device.accessRisk === "high";
    case "nodes":
      return device.roles.includes("node");
    case "self":
      return device.isSelf;
  }
}

/** When the gateway last saw it; a connected device is seen now. */
function seen(device: DeviceView): number {
  return device.connected ? Infinity : (device.lastSeenAtMs ?? device.pairedAtMs ?? 0);
}

/** Devices that pass, every word of the query found somewhere in name, facts, access, roles or id. */
export function findDevices(
  devices: readonly DeviceView[],
  query: string,
  filter: DeviceFilter,
  order: DeviceOrder,
  nowMs: number,
): readonly DeviceView[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = devices.filter(
    (device) => passes(device, filter, nowMs) && words.every((word) => prepare(device).text.includes(word)),
  );
  // Plain comparison of lower-case names: with ten thousand a collator would take longer than a frame.
  const byName = (a: DeviceView, b: DeviceView): number => {
    const [left, right] = [prepare(a).name, prepare(b).name];
    return left < right ? -1 : left > right ? 1 : 0;
  };
  return order === "name" ? found.sort(byName) : found.sort((a, b) => compare(seen(b), seen(a)) || byName(a, b));
}

/** Infinity minus Infinity is no number, so no subtraction here. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
