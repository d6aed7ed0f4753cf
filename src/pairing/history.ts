import { createHash } from "node:crypto";
import {
  boundedEntry,
  type HistoryCutRow,
  type HistoryEntry,
  type HistoryEntryRow,
  type HistoryRow,
} from "./history-row.ts";

/**
 * The local history as a chain: every row bears the SHA-256 of the one before it, so a row that was changed, dropped or
 * put in between shows. The hash has no key: it finds damage and careless tampering, not somebody who has this user's
 * rights and rewrites the whole file.
 */

/** What stands where no row is before: 64 zeros. */
const GENESIS = "0".repeat(64);

/** Where a chain is broken. `index` is the place among the rows, `seq` the row's own number. */
export interface ChainBreak {
  readonly index: number;
  readonly seq: number;
  /** `changed`: the row isn't what was written. `gap`: it doesn't follow from the row before (rows missing or swapped). */
  readonly why: "changed" | "gap";
}

/** A JSON array of fixed length is unambiguous: no field can run over into the next one. */
function canonical(row: Omit<HistoryEntryRow, "hash"> | Omit<HistoryCutRow, "hash">): string {
  if (row.kind === "cut") return JSON.stringify([row.seq, row.atMs, row.kind, row.head]);
  const { seq, atMs, kind, gatewayId, requestId, deviceId, name, by, detail, prev } = row;
  return JSON.stringify([seq, atMs, kind, gatewayId, requestId ?? null, deviceId, name, by, detail ?? null, prev]);
}

function hashOf(row: Omit<HistoryEntryRow, "hash"> | Omit<HistoryCutRow, "hash">): string {
  return createHash("sha256").update(canonical(row), "utf8").digest("hex");
}

/** The hash that the next row bears as `prev`. */
export function headOf(row: HistoryRow | undefined): string {
  if (!row) return GENESIS;
  return row.kind === "cut" ? row.head : row.hash;
}

/** The row that follows `last` (undefined: the first of all). Texts are bounded, so whatever comes makes a valid row. */
export function nextRow(last: HistoryRow | undefined, entry: HistoryEntry, atMs: number): HistoryEntryRow {
  const { kind, gatewayId, requestId, deviceId, name, by, detail } = boundedEntry(entry);
  const row = {
    seq: (last?.seq ?? 0) + 1,
    // A clock set before 1970 must not make a row that can't be read back.
    atMs: Math.max(0, Math.trunc(atMs)),
    kind,
    gatewayId,
    ...(requestId === undefined ? {} : { requestId }),
    deviceId,
    name,
    by,
    ...(detail === undefined ? {} : { detail }),
    prev: headOf(last),
  };
  return { ...row, hash: hashOf(row) };
}

/** Every place where the chain is broken, oldest first; empty when it is whole. */
export function verifyChain(rows: readonly HistoryRow[]): readonly ChainBreak[] {
  const breaks: ChainBreak[] = [];
  rows.forEach((row, index) => {
    const before = rows[index - 1];
    const follows =
      row.kind === "cut" ? index === 0 : row.prev === headOf(before) && row.seq === (before?.seq ?? 0) + 1;
    if (hashOf(row) !== row.hash) breaks.push({ index, seq: row.seq, why: "changed" });
    else if (!follows) breaks.push({ index, seq: row.seq, why: "gap" });
  });
  return breaks;
}

/** The row as its line in the file, without the line break. Key order is fixed: one row has one form. */
export function rowLine(row: HistoryRow): string {
  if (row.kind === "cut") {
    const { seq, atMs, kind, head, hash } = row;
    return JSON.stringify({ seq, atMs, kind, head, hash });
  }
  const { seq, atMs, kind, gatewayId, requestId, deviceId, name, by, detail, prev, hash } = row;
  // Undefined values are left out by JSON itself.
  return JSON.stringify({ seq, atMs, kind, gatewayId, requestId, deviceId, name, by, detail, prev, hash });
}

export interface HistoryBounds {
  readonly maxRows: number;
  /** Of the file, in bytes. */
  readonly maxBytes: number;
}

/** Bytes of the row in the file, its line break with it. */
export function rowBytes(row: HistoryRow): number {
  return Buffer.byteLength(rowLine(row), "utf8") + 1;
}

/**
 * Cuts the oldest rows until four fifths of the bounds are left (so that cutting is rare) and puts the anchor first. A
 * break among the rows that stay is still a break afterwards. The newest row always stays.
 */
export function cutOldest(rows: readonly HistoryRow[], bounds: HistoryBounds, nowMs: number): readonly HistoryRow[] {
  const most = { rows: bounds.maxRows * 0.8, bytes: bounds.maxBytes * 0.8 };
  let first = rows.length;
  let bytes = 0;
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index];
    if (!row || row.kind === "cut") break;
    bytes += rowBytes(row);
    if (first < rows.length && (rows.length - index > most.rows || bytes > most.bytes)) break;
    first = index;
  }
  const lastCut = rows[first - 1];
  if (!lastCut || lastCut.kind === "cut") return rows;
  const anchor = { seq: lastCut.seq, atMs: Math.max(0, Math.trunc(nowMs)), kind: "cut" as const, head: lastCut.hash };
  return [{ ...anchor, hash: hashOf(anchor) }, ...rows.slice(first)];
}
