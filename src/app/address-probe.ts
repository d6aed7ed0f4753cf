import type { Clock } from "../gateway/clock.ts";
import { readReach } from "../pairing/reach.ts";

/** Between two looks at a chosen address at which nothing answers, in ms. */
const ASK_AGAIN_MS = 4_000;

export interface AddressProbeOptions {
  readonly clock: Clock;
  /** Never rejects. */
  readonly answersAt: (address: string) => Promise<boolean>;
  readonly onChange: () => void;
}

/**
 * Whether something answers at the addresses to choose from, seen from here. The page says how to end a silence, so a chosen
 * address is asked again, and while it is silent every few seconds.
 */
export class AddressProbe {
  readonly #options: AddressProbeOptions;
  readonly #answers = new Map<string, boolean>();
  #asking = new Set<string>();
  #chosen: string | undefined;
  #linked = true;
  #cancel: (() => void) | undefined;

  constructor(options: AddressProbeOptions) {
    this.#options = options;
  }

  /** By address; nothing is known of the others. */
  get answers(): ReadonlyMap<string, boolean> {
    return this.#answers;
  }

  /** Asks about this address now and until something answers, and about the others unless they are known. */
  choose(address: string | undefined, others: readonly string[]): void {
    this.#chosen = address;
    this.#plan();
    if (address !== undefined) void this.#ask(address);
    for (const other of others) if (!this.#answers.has(other)) void this.#ask(other);
  }

  /** Something has happened that may have changed any answer. */
  again(): void {
    for (const address of this.#answers.keys()) void this.#ask(address);
  }

  /** Call it whenever this may have changed. A gateway that comes back may listen elsewhere: the ways out restart it. */
  linked(connected: boolean): void {
    if (connected && !this.#linked) this.again();
    this.#linked = connected;
  }

  /** Nobody looks at the answers for now. */
  rest(): void {
    this.#chosen = undefined;
    this.#plan();
  }

  /** Forgets everything. */
  clear(): void {
    this.rest();
    this.#answers.clear();
    this.#asking = new Set();
  }

  async #ask(address: string): Promise<void> {
    const asking = this.#asking;
    if (asking.has(address) || readReach(address)?.refused !== false) return;
    asking.add(address);
    const answers = await this.#options.answersAt(address);
    asking.delete(address);
    // It was asked for a view that has been left.
    if (asking !== this.#asking) return;
    const before = this.#answers.get(address);
    this.#answers.set(address, answers);
    this.#plan();
    if (answers !== before) this.#options.onChange();
  }

  #plan(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const chosen = this.#chosen;
    if (chosen === undefined || this.#answers.get(chosen) !== false) return;
    this.#cancel = this.#options.clock.after(ASK_AGAIN_MS, () => {
      void this.#ask(chosen);
    });
  }
}
