import { readFileSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { z } from "zod";
import type { Kept, ListPort } from "../../src/app/ports.ts";
import type { Clock } from "../../src/gateway/clock.ts";
import { sweepDrafts } from "./atomic-file.ts";
import { setAside } from "./broken-copy.ts";
import { type Disk, diskWords, realDisk } from "./disk.ts";

export interface DurableListOptions<T> {
  /** The file, one for each list. */
  readonly path: string;
  /** Of one row. A row that doesn't fit is left out, and said. */
  readonly row: z.ZodType<T>;
  /** What the list holds, for sentences: "The list of blocked keys". */
  readonly what: string;
  readonly clock: Clock;
  /** Rows are lost, or can't be saved. The sentence is ready to show. */
  readonly onTrouble: (sentence: string) => void;
  readonly disk?: Disk;
}

/** The desk's ListPort on disk. */
export interface DurableList<T> extends ListPort<T> {
  /** When PairTray quits: one last write, and no retry after it. Never rejects. */
  close(): Promise<Kept>;
}

const RETRY_MS = 10_000;
/** Far beyond any list that a person makes. */
const maxBytes = 4 * 1024 * 1024;

const fileSchema = z.object({ version: z.literal(1), rows: z.array(z.unknown()) });

interface Loaded<T> {
  readonly rows: readonly T[];
  /** What has to be kept as a copy, because something in it was lost. */
  readonly spoiled?: Uint8Array;
  readonly lost?: string;
}

function judge<T>(bytes: Uint8Array, { row, what }: DurableListOptions<T>): Loaded<T> {
  let file: z.infer<typeof fileSchema>;
  try {
    file = fileSchema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return { rows: [], spoiled: bytes, lost: `${what} could not be read and starts empty.` };
  }
  const rows = file.rows.flatMap((raw) => {
    const { success, data } = row.safeParse(raw);
    return success ? [data] : [];
  });
  const gone = file.rows.length - rows.length;
  if (gone === 0) return { rows };
  return { rows, spoiled: bytes, lost: `${what} lost ${gone} of ${file.rows.length} entries that could not be read.` };
}

function load<T>(options: DurableListOptions<T>): Loaded<T> {
  const { path, what } = options;
  try {
    if (!statSync(path, { throwIfNoEntry: false })) return { rows: [] };
    if (statSync(path).size <= maxBytes) return judge(readFileSync(path), options);
  } catch {
    // Not readable: treated like what is too big to be ours.
  }
  try {
    return { rows: [], lost: `${what} could not be read and starts empty. It was set aside as ${setAside(path)}.` };
  } catch (error) {
    return { rows: [], lost: `${what} could not be read and starts empty: ${diskWords(error)}.` };
  }
}

/**
 * Opens a list of rows that is kept as one JSON file (mode 600, always replaced as one step), read at once. Never throws:
 * what can't be read is told through `onTrouble` and kept as a copy beside the file. Writes happen in the order of `set`,
 * one at a time; sets that come during a write lead to one more write, of the last of them.
 */
export function openDurableList<T>(options: DurableListOptions<T>): DurableList<T> {
  const { path, what, clock, onTrouble, disk = realDisk } = options;
  const loaded = load(options);
  let { rows, spoiled } = loaded;
  let asked = 0;
  let done = 0;
  let failed: Kept = { ok: true };
  let swept = false;
  let closed = false;
  let running: Promise<void> | undefined;
  let cancel: (() => void) | undefined;

  async function keepCopy(): Promise<string> {
    if (!spoiled) return "";
    try {
      const copy = await disk.keepCopy(path, spoiled);
      spoiled = undefined;
      return ` What was there is kept as ${copy}.`;
    } catch (error) {
      return ` No copy of it could be kept: ${diskWords(error)}.`;
    }
  }

  async function write(): Promise<void> {
    if (!swept) await sweepDrafts(dirname(path), [basename(path)]);
    swept = true;
    await keepCopy();
    const upTo = asked;
    await disk.replace(path, Buffer.from(`${JSON.stringify({ version: 1, rows })}\n`, "utf8"));
    done = upTo;
  }

  async function drain(): Promise<void> {
    cancel?.();
    cancel = undefined;
    try {
      while (done < asked) await write();
      failed = { ok: true };
    } catch (error) {
      const sentence = `${what} can't be saved: ${diskWords(error)}. PairTray keeps it in memory and tries again.`;
      if (failed.ok) onTrouble(sentence);
      failed = { ok: false, sentence };
      if (!closed) cancel = clock.after(RETRY_MS, () => void run());
    } finally {
      running = undefined;
    }
  }

  function run(): Promise<void> {
    if (running) return running;
    return done < asked ? (running = drain()) : Promise.resolve();
  }

  async function settle(): Promise<Kept> {
    const mine = asked;
    await run();
    return done >= mine ? { ok: true } : failed;
  }

  const { lost } = loaded;
  if (lost !== undefined) {
    running = keepCopy().then((copy) => {
      onTrouble(lost + copy);
      // Without a copy the broken file stays until something has to be written: it may be worth more than an empty list.
      if (loaded.spoiled && !spoiled) asked += 1;
      return drain();
    });
  }

  return {
    all: () => rows,
    set(next) {
      rows = [...next];
      asked += 1;
      return settle();
    },
    flush: settle,
    close() {
      closed = true;
      return settle();
    },
  };
}
