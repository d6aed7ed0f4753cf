import {
  type BookEnvironment,
  type NodeRequest,
  type PairedRecord,
  pairedDevice,
  type PairingBook,
  withDevice,
} from "./pairing-book.ts";

/** What a node says it can do, at every connect. */
export interface NodeDeclaration {
  readonly deviceId: string;
  readonly clientId: string;
  readonly clientMode: string;
  readonly displayName?: string | undefined;
  readonly platform?: string | undefined;
  readonly version?: string | undefined;
  readonly deviceFamily?: string | undefined;
  readonly caps: readonly string[];
  readonly commands: readonly string[];
}

/** Commands that reach beyond the node itself: only an admin may approve them (the gateway's page on operator scopes). */
const adminCommands = new Set([
  "system.run",
  "system.run.prepare",
  "system.which",
  "browser.proxy",
  "browser.proxy.upload.v1",
  "fs.listDir",
  "system.execApprovals.get",
  "system.execApprovals.set",
]);

/** Commands a gateway withholds until its configuration allows them by name, approved or not (2026.9.6). */
const withheldCommands = new Set([
  "camera.snap",
  "camera.clip",
  "camera.ptz.control",
  "screen.record",
  "contacts.add",
  "calendar.add",
  "reminders.add",
  "sms.send",
  "sms.search",
  "health.summary",
]);

/** What is left of a declaration: no withheld command, and no capability all of whose commands are withheld. */
function admitted(declaration: NodeDeclaration): NodeDeclaration {
  const commands = declaration.commands.filter((command) => !withheldCommands.has(command));
  const of = (cap: string, list: readonly string[]) => list.some((command) => command.startsWith(`${cap}.`));
  const caps = declaration.caps.filter((cap) => of(cap, commands) || !of(cap, declaration.commands));
  return { ...declaration, caps, commands };
}

function requiredScopes(commands: readonly string[]): readonly string[] {
  if (commands.length === 0) return ["operator.pairing"];
  const admin = commands.some((command) => adminCommands.has(command));
  return ["operator.pairing", admin ? "operator.admin" : "operator.write"];
}

/**
 * A node has connected. More than was approved becomes one pending request (`created` = tell the operators); the same
 * declaration again keeps the request that stands; nothing beyond the approved ends it.
 */
export function declareSurface(
  book: PairingBook,
  declared: NodeDeclaration,
  environment: BookEnvironment,
): { book: PairingBook; created?: NodeRequest } {
  const declaration = admitted(declared);
  const device = pairedDevice(book, declaration.deviceId);
  if (!device) return { book };
  const others = book.nodeRequests.filter((request) => request.nodeId !== declaration.deviceId);
  const approved = device.nodeSurface;
  const within =
    approved &&
    declaration.caps.every((cap) => approved.caps.includes(cap)) &&
    declaration.commands.every((command) => approved.commands.includes(command));
  if (within) return { book: { ...book, nodeRequests: others } };
  const standing = book.nodeRequests.find((request) => request.nodeId === declaration.deviceId);
  if (standing && same(standing.caps, declaration.caps) && same(standing.commands, declaration.commands)) {
    return { book };
  }
  const { deviceId, ...said } = declaration;
  const created: NodeRequest = {
    ...said,
    requestId: environment.id(),
    nodeId: deviceId,
    requiredApproveScopes: requiredScopes(declaration.commands),
    ts: environment.now(),
  };
  return { book: { ...book, nodeRequests: [created, ...others] }, created };
}

/** Writes what the request asks for as the node's approved surface, and ends the request. */
export function approveSurface(book: PairingBook, request: NodeRequest, now: number): PairingBook {
  const device = pairedDevice(book, request.nodeId);
  const rest = withoutNodeRequest(book, request);
  return device
    ? withDevice(rest, { ...device, nodeSurface: surfaceOf({ ...request, deviceId: request.nodeId }, now) })
    : rest;
}

export function surfaceOf(declared: NodeDeclaration, now: number): NonNullable<PairedRecord["nodeSurface"]> {
  const { displayName, version } = declared;
  const { caps, commands } = admitted(declared);
  return { displayName, version, caps, commands, createdAtMs: now, approvedAtMs: now };
}

export function withoutNodeRequest(book: PairingBook, request: NodeRequest): PairingBook {
  return { ...book, nodeRequests: book.nodeRequests.filter((other) => other !== request) };
}

/** A paired node as `node.pair.list` shows it. */
export function publicNode(device: PairedRecord): Record<string, unknown> {
  return {
    nodeId: device.deviceId,
    clientId: device.clientId,
    clientMode: device.clientMode,
    platform: device.platform,
    ...device.nodeSurface,
    lastSeenAtMs: device.lastSeenAtMs,
    lastSeenReason: device.lastSeenReason,
  };
}

const same = (left: readonly string[], right: readonly string[]) =>
  left.length === right.length && left.every((entry) => right.includes(entry));
