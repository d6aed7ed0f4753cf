import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvCell, exportDevices } from "../../../src/app/export-devices.ts";
import { aDeviceView, aGatewayView } from "./snapshots.ts";

const token = { role: "operator", roleWords: "", choices: [], createdAtMs: 1_700_000_000_000 };
const scope = (name: string) => ({ name, sentence: "", risk: "low" as const, change: "kept" as const });
const devices = [
  aDeviceView({
    name: '=HYPERLINK("http://evil","x")',
    pairedAtMs: 1_700_000_000_000,
    lastSeenAtMs: 9e15,
    tokens: [
      { ...token, scopes: [scope("operator.read"), scope("operator.write")] },
      { ...token, role: "node", scopes: [] },
    ],
  }),
  aDeviceView({ key: "g/d2", deviceId: "d2", name: "Noor’s, phone\n", connected: null }),
];
const snapshot = { devices, gateways: [aGatewayView()] };

/** Reads a CSV text as RFC 4180 says. */
function readCsv(text: string): string[][] {
  const cells = /(?:^|,|\r\n)(?:"((?:[^"]|"")*)")/g;
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r\n(?=")/)
    .filter((line) => line.trim() !== "")
    .map((line) => [...line.matchAll(cells)].map(([, cell = ""]) => cell.replaceAll('""', '"')));
}

describe("the export of devices", () => {
  it("writes JSON with one object a device and no secret", () => {
    const { name, text } = exportDevices(snapshot, "json", 1_800_000_000_000);
    expect(name).toBe("pairtray-devices-2027-01-15.json");
    const read = JSON.parse(text) as { devices: Record<string, unknown>[] };
    expect(read.devices).toHaveLength(2);
    expect(read.devices[0]).toMatchObject({
      gateway: "Home",
      paired: "2023-11-14T22:13:20.000Z",
      lastSeen: null,
      roles: [{ role: "operator", scopes: ["operator.read", "operator.write"] }, { role: "node" }],
    });
  });

  it("writes CSV with one line a role, which no spreadsheet runs", () => {
    const { text } = exportDevices(snapshot, "csv", 0);
    const [head = [], ...rows] = readCsv(text);
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row).toHaveLength(head.length);
    const value = (row: number, column: string) => rows[row]?.[head.indexOf(column)];
    expect(value(0, "name")).toBe('\'=HYPERLINK("http://evil","x")');
    expect(value(0, "scopes")).toBe("operator.read operator.write");
    expect(value(1, "role")).toBe("node");
    expect(value(2, "name")).toBe("Noor’s, phone\n");
    expect(value(2, "role")).toBe("");
  });

  it("never lets a cell begin as a formula, nor end before its end", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .tuple(fc.constantFrom("=", "+", "-", "@", "\t", "\r", " =", "\u00a0=", "\n@", "\uff1d", "\uff20"), fc.string())
        .map((p) => p.join("")),
    );
    fc.assert(
      fc.property(hostile, (value) => {
        const cell = csvCell(value);
        expect(cell).toMatch(/^"(?:[^"]|"")*"$/);
        const inner = cell.slice(1, -1).replaceAll('""', '"');
        expect(inner).not.toMatch(/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/);
        expect([value, `'${value}`]).toContain(inner);
      }),
    );
  });
});
