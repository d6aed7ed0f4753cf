import { shownText } from "../pairing/shown-text.ts";
import type { DeviceView, GatewayView } from "./snapshot.ts";

const DAY_MS = 86_400_000;
/** A device that nobody has seen for so long probably isn't needed any more, in ms. */
const STALE_AFTER_MS = 30 * DAY_MS;
/** Full control that nobody has used for so long is a risk without a use, in ms. */
const IDLE_ADMIN_AFTER_MS = 14 * DAY_MS;

/** One thing worth tidying up, with the one thing to do about it. */
export interface HygieneCard {
  readonly id: "no-authentication" | "administrators" | "older" | "stale";
  readonly title: string;
  readonly sentence: string;
  /** What its button does: show these devices, or the steps. */
  readonly action: { readonly show: "idle-administrators" | "older" | "stale" } | { readonly steps: readonly string[] };
}

/**
 * When anything of it was last seen: itself, or one of its tokens in use (gateways before 2026.7 tell only those). Undefined
 * where the gateway says neither. That it was paired long ago says nothing about its use.
 */
function seenAtMs({ lastSeenAtMs, tokens }: DeviceView): number | undefined {
  let last = lastSeenAtMs;
  for (const { lastUsedAtMs } of tokens) {
    if (lastUsedAtMs !== undefined && (last === undefined || lastUsedAtMs > last)) last = lastUsedAtMs;
  }
  return last;
}

export function isStale(device: DeviceView, nowMs: number): boolean {
  if (device.connected === true || device.isSelf) return false;
  return (seenAtMs(device) ?? nowMs) < nowMs - STALE_AFTER_MS;
}

/** Whether it holds a token that works and carries full control. */
export function isAdministrator(device: DeviceView): boolean {
  return device.tokens.some(
    (token) => token.revokedAtMs === undefined && token.scopes.some(({ name }) => name === "operator.admin"),
  );
}

/** Full control that nobody has used for two weeks. */
export function isIdleAdministrator(device: DeviceView, nowMs: number): boolean {
  if (device.isSelf || device.connected === true || !isAdministrator(device)) return false;
  return (seenAtMs(device) ?? nowMs) < nowMs - IDLE_ADMIN_AFTER_MS;
}

/**
 * Entries that a machine left behind when it paired again, by key, with the entry that took their place: same name, system
 * and program, not connected, and last seen before the later one was approved. Two machines of one kind that are both in
 * use are never taken for one.
 */
export function olderEntries(devices: readonly DeviceView[]): ReadonlyMap<string, DeviceView> {
  // By gateway, then by machine: one key made of both would have to be put together ten thousand times.
  const newest = new Map<string, Map<string, DeviceView>>();
  for (const device of devices) {
    if (device.machineKey === undefined || device.pairedAtMs === undefined) continue;
    const machines = newest.get(device.gatewayId) ?? new Map<string, DeviceView>();
    newest.set(device.gatewayId, machines);
    const known = machines.get(device.machineKey);
    if (!known || (known.pairedAtMs ?? 0) < device.pairedAtMs) machines.set(device.machineKey, device);
  }
  const older = new Map<string, DeviceView>();
  for (const device of devices) {
    if (device.machineKey === undefined || device.connected === true || device.isSelf) continue;
    const latest = newest.get(device.gatewayId)?.get(device.machineKey);
    if (!latest || latest === device) continue;
    if ((seenAtMs(device) ?? Infinity) < (latest.pairedAtMs ?? 0)) older.set(device.key, latest);
  }
  return older;
}

const count = (n: number, one: string, many: string) => (n === 1 ? `1 ${one}` : `${n} ${many}`);

/** How to leave a gateway without authentication, step by step. */
const authSteps = [
  "On the gateway's machine, make a token: `openclaw doctor --generate-gateway-token`",
  "Ask for it from now on: `openclaw config set gateway.auth.mode token`",
  "Restart the gateway: `openclaw gateway restart`",
  "Show it there with `openclaw gateway auth-token --show`, and enter it under Settings, Connect. Paired devices keep their own tokens.",
];

/** What is worth tidying up, the most pressing first; empty when all is well. */
export function hygieneOf(
  devices: readonly DeviceView[],
  gateways: readonly GatewayView[],
  older: ReadonlyMap<string, DeviceView>,
  nowMs: number,
): readonly HygieneCard[] {
  const cards: HygieneCard[] = [];
  const open = gateways.filter(({ authMode }) => authMode === "none").map(({ name }) => `“${shownText(name, 40)}”`);
  if (open.length > 0) {
    const one = gateways.length === 1 ? "This gateway" : open.join(", ");
    cards.push({
      id: "no-authentication",
      title: `${one} ${open.length === 1 ? "asks" : "ask"} nobody for a token`,
      sentence: `${open.length === 1 ? "It runs" : "They run"} without authentication: whoever reaches the address may knock, and may use whatever doesn't need pairing.`,
      action: { steps: authSteps },
    });
  }
  const administrators = devices.filter((device) => isIdleAdministrator(device, nowMs)).length;
  if (administrators > 0) {
    cards.push({
      id: "administrators",
      title: `${count(administrators, "administrator has", "administrators have")} not been seen for two weeks`,
      sentence: `Full control that nobody uses is only a risk. Remove ${administrators === 1 ? "it, or rotate its token" : "them, or rotate their tokens"} with fewer scopes.`,
      action: { show: "idle-administrators" },
    });
  }
  if (older.size > 0) {
    cards.push({
      id: "older",
      title: `${count(older.size, "entry is", "entries are")} of a machine that paired again later`,
      sentence:
        older.size === 1
          ? "The later entry took its place, and nothing has used it since. It can go."
          : "A later one took the place of each, and nothing has used them since. They can go.",
      action: { show: "older" },
    });
  }
  const stale = devices.filter((device) => isStale(device, nowMs)).length;
  if (stale > 0) {
    cards.push({
      id: "stale",
      title: `${count(stale, "device has", "devices have")} not been seen for 30 days`,
      sentence: "What isn't used any more should not keep its access. It can pair again when it is needed.",
      action: { show: "stale" },
    });
  }
  return cards;
}
