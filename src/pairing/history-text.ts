import { historyRowSchema, type HistoryRow } from "./history-row.ts";
import { rowLine } from "./history.ts";

/** What the bytes of a history file turned out to be. */
export interface HistoryText {
  /** Every readable row, in the file's order. Whether they form a whole chain is another question (`verifyChain`). */
  readonly rows: readonly HistoryRow[];
  /** Bytes from the start up to the last readable row, its line break included. What follows was never finished. */
  readonly goodBytes: number;
  /** Lines among the readable ones that could not be read. */
  readonly unreadable: number;
}

const NEWLINE = 0x0a;

function parseRow(line: Uint8Array): HistoryRow | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line);
    const { data } = historyRowSchema.safeParse(JSON.parse(text));
    // A row has exactly one form. Another spelling of the same JSON was not written by us.
    return data && rowLine(data) === text ? data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads a history file of JSON Lines. Never throws, whatever the bytes. A row counts once its line break is there: what a
 * killed write left behind is not a row.
 */
export function readHistoryText(bytes: Uint8Array): HistoryText {
  const rows: HistoryRow[] = [];
  let goodBytes = 0;
  let unreadable = 0;
  let bad = 0;
  for (let start = 0; ;) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0) break;
    const row = parseRow(bytes.subarray(start, end));
    start = end + 1;
    if (row) {
      rows.push(row);
      unreadable += bad;
      bad = 0;
      goodBytes = start;
    } else bad += 1;
  }
  return { rows, goodBytes, unreadable };
}
