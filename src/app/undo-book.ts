import type { Clock } from "../gateway/clock.ts";
import type { UndoView } from "./snapshot.ts";

/** How long something that isn't urgent can be taken back, in ms. */
const UNDO_MS = 6_000;

export interface Undoable {
  /** The one thing it is about, where it is one. */
  readonly key?: string;
  /** What will happen, ready to show. */
  readonly sentence: string;
  /** Sends it. Never rejects. */
  readonly send: () => Promise<unknown>;
  /** It was taken back. */
  readonly onUndo: () => void;
}

interface Waiting extends Undoable {
  readonly view: UndoView;
  readonly cancel: () => void;
}

/**
 * What waits a moment before it is sent. It waits in main, so closing the window changes nothing; quitting sends what
 * waits, because that is what the user asked for last.
 */
export class UndoBook {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #waiting = new Map<string, Waiting>();
  #views: readonly UndoView[] = [];
  #next = 1;

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  views(): readonly UndoView[] {
    return this.#views;
  }

  /** When what is added now is sent, ms since the epoch. */
  sendsAtMs(): number {
    return this.#clock.now() + UNDO_MS;
  }

  /** Returns the id to undo it by. */
  add(undoable: Undoable): string {
    const id = String(this.#next++);
    const cancel = this.#clock.after(UNDO_MS, () => void this.send(id));
    const view = { id, sentence: undoable.sentence, sendsAtMs: this.sendsAtMs() };
    this.#waiting.set(id, { ...undoable, view, cancel });
    this.#changed();
    return id;
  }

  /** Takes it back. False when it is too late: it was sent, or never was there. */
  undo(id: string): boolean {
    const waiting = this.#take(id);
    waiting?.onUndo();
    return waiting !== undefined;
  }

  /** Something weightier is done to this thing: what waits for it alone is dropped. */
  withdraw(key: string): void {
    for (const [id, waiting] of this.#waiting) if (waiting.key === key) this.undo(id);
  }

  /** Sends it now. Resolves when the answer is in. */
  async send(id: string): Promise<void> {
    await this.#take(id)?.send();
  }

  /** Sends everything that waits: the app quits. */
  async sendAll(): Promise<void> {
    await Promise.all([...this.#waiting.keys()].map((id) => this.send(id)));
  }

  #take(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (!waiting) return undefined;
    waiting.cancel();
    this.#waiting.delete(id);
    this.#changed();
    return waiting;
  }

  #changed(): void {
    this.#views = [...this.#waiting.values()].map(({ view }) => view);
    this.#onChange();
  }
}
