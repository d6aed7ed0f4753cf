import type { Kept, ListPort } from "../../src/app/ports.ts";

/** A list that "outlives" the app: hand it to the next desk. `disk` is what a power cut would leave. */
export class MemoryList<T> implements ListPort<T> {
  #rows: readonly T[] = [];
  disk: readonly T[] = [];
  /** Set to make writing wait or fail. */
  write: () => Promise<Kept> = async () => ({ ok: true });
  sets = 0;

  all(): readonly T[] {
    return this.#rows;
  }

  async set(rows: readonly T[]): Promise<Kept> {
    this.#rows = rows;
    this.sets += 1;
    const kept = await this.write();
    if (kept.ok) this.disk = rows;
    return kept;
  }

  async flush(): Promise<Kept> {
    return { ok: true };
  }

  /** As after a crash: what is in memory is gone, what is on disk is read. */
  crashed(): MemoryList<T> {
    const next = new MemoryList<T>();
    next.#rows = this.disk;
    next.disk = this.disk;
    return next;
  }
}
