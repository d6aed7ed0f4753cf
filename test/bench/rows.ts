import { approveRow } from "./approve-row.ts";
import { crowdRow } from "./crowd-row.ts";
import { digitsRow } from "./digits-row.ts";
import { lockOutRow } from "./lock-out-row.ts";
import { memoryRow } from "./memory-row.ts";
import { notifyRow } from "./notify-row.ts";
import { oneChangeRow } from "./one-change-row.ts";
import { pairRow } from "./pair-row.ts";
import type { Row } from "./row.ts";
import { startRow } from "./start-row.ts";

/** The table, from top to bottom. */
const rows: readonly Row[] = [
  startRow,
  memoryRow,
  notifyRow,
  approveRow,
  lockOutRow,
  pairRow,
  digitsRow,
  crowdRow,
  oneChangeRow,
];

/** Those named ("start,memory"), in the table's order; all when nothing is named. Throws for a name that is none. */
export function chooseRows(names: string | undefined): readonly Row[] {
  if (names === undefined) return rows;
  const wanted = new Set(names.split(",").map((name) => name.trim()));
  const unknown = [...wanted].filter((name) => !rows.some(({ id }) => id === name));
  if (unknown.length > 0) {
    throw new Error(`There is no row “${unknown.join(", ")}”. There are: ${rows.map(({ id }) => id).join(", ")}.`);
  }
  return rows.filter(({ id }) => wanted.has(id));
}
