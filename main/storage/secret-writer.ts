import type { Clock } from "../../src/gateway/clock.ts";
import { codeOf, diskWords } from "./disk.ts";

export interface SecretWriterOptions {
  readonly clock: Clock;
  /** Brings the file of this secret to what it should be now, or rejects. */
  readonly write: (name: string) => Promise<void>;
  /** The first failure after a success. The sentence is ready to show. */
  readonly onTrouble: (sentence: string) => void;
}

const RETRY_MS = 10_000;

/**
 * Which secrets have to be written, and when: at once, one after another. What the disk or the keyring refuses is tried
 * again, and keeps no other secret waiting.
 */
export class SecretWriter {
  readonly #options: SecretWriterOptions;
  readonly #waiting = new Set<string>();
  #refused = false;
  #closed = false;
  #running: Promise<void> | undefined;
  #cancel: (() => void) | undefined;

  constructor(options: SecretWriterOptions) {
    this.#options = options;
  }

  /** The secret of this name is another one now, or gone. */
  changed(name: string): void {
    this.#waiting.add(name);
    void this.flush();
  }

  /** Resolves when all that changed is on the disk, or was tried just now and can't be. Never rejects. */
  flush(): Promise<void> {
    if (this.#running) return this.#running;
    return this.#waiting.size === 0 ? Promise.resolve() : (this.#running = this.#drain());
  }

  /** One last write, and no retry after it. */
  close(): Promise<void> {
    this.#closed = true;
    this.#cancel?.();
    return this.flush();
  }

  async #drain(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    const refused = new Map<string, unknown>();
    for (let [name] = this.#waiting; name !== undefined; [name] = this.#waiting) {
      // Before the write: what changes during it is written once more.
      this.#waiting.delete(name);
      try {
        await this.#options.write(name);
        refused.delete(name);
      } catch (error) {
        refused.set(name, error);
      }
    }
    for (const name of refused.keys()) this.#waiting.add(name);
    this.#running = undefined;
    const [why] = refused.values();
    if (refused.size > 0) this.#tell(why);
    this.#refused = refused.size > 0;
  }

  #tell(error: unknown): void {
    const why = codeOf(error) === undefined && error instanceof Error ? error.message : diskWords(error);
    if (!this.#refused) {
      this.#options.onTrouble(
        `A key or token could not be stored: ${why}. PairTray keeps it in memory and tries again.`,
      );
    }
    if (!this.#closed) this.#cancel = this.#options.clock.after(RETRY_MS, () => void this.flush());
  }
}
