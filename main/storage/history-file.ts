import { join } from "node:path";
import type { HistoryPort } from "../../src/app/ports.ts";
import type { Clock } from "../../src/gateway/clock.ts";
import type { HistoryEntry, HistoryRow } from "../../src/pairing/history-row.ts";
import { cutOldest, type HistoryBounds, nextRow, rowBytes, rowLine } from "../../src/pairing/history.ts";
import { redact } from "../redact.ts";
import { sweepDrafts } from "./atomic-file.ts";
import { type Disk, diskWords, realDisk } from "./disk.ts";
import { judgeHistory, readMark } from "./history-loss.ts";
import { LineFile } from "./line-file.ts";

export interface HistoryFileOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** Something of the history is lost or broken, or it can't be saved. The sentence is ready to show. */
  readonly onTrouble: (sentence: string) => void;
  readonly disk?: Disk;
  readonly bounds?: HistoryBounds;
}

/** The desk's HistoryPort on disk. */
export interface HistoryFile extends HistoryPort {
  /** When PairTray quits: one last write, and no retry after it. Never rejects. */
  close(): Promise<void>;
}

/** Months of a busy gateway; it is read, checked and held in memory whole. renderer/views/activity.tsx says how many rows. */
const usualBounds: HistoryBounds = { maxRows: 5000, maxBytes: 2 * 1024 * 1024 };

const names = { rows: "history.jsonl", mark: "history.mark" } as const;

const lineOf = (row: HistoryRow) => `${rowLine(row)}\n`;

/**
 * Opens `history.jsonl` (mode 600, one row a line) and `history.mark` (number and hash of its last row). Never rejects:
 * what is wrong with the files is told through `onTrouble`, kept as a copy beside them, and recorded as a row of kind
 * `damaged`, so that it is told once. While the app runs memory is the truth, and the file follows within a tick.
 */
export async function openHistoryFile(options: HistoryFileOptions): Promise<HistoryFile> {
  const { folder, clock, onTrouble, disk = realDisk, bounds = usualBounds } = options;
  const path = join(folder, names.rows);
  const markPath = join(folder, names.mark);
  await sweepDrafts(folder, Object.values(names));

  async function readRows(): Promise<{ bytes?: Uint8Array; readable: boolean }> {
    try {
      const found = await disk.read(path, bounds.maxBytes * 4);
      if (found instanceof Uint8Array) return { bytes: found, readable: true };
      if (found) onTrouble(`The activity history could not be read. It was set aside as ${found.setAside}.`);
      return { readable: true };
    } catch (error) {
      onTrouble(`The activity history could not be read: ${diskWords(error)}.`);
      return { readable: false };
    }
  }
  async function readMarkFile(): Promise<Uint8Array | undefined> {
    const found = await disk.read(markPath, 1024).catch(() => undefined);
    return found instanceof Uint8Array ? found : undefined;
  }

  const stored = await readRows();
  const { lost, broken, goodBytes, ...found } = judgeHistory(stored.bytes, readMark(await readMarkFile()));
  let { rows, breaks, spoiled } = found;
  let bytes = rows.reduce((sum, row) => sum + rowBytes(row), 0);

  async function keepCopy(): Promise<string> {
    if (spoiled.length === 0) return "";
    try {
      const copy = await disk.keepCopy(path, spoiled);
      spoiled = new Uint8Array();
      return ` What was there is kept as ${copy}.`;
    } catch (error) {
      return ` No copy of it could be kept: ${diskWords(error)}.`;
    }
  }

  async function writeMark(waiting: number): Promise<void> {
    // The mark must never be ahead of the file: it would call rows lost that were never written.
    const row = rows[rows.length - 1 - waiting];
    if (!row || row.kind === "cut") return;
    const mark = JSON.stringify({ seq: row.seq, hash: row.hash });
    // A mark that lags only finds less. The next write brings it up.
    await disk.replace(markPath, Buffer.from(mark, "utf8")).catch(() => undefined);
  }

  const file = new LineFile({
    path,
    disk,
    clock,
    goodBytes,
    wholeText: () => rows.map(lineOf).join(""),
    before: async () => {
      await keepCopy();
    },
    onWritten: writeMark,
    onProblem: (why) =>
      onTrouble(`The activity history can't be saved: ${why}. PairTray keeps it in memory and tries again.`),
  });

  function cut(): void {
    const before = rows.length;
    rows = cutOldest(rows, bounds, clock.now());
    bytes = rows.reduce((sum, row) => sum + rowBytes(row), 0);
    breaks = breaks
      .map((place) => ({ ...place, index: place.index - (before - rows.length) }))
      .filter(({ index }) => index > 0);
    file.replaceAll();
  }

  function append(entry: HistoryEntry): void {
    const detail = entry.detail === undefined ? undefined : redact(entry.detail);
    const row = nextRow(rows.at(-1), { ...entry, detail }, clock.now());
    rows = [...rows, row];
    bytes += rowBytes(row);
    file.add(lineOf(row));
    if (rows.length > bounds.maxRows || bytes > bounds.maxBytes) cut();
  }

  // A loss is over once the file is whole again. A break stays in the file: its own row says that it was told.
  const told = rows.some((row) => row.kind === "damaged" && row.detail === broken);
  const news = broken === undefined || told ? lost : [...lost, broken];
  if (found.rewrite || !stored.readable) file.replaceAll();
  const copy = await keepCopy();
  if (news.length > 0) onTrouble(news.join(" ") + copy);
  for (const detail of news) {
    append({ kind: "damaged", gatewayId: "", deviceId: "", name: "", by: "this-app", detail });
  }

  return {
    rows: () => rows,
    append,
    breaks: () => breaks,
    problem: () => (file.problem === undefined ? undefined : `The activity history can't be saved: ${file.problem}.`),
    flush: () => file.flush(),
    close: () => file.close(),
  };
}
