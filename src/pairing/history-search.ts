import type { HistoryActor, HistoryEntryRow, HistoryKind, HistoryRow } from "./history-row.ts";
import { historyRowSchema } from "./history-row.ts";
import { verifyChain } from "./history.ts";

/** Everything given must hold. An empty list of kinds or actors means all of them. */
export interface HistoryFilter {
  readonly kinds?: readonly HistoryKind[] | undefined;
  readonly by?: readonly HistoryActor[] | undefined;
  readonly gatewayId?: string | undefined;
  readonly deviceId?: string | undefined;
  /** Words, in any order, each somewhere in name, detail, kind, device or request id; capitals and accents don't matter. */
  readonly text?: string | undefined;
  /** From this time on, ms since the epoch. */
  readonly fromMs?: number | undefined;
  /** Before this time. */
  readonly toMs?: number | undefined;
}

function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
}

function wanted(filter: HistoryFilter): (row: HistoryEntryRow) => boolean {
  const words = folded(filter.text ?? "")
    .split(/\s+/)
    .filter(Boolean);
  const { kinds, by, gatewayId, deviceId, fromMs = -Infinity, toMs = Infinity } = filter;
  return (row) => {
    if (kinds?.length && !kinds.includes(row.kind)) return false;
    if (by?.length && !by.includes(row.by)) return false;
    if (gatewayId !== undefined && row.gatewayId !== gatewayId) return false;
    if (deviceId !== undefined && row.deviceId !== deviceId) return false;
    if (row.atMs < fromMs || row.atMs >= toMs) return false;
    if (words.length === 0) return true;
    const text = folded([row.name, row.detail, row.kind, row.deviceId, row.requestId].join("\n"));
    return words.every((word) => text.includes(word));
  };
}

/** The rows that match, newest first, at most `most` of them. */
export function searchHistory(
  rows: readonly HistoryRow[],
  filter: HistoryFilter,
  most = Infinity,
): readonly HistoryEntryRow[] {
  const matches = wanted(filter);
  const found: HistoryEntryRow[] = [];
  for (let index = rows.length - 1; index >= 0 && found.length < most; index -= 1) {
    const row = rows[index];
    if (row && row.kind !== "cut" && matches(row)) found.push(row);
  }
  return found;
}

/**
 * The history as a JSON document to hand over: all rows in order with their hashes, so that the chain can be checked again,
 * and where it is broken. Only the keys of a row pass, and a row that doesn't fit the schema stays out and is counted.
 */
export function exportHistory(rows: readonly HistoryRow[], nowMs: number): string {
  const sound: HistoryRow[] = [];
  for (const row of rows) {
    const { data } = historyRowSchema.safeParse(row);
    if (data) sound.push(data);
  }
  const document = {
    what: "PairTray history",
    version: 1,
    exportedAt: new Date(nowMs).toISOString(),
    leftOut: rows.length - sound.length,
    breaks: verifyChain(sound).map(({ seq, why }) => ({ seq, why })),
    rows: sound,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
