import { z } from "zod";
import type { HistoryRow } from "../../src/pairing/history-row.ts";
import { readHistoryText } from "../../src/pairing/history-text.ts";
import { type ChainBreak, verifyChain } from "../../src/pairing/history.ts";

/** How far the file had come when it was last written: what tells a shortened file from a short one. */
const markSchema = z.strictObject({ seq: z.int().positive(), hash: z.string().regex(/^[0-9a-f]{64}$/) });
export type HistoryMark = z.infer<typeof markSchema>;

/** Undefined when there is no mark or it is broken: it can be written again from the history itself. */
export function readMark(bytes: Uint8Array | undefined): HistoryMark | undefined {
  if (!bytes) return undefined;
  try {
    return markSchema.safeParse(JSON.parse(Buffer.from(bytes).toString("utf8"))).data;
  } catch {
    return undefined;
  }
}

/** What a history file gives, and what has to be done about the rest of it. */
export interface HistoryFound {
  readonly rows: readonly HistoryRow[];
  readonly breaks: readonly ChainBreak[];
  /** Bytes to keep as a copy before anything is written; empty when the file is as it was left. */
  readonly spoiled: Uint8Array;
  /** The file has to be written anew, as unreadable lines stand between the rows. */
  readonly rewrite: boolean;
  /** Otherwise it is cut to these. */
  readonly goodBytes: number;
  /** What is gone, in sentences ready to show; empty when nothing is. */
  readonly lost: readonly string[];
  /** Where the chain is broken, in a sentence; undefined when it is whole. */
  readonly broken: string | undefined;
}

const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;

function breakWords(breaks: readonly ChainBreak[]): string | undefined {
  const first = breaks[0];
  if (!first) return undefined;
  const where =
    first.why === "changed"
      ? `row ${first.seq} is not what was written`
      : `row ${first.seq} doesn't follow from the one before`;
  const more = breaks.length > 1 ? `, and ${count(breaks.length - 1, "more place")} like that` : "";
  return `The activity history was changed outside PairTray: ${where}${more}.`;
}

/** Rows that were at the end of the file and aren't any more, in words. */
function tailWords(last: number, torn: boolean, mark: HistoryMark | undefined): string | undefined {
  // The mark follows the row, so a row that was killed half way is not yet in it.
  const gone = Math.max((mark?.seq ?? 0) - last, torn ? 1 : 0);
  if (gone === 0) return undefined;
  if (last > 0 && torn && gone === 1) return "The last row of the activity history was only half written and is lost.";
  if (last > 0) return `${count(gone, "row")} at the end of the activity history ${gone === 1 ? "is" : "are"} lost.`;
  const known = mark ? ` (${count(mark.seq, "row")})` : "";
  return `The activity history ${torn ? "could not be read" : "is gone"}${known}. A new one starts.`;
}

/** Judges the bytes of a history file (undefined: there is none) by its own chain and by the mark. Pure; never throws. */
export function judgeHistory(bytes: Uint8Array | undefined, mark: HistoryMark | undefined): HistoryFound {
  const file = bytes ?? new Uint8Array();
  const { rows, goodBytes, unreadable } = readHistoryText(file);
  const torn = goodBytes < file.length;
  const chain = verifyChain(rows);
  const index = rows.findIndex((row) => row.seq === mark?.seq && row.kind !== "cut");
  // A whole chain, but not ours: somebody computed all hashes anew.
  const swapped = mark !== undefined && index >= 0 && rows[index]?.hash !== mark.hash && chain.length === 0;
  const breaks: readonly ChainBreak[] = swapped ? [{ index, seq: mark.seq, why: "changed" }] : chain;
  const lost = [
    tailWords(rows.at(-1)?.seq ?? 0, torn, mark),
    unreadable > 0 ? `${count(unreadable, "line")} in the activity history could not be read.` : undefined,
  ];
  return {
    rows,
    breaks,
    spoiled: unreadable > 0 ? file : file.subarray(goodBytes),
    rewrite: unreadable > 0,
    goodBytes,
    lost: lost.filter((sentence) => sentence !== undefined),
    broken: breakWords(breaks),
  };
}
