import fc from "fast-check";
import { historyActors, historyKinds, type HistoryEntry, type HistoryRow } from "../../src/pairing/history-row.ts";
import { nextRow, rowLine } from "../../src/pairing/history.ts";

const anyText = (maxLength: number) => fc.string({ unit: "binary", maxLength });

/** Entries as hostile as they come: any characters, lone surrogates and the replacement character too. */
export const anyEntry: fc.Arbitrary<HistoryEntry> = fc.record(
  {
    kind: fc.constantFrom(...historyKinds),
    gatewayId: anyText(20),
    requestId: fc.uuid(),
    deviceId: anyText(64),
    name: fc.oneof(anyText(64), fc.constantFrom("\uFFFDPhone\uD800", "line\nbreak", '{"seq":1}', "Pixel 9")),
    by: fc.constantFrom(...historyActors),
    detail: anyText(60),
  },
  { requiredKeys: ["kind", "gatewayId", "deviceId", "name", "by"] },
);

export function chainOf(entries: readonly HistoryEntry[], startMs = 1_700_000_000_000): HistoryRow[] {
  const rows: HistoryRow[] = [];
  entries.forEach((entry, n) => rows.push(nextRow(rows.at(-1), entry, startMs + n * 1000)));
  return rows;
}

export function textOf(rows: readonly HistoryRow[]): Buffer {
  return Buffer.from(rows.map((row) => `${rowLine(row)}\n`).join(""), "utf8");
}

export function entry(n: number, over: Partial<HistoryEntry> = {}): HistoryEntry {
  const base = { gatewayId: "home", requestId: `request-${n}`, deviceId: `device-${n}`, name: `Phone ${n}` };
  return { kind: "asked", by: "gateway", ...base, ...over };
}

export const entries = (count: number) => Array.from({ length: count }, (_, n) => entry(n + 1));
