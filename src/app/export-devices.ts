import type { AppSnapshot, DeviceView, TokenView } from "./snapshot.ts";

export interface ExportedFile {
  /** A name to begin with. */
  readonly name: string;
  readonly text: string;
}

/** What a spreadsheet would take for the start of a formula (some also in full width), or for the end of a cell. */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

/**
 * One cell of a CSV file (RFC 4180), always quoted. Names come from strangers: what a spreadsheet would run as a formula gets
 * an apostrophe in front, which spreadsheets take for "this is text".
 */
export function csvCell(value: string): string {
  const safe = formula.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}

const time = (atMs: number | undefined): string | null => (atMs === undefined ? null : isoTime(atMs));

/** Beyond what a calendar can hold there is no time to write. */
function isoTime(atMs: number): string | null {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function deviceOf(device: DeviceView, gatewayNames: ReadonlyMap<string, string>) {
  return {
    gateway: gatewayNames.get(device.gatewayId) ?? device.gatewayId,
    deviceId: device.deviceId,
    name: device.name,
    facts: Object.fromEntries(device.facts.map(({ label, value }) => [label, value])),
    access: device.access,
    accessRisk: device.accessRisk,
    connected: device.connected,
    lastSeen: time(device.lastSeenAtMs),
    paired: time(device.pairedAtMs),
    approvedVia: device.approvedVia ?? null,
    thisApp: device.isSelf,
    commands: device.commands,
    roles: device.tokens.map(tokenOf),
  };
}

function tokenOf(token: TokenView) {
  return {
    role: token.role,
    scopes: token.scopes.map(({ name }) => name),
    created: time(token.createdAtMs),
    rotated: time(token.rotatedAtMs),
    lastUsed: time(token.lastUsedAtMs),
    revoked: time(token.revokedAtMs),
  };
}

type Row = ReturnType<typeof deviceOf>;

const columns: readonly (readonly [
  name: string,
  value: (device: Row, token: Row["roles"][number] | undefined) => string,
])[] = [
  ["gateway", ({ gateway }) => gateway],
  ["device_id", ({ deviceId }) => deviceId],
  ["name", ({ name }) => name],
  ["device", ({ facts }) => facts["Device"] ?? ""],
  ["program", ({ facts }) => facts["Program"] ?? ""],
  ["address", ({ facts }) => facts["Address"] ?? ""],
  ["fingerprint", ({ facts }) => facts["Fingerprint"] ?? ""],
  ["connected", ({ connected }) => (connected === null ? "" : connected ? "yes" : "no")],
  ["last_seen", ({ lastSeen }) => lastSeen ?? ""],
  ["paired", ({ paired }) => paired ?? ""],
  ["approved_via", ({ approvedVia }) => approvedVia ?? ""],
  ["access", ({ access }) => access],
  ["risk", ({ accessRisk }) => accessRisk],
  ["role", (_device, token) => token?.role ?? ""],
  ["scopes", (_device, token) => token?.scopes.join(" ") ?? ""],
  ["token_created", (_device, token) => token?.created ?? ""],
  ["token_rotated", (_device, token) => token?.rotated ?? ""],
  ["token_last_used", (_device, token) => token?.lastUsed ?? ""],
  ["token_revoked", (_device, token) => token?.revoked ?? ""],
  ["commands", ({ commands }) => commands.join(" ")],
];

function csv(devices: readonly Row[]): string {
  const lines = devices.flatMap((device) =>
    (device.roles.length === 0 ? [undefined] : device.roles).map((token) =>
      columns.map(([, value]) => csvCell(value(device, token))).join(","),
    ),
  );
  const head = columns.map(([name]) => csvCell(name)).join(",");
  // A byte order mark: without it Excel reads UTF-8 as something else.
  return `\uFEFF${[head, ...lines].join("\r\n")}\r\n`;
}

/**
 * All devices and what they may do, as the window shows them: JSON with one object a device, or CSV with one line for each
 * role of a device. Times are ISO 8601 in UTC. There is no secret in it: the snapshot has none.
 */
export function exportDevices(
  { devices, gateways }: Pick<AppSnapshot, "devices" | "gateways">,
  format: "json" | "csv",
  nowMs: number,
): ExportedFile {
  const names = new Map(gateways.map(({ id, name }) => [id, name]));
  const rows = devices.map((device) => deviceOf(device, names));
  const day = isoTime(nowMs)?.slice(0, 10) ?? "today";
  const name = `pairtray-devices-${day}.${format}`;
  if (format === "csv") return { name, text: csv(rows) };
  return { name, text: `${JSON.stringify({ exported: isoTime(nowMs), devices: rows }, null, 2)}\n` };
}
