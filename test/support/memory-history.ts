import type { HistoryPort } from "../../src/app/ports.ts";
import type { HistoryEntry, HistoryRow } from "../../src/pairing/history-row.ts";
import { nextRow, verifyChain } from "../../src/pairing/history.ts";

/** The desk's HistoryPort without a disk. */
export class MemoryHistory implements HistoryPort {
  readonly #now: () => number;
  #rows: readonly HistoryRow[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  rows(): readonly HistoryRow[] {
    return this.#rows;
  }

  append(entry: HistoryEntry): void {
    this.#rows = [...this.#rows, nextRow(this.#rows.at(-1), entry, this.#now())];
  }

  breaks(): ReturnType<typeof verifyChain> {
    return verifyChain(this.#rows);
  }

  problem(): string | undefined {
    return undefined;
  }

  async flush(): Promise<void> {
    // Nothing to wait for.
  }

  /** "kind by: detail" of every row, for expectations. */
  lines(): string[] {
    return this.#rows.flatMap((row) =>
      row.kind === "cut" ? [] : [`${row.kind} ${row.by}${row.detail === undefined ? "" : `: ${row.detail}`}`],
    );
  }
}
