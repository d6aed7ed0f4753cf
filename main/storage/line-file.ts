import type { Clock } from "../../src/gateway/clock.ts";
import { type Disk, diskWords } from "./disk.ts";

export interface LineFileOptions {
  readonly path: string;
  readonly disk: Disk;
  readonly clock: Clock;
  /** Bytes of the file that are ours; what is behind them gets cut by the first write. */
  readonly goodBytes: number;
  /** The whole text as it should be, for when the file has to be written anew. */
  readonly wholeText: () => string;
  /** Runs before every write. Never rejects. */
  readonly before: () => Promise<void>;
  /** All but the last `waiting` lines added are on the disk. Never rejects. */
  readonly onWritten: (waiting: number) => Promise<void>;
  /** The first failure after a success; `why` ends a sentence. */
  readonly onProblem: (why: string) => void;
}

const RETRY_MS = 10_000;

/**
 * Writes lines to the end of a file, in the order they were added: gathered per tick, at most one write in flight, each
 * one flushed to the disk. What the disk refuses stays in memory and is tried again, before anything that came later.
 */
export class LineFile {
  readonly #options: LineFileOptions;
  #written: number;
  #waiting: string[] = [];
  #rewrite = false;
  #problem: string | undefined;
  #running: Promise<void> | undefined;
  #cancel: (() => void) | undefined;
  #closed = false;

  constructor(options: LineFileOptions) {
    this.#options = options;
    this.#written = options.goodBytes;
  }

  /** Why the last write failed, as words that end a sentence; undefined when it didn't. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** `line` ends with its line break. */
  add(line: string): void {
    this.#waiting.push(line);
    this.#soon();
  }

  /** The next write replaces the whole file by `wholeText`, which then holds every line that was added. */
  replaceAll(): void {
    this.#rewrite = true;
    this.#soon();
  }

  /** Writes now. Resolves when all that was added is on the disk, or the disk refused. Never rejects. */
  flush(): Promise<void> {
    this.#unplan();
    return this.#run();
  }

  /** The last write; no retry afterwards. */
  close(): Promise<void> {
    this.#closed = true;
    return this.flush();
  }

  #soon(): void {
    // A write under way goes on with what came meanwhile; while the disk refuses, the planned retry is soon enough.
    if (!this.#running && !this.#cancel && !this.#closed) this.#plan(0);
  }

  #plan(ms: number): void {
    this.#cancel = this.#options.clock.after(ms, () => {
      this.#cancel = undefined;
      void this.#run();
    });
  }

  #unplan(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #open(): boolean {
    return this.#rewrite || this.#waiting.length > 0;
  }

  #run(): Promise<void> {
    if (this.#running) return this.#running;
    if (!this.#open()) return Promise.resolve();
    return (this.#running = this.#drain());
  }

  async #drain(): Promise<void> {
    const { before, onWritten, onProblem } = this.#options;
    try {
      while (this.#open()) {
        await before();
        await (this.#rewrite ? this.#writeAll() : this.#writeNew());
        if (!this.#rewrite) await onWritten(this.#waiting.length);
      }
      this.#problem = undefined;
    } catch (error) {
      const first = this.#problem === undefined;
      this.#problem = diskWords(error);
      if (first) onProblem(this.#problem);
      if (!this.#closed) this.#plan(RETRY_MS);
    } finally {
      // In the same step as the last look at what is open: a line added right after must find nobody at work.
      this.#running = undefined;
    }
  }

  async #writeAll(): Promise<void> {
    const { disk, path, wholeText } = this.#options;
    const lines = this.#waiting.length;
    const data = Buffer.from(wholeText(), "utf8");
    this.#rewrite = false;
    try {
      await disk.replace(path, data);
    } catch (error) {
      this.#rewrite = true;
      throw error;
    }
    this.#waiting.splice(0, lines);
    this.#written = data.length;
  }

  async #writeNew(): Promise<void> {
    const { disk, path } = this.#options;
    const lines = this.#waiting.length;
    const data = Buffer.from(this.#waiting.join(""), "utf8");
    if (await disk.append(path, this.#written, data)) {
      this.#waiting.splice(0, lines);
      this.#written += data.length;
    } else {
      // Somebody shortened or removed the file while we ran: memory has all of it.
      this.#rewrite = true;
    }
  }
}
