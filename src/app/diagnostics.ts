import type { AppSnapshot, GatewayView, VitalsView } from "./snapshot.ts";

/** Where an address, a name, an id or a secret stood. The window marks it, so that anybody sees what was left out. */
export const HIDDEN = "[hidden]";

const iso = (ms: number): string => new Date(ms).toISOString();
const seconds = (ms: number): string => `${Math.max(0, Math.round(ms / 1000))} s`;

/**
 * A report to paste into a bug report: versions, states, codes, timings and counts. Built from the picture that the window
 * has, which holds no secret; addresses, names, ids and commands are left out on top, visibly.
 * @param nowMs when it is made, ms since the epoch
 */
export function diagnosticReport(snapshot: AppSnapshot, nowMs: number): string {
  const { machine, settings, gateways, requests, devices, lockOuts, undos, notices } = snapshot;
  const lines = [
    "PairTray diagnostic report",
    `made: ${iso(nowMs)}`,
    `version: ${machine.version}, Electron ${machine.electron}${machine.unofficialElectron ? " (unofficial)" : ""}, ${machine.platform}${machine.demo ? ", demo" : ""}`,
    `secrets: ${machine.keeping.warning ? (settings.refuseUnencrypted ? "in memory only (no keyring)" : "unencrypted file (no keyring)") : "keyring"}`,
    `notifications: ${settings.notifications ? "on" : "off"}${machine.notifying.warning ? ", with trouble" : ""}; tray: ${machine.trayShown ? "shown" : "not shown"}`,
    `revision: ${snapshot.revision}; waiting: ${requests.length}; devices: ${devices.length}; lock-outs: ${lockOuts.length}; to undo: ${undos.length}; notices: ${notices.length}`,
    ...gateways.flatMap((gateway, index) => gatewayLines(gateway, index + 1, snapshot, nowMs)),
    `Tokens, passwords, keys, set-up codes, addresses, names and ids are ${HIDDEN}.`,
  ];
  return lines.join("\n");
}

function gatewayLines(gateway: GatewayView, number: number, snapshot: AppSnapshot, nowMs: number): string[] {
  const { state, version, protocol, authMode, listedAtMs, limits, plainText, address, paused } = gateway;
  const mine = (items: readonly { readonly gatewayId: string }[]) =>
    items.filter(({ gatewayId }) => gatewayId === gateway.id).length;
  const scheme = address.startsWith("wss:") ? "wss" : "ws";
  return [
    `gateway ${number}: ${HIDDEN} at ${scheme}://${HIDDEN}${plainText ? " (plain text over the network)" : ""}`,
    `  state: ${state.kind}${paused ? " (paused)" : ""}${state.recovery ? `, ${safeCode(state.recovery.code)}` : ""}${state.retryAtMs === undefined ? "" : `, next try in ${seconds(state.retryAtMs - nowMs)}`}`,
    `  version: ${safe(version)}; protocol: ${protocol ?? "unknown"}; authentication: ${safe(authMode)}`,
    `  list checked: ${listedAtMs === undefined ? "never" : `${seconds(nowMs - listedAtMs)} ago`}; waiting: ${mine(snapshot.requests)}; devices: ${mine(snapshot.devices)}; what it can't do: ${limits.length}`,
    ...vitalLines(gateway.vitals, nowMs),
  ];
}

function vitalLines(vitals: VitalsView | undefined, nowMs: number): string[] {
  if (!vitals) return [];
  const { tries, failures, connectedAtMs, connectMs = 0, signedInBy, can = [], cannot = [] } = vitals;
  return [
    `  tries: ${tries}${connectedAtMs === undefined ? "" : `; connected for ${seconds(nowMs - connectedAtMs)}, after ${connectMs} ms`}`,
    ...(signedInBy === undefined
      ? []
      : [`  signed in by: ${safe(signedInBy)} ${signedInBy === "none" ? "" : HIDDEN}`.trimEnd()]),
    ...failures.map(
      ({ code, atMs, afterMs }) => `  failed: ${safeCode(code)}, ${seconds(nowMs - atMs)} ago, after ${afterMs} ms`,
    ),
    ...(can.length > 0 ? [`  it can: ${can.join(", ")}`] : []),
    ...(cannot.length > 0 ? [`  it can't: ${cannot.join(", ")}`] : []),
  ];
}

/** A gateway may call its version anything. */
function safe(text: string | undefined): string {
  if (text === undefined) return "unknown";
  return /^[\w.+-]{1,40}$/.test(text) ? text : HIDDEN;
}

/** And a code too: what doesn't look like one of its codes, Node's, or ours is hidden. */
function safeCode(code: string): string {
  return /^(?:[A-Z][A-Z0-9_]{1,60}|[a-z-]{1,30}|\d{4}|[A-Z][A-Za-z_]{1,30} ?\(?[a-z -]{0,30}\)?)$/.test(code)
    ? code
    : HIDDEN;
}
