import { isAdministrator, isIdleAdministrator, isStale } from "../src/app/hygiene.ts";
import type { DeviceView } from "../src/app/snapshot.ts";

export type DeviceFilter =
  "all" | "connected" | "stale" | "administrators" | "idle-administrators" | "nodes" | "older" | "self";
export type DeviceOrder = "name" | "seen";

export const filterWords: Readonly<Record<DeviceFilter, string>> = {
  all: "All devices",
  connected: "Connected now",
  stale: "Not seen for 30 days",
  administrators: "Administrators",
  "idle-administrators": "Administrators not seen for two weeks",
  nodes: "Nodes",
  older: "Older entries",
  self: "This app",
};

export const orderWords: Readonly<Record<DeviceOrder, string>> = { name: "By name", seen: "Seen last first" };

/** What a search looks at, in lower case: made once for each device as main sent it (a changed device is another one). */
const texts = new WeakMap<DeviceView, string>();

function textOf(device: DeviceView): string {
  let text = texts.get(device);
  if (text === undefined) {
    const facts = device.facts.map((fact) => fact.value);
    text = [device.name, ...facts, device.access, ...device.roles, device.deviceId].join("\n").toLocaleLowerCase();
    texts.set(device, text);
  }
  return text;
}

type Older = ReadonlyMap<string, unknown>;
const none: Older = new Map();

function passes(device: DeviceView, filter: DeviceFilter, nowMs: number, older: Older): boolean {
  switch (filter) {
    case "all":
      return true;
    case "connected":
      return device.connected === true;
    case "stale":
      return isStale(device, nowMs);
    case "administrators":
      return isAdministrator(device);
    case "idle-administrators":
      return isIdleAdministrator(device, nowMs);
    case "older":
      return older.has(device.key);
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

/** By name, made once for each device. A collator would be right too, but takes longer than a frame for ten thousand. */
const sortKeys = new WeakMap<DeviceView, string>();

/** Compared as plain text, these stand as people expect: case and accents aside, and "Pixel 9" before "Pixel 10". */
function sortKey(device: DeviceView): string {
  let key = sortKeys.get(device);
  if (key === undefined) {
    const plain = device.name.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
    key = plain.replaceAll(/\d{1,9}/g, (digits) => digits.padStart(10, "0"));
    sortKeys.set(device, key);
  }
  return key;
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * All devices in order; of those with one name the one that was seen last first, so that the entries of one machine stand
 * together. A few ms for ten thousand: done once for each list, not for each letter typed.
 */
export function orderDevices(devices: readonly DeviceView[], order: DeviceOrder): readonly DeviceView[] {
  return devices
    .map((device) => ({ device, key: order === "name" ? sortKey(device) : -seen(device) }))
    .sort((a, b) => compare(a.key, b.key) || compare(-seen(a.device), -seen(b.device)))
    .map(({ device }) => device);
}

/** Devices that pass, every word of the query found somewhere in name, facts, access, roles or id. Keeps the order. */
export function findDevices(
  devices: readonly DeviceView[],
  query: string,
  filter: DeviceFilter,
  nowMs: number,
  older: Older = none,
): readonly DeviceView[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && filter === "all") return devices;
  return devices.filter(
    (device) => passes(device, filter, nowMs, older) && words.every((word) => textOf(device).includes(word)),
  );
}
