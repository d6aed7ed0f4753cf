import type { AppSnapshot, GatewayView } from "./snapshot.ts";

/** Where an address, a name or an id stood. */
const hidden = "[hidden]";

const iso = (ms: number): string => new Date(ms).toISOString();

/**
 * A report to paste into a bug report: versions, states, codes, timings and counts. Built from the picture that the window
 * has, which holds no secret; addresses, names, ids and commands are left out on top, visibly.
 * @param nowMs when it is made, ms since the epoch
 */
export function diagnosticReport(snapshot: AppSnapshot, nowMs: number): string {
  const { machine, settings, gateways, requests, devices, lockOuts, undos, notices } = snapshot;
  const gatewayIds = new Map(gateways.map(({ id }, index) => [id, index + 1]));
  const lines = [
    "PairTray diagnostic report",
    `made: ${iso(nowMs)}`,
    `version: ${machine.version}, Electron ${machine.electron}${machine.unofficialElectron ? " (unofficial)" : ""}, ${machine.platform}${machine.demo ? ", demo" : ""}`,
    `secrets: ${machine.keeping.warning ? "unencrypted file" : "keyring"}`,
    `notifications: ${settings.notifications ? "on" : "off"}${machine.notifying.warning ? ", with trouble" : ""}; tray: ${machine.trayShown ? "shown" : "not shown"}`,
    `revision: ${snapshot.revision}; waiting: ${requests.length}; devices: ${devices.length}; lock-outs: ${lockOuts.length}; to undo: ${undos.length}; notices: ${notices.length}`,
    ...gateways.flatMap((gateway) => gatewayLines(gateway, gatewayIds.get(gateway.id) ?? 0, snapshot, nowMs)),
    `Tokens, passwords, keys and set-up codes are not in this report; addresses, names and ids are ${hidden}.`,
  ];
  return lines.join("\n");
}

function gatewayLines(gateway: GatewayView, number: number, snapshot: AppSnapshot, nowMs: number): string[] {
  const { state, version, protocol, authMode, listedAtMs, limits, plainText, address, paused } = gateway;
  const mine = (items: readonly { readonly gatewayId: string }[]) =>
    items.filter(({ gatewayId }) => gatewayId === gateway.id).length;
  const scheme = address.startsWith("wss:") ? "wss" : "ws";
  return [
    `gateway ${number}: ${scheme}://${hidden}${plainText ? " (plain text over the network)" : ""}`,
    `  state: ${state.kind}${paused ? " (paused)" : ""}${state.recovery ? `, ${state.recovery.code}` : ""}${state.retryAtMs === undefined ? "" : `, next try in ${Math.max(0, Math.round((state.retryAtMs - nowMs) / 1000))} s`}`,
    `  version: ${safe(version)}; protocol: ${protocol ?? "unknown"}; authentication: ${safe(authMode)}`,
    `  list checked: ${listedAtMs === undefined ? "never" : `${Math.round((nowMs - listedAtMs) / 1000)} s ago`}; waiting: ${mine(snapshot.requests)}; devices: ${mine(snapshot.devices)}; what it can't do: ${limits.length}`,
  ];
}

/** A gateway may call its version anything. */
function safe(text: string | undefined): string {
  if (text === undefined) return "unknown";
  return /^[\w.+-]{1,40}$/.test(text) ? text : hidden;
}
