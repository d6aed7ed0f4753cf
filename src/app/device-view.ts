import { leavesConnectionsOpen } from "../gateway/older-gateway.ts";
import { accessSummary, knownScopes, roleWords, scopeWords } from "../pairing/access-words.ts";
import { type Authority, mayManage } from "../pairing/authority.ts";
import { clientWords, deviceShape, platformWords } from "../pairing/device-shape.ts";
import { fingerprint } from "../pairing/fingerprint.ts";
import type { DeviceToken, PairedDevice } from "../pairing/paired-device.ts";
import { shownName, shownText } from "../pairing/shown-text.ts";
import { roleObjection, scopeChoices, tokenObjection } from "../pairing/token-authority.ts";
import { fact, OFFLINE } from "./view-parts.ts";
import type { ActionState, DeviceView, TokenView } from "./snapshot.ts";

export interface DeviceFacts {
  readonly gatewayId: string;
  readonly device: PairedDevice;
  readonly authority: Authority;
  readonly stale: boolean;
  readonly action: ActionState;
}

/** How a device came in: `approvedVia` of gateway 2026.9.6. A way that we don't know is named as it is. */
const ways: Readonly<Record<string, string>> = {
  owner: "Approved by the owner",
  silent: "Approved by the gateway itself",
  "trusted-cidr": "Approved by the gateway itself (trusted network)",
  "trusted-proxy": "Approved by the gateway itself (trusted proxy)",
  "ssh-verified": "Approved by the gateway itself (verified over SSH)",
  bootstrap: "Paired with a set-up code",
};

/** A mark on the row where no person was asked. */
const marks: Readonly<Record<string, string>> = {
  silent: "Let in: same machine",
  "trusted-cidr": "Let in: trusted network",
  "trusted-proxy": "Let in: trusted proxy",
  "ssh-verified": "Let in: SSH",
  bootstrap: "Let in: set-up code",
};

function tokenView(token: DeviceToken, device: PairedDevice, authority: Authority): TokenView {
  const { role, scopes, ...times } = token;
  const words = roleWords(role);
  const objection = tokenObjection(authority, token);
  const cannotRotate = objection ?? roleObjection(device, role);
  return {
    ...(cannotRotate !== undefined && { cannotRotate }),
    ...(objection !== undefined && { cannotRevoke: objection }),
    choices: scopeChoices(device, token, knownScopes),
    role,
    roleWords: words.sentence,
    scopes: scopes.map((scope) => ({ ...scopeWords(scope), change: "kept" as const })),
    ...times,
  };
}

/** Gateways before 2026.9 can't give a device a name of the owner's own. */
function renameObjection({ methods }: Authority): string | undefined {
  return methods && methods.size > 0 && !methods.has("device.pair.rename")
    ? "This gateway is too old to rename devices: OpenClaw 2026.9 can."
    : undefined;
}

/** A machine that loses its key pairs again as another device, with everything else as it was. */
function machineKeyOf(device: PairedDevice): string | undefined {
  const name = shownText(device.displayName, 64).toLowerCase();
  if (name === "") return undefined;
  const rest = [device.platform, device.deviceFamily, device.clientId, device.clientMode];
  return [name, ...rest.map((part) => shownText(part, 40).toLowerCase())].join("|");
}

/** One paired device as the list and its page show it. */
export function deviceView({ gatewayId, device, authority, stale, action }: DeviceFacts): DeviceView {
  const live = device.tokens.filter((token) => token.revokedAtMs === undefined);
  const held = device.tokens.length === 0 ? device.scopes : live.flatMap((token) => token.scopes);
  const roles = device.tokens.length === 0 ? device.roles : live.map((token) => token.role);
  const access = accessSummary(roles, held);
  const allowed = stale ? OFFLINE : mayManage(authority, device);
  const cannotRename = allowed.ok ? renameObjection(authority) : allowed.sentence;
  const machineKey = machineKeyOf(device);
  const isSelf = device.deviceId === authority.deviceId;
  const letInBy = isSelf ? undefined : marks[device.approvedVia ?? ""];
  const fallback = clientWords(device) ?? device.deviceId.slice(0, 12);
  return {
    key: `${gatewayId}/${device.deviceId}`,
    gatewayId,
    deviceId: device.deviceId,
    name: shownName(device.operatorLabel, shownName(device.displayName, shownName(fallback, "Unnamed device"))),
    shape: deviceShape(device),
    facts: [
      ...fact("Device", platformWords(device)),
      ...fact("Program", clientWords(device)),
      ...fact("Calls itself", device.operatorLabel === undefined ? undefined : device.displayName),
      ...fact("Address", device.remoteIp),
      ...fact("Fingerprint", fingerprint(device)),
    ],
    roles: device.roles.map((role) => roleWords(role).name),
    access: access.words,
    accessRisk: access.risk,
    connected: stale ? null : (device.connected ?? null),
    ...(device.lastSeenAtMs !== undefined && { lastSeenAtMs: device.lastSeenAtMs }),
    ...(device.approvedAtMs !== undefined && { pairedAtMs: device.approvedAtMs }),
    ...(device.approvedVia !== undefined && {
      approvedVia: ways[device.approvedVia] ?? shownText(device.approvedVia, 60),
    }),
    commands: (device.nodeSurface?.commands ?? []).map((command) => shownText(command, 80)),
    tokens: device.tokens.map((token) => tokenView(token, device, authority)),
    ...(letInBy !== undefined && { letInBy }),
    isSelf,
    canManage: allowed.ok,
    ...(!allowed.ok && { cannotManage: allowed.sentence }),
    ...(leavesConnectionsOpen(authority.methods) && { staysOpen: true as const }),
    ...(cannotRename !== undefined && { cannotRename }),
    ...(device.operatorLabel !== undefined && { label: shownText(device.operatorLabel, 64) }),
    ...(machineKey !== undefined && { machineKey }),
    action,
  };
}
