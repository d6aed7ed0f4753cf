import type { ActionName, ActionState } from "./snapshot.ts";
import type { Words } from "./failure-words.ts";

/** What keeps anything else from being done to the same thing. */
export type StandingAction = Extract<ActionState, { state: "waiting" | "sending" | "done" }>;

const idle: ActionState = { state: "idle" };

/**
 * Where every click stands, by the thing it was made on. One thing has at most one action under way, and what was done
 * once is not done again: that is what makes a double click, a notification's button and a tray item one RPC.
 */
export class ActionBook {
  readonly #actions = new Map<string, ActionState>();

  /** Everything that has an action, by key. */
  keys(): Iterable<string> {
    return this.#actions.keys();
  }

  get(key: string): ActionState {
    return this.#actions.get(key) ?? idle;
  }

  /** The action on this thing that is under way or done; undefined when one may begin. */
  standing(key: string): StandingAction | undefined {
    const action = this.get(key);
    return action.state === "idle" || action.state === "failed" ? undefined : action;
  }

  /** False when an action on this thing is under way or done: then nothing may be sent. */
  begin(key: string, what: ActionName): boolean {
    if (this.standing(key)) return false;
    this.#actions.set(key, { state: "sending", what });
    return true;
  }

  /** As `begin`, but it is sent only then and can be taken back: by `cancel`, after which it may begin. */
  wait(key: string, what: ActionName, untilMs: number): boolean {
    if (!this.begin(key, what)) return false;
    this.#actions.set(key, { state: "waiting", what, untilMs });
    return true;
  }

  /** The gateway confirmed it. `keep`: the thing is about to disappear, so a second click must find it done. */
  done(key: string, what: ActionName, keep: boolean): void {
    if (keep) this.#actions.set(key, { state: "done", what });
    else this.#actions.delete(key);
  }

  /** Nothing was sent after all. */
  cancel(key: string): void {
    this.#actions.delete(key);
  }

  failed(key: string, what: ActionName, words: Words): void {
    this.#actions.set(key, { state: "failed", what, ...words });
  }

  /** After a list: what is gone needs no memory, and what was done but is (again) there may be done again. */
  settle(exists: (key: string) => boolean): void {
    for (const [key, { state }] of this.#actions) {
      if (state === "done" || (state !== "sending" && !exists(key))) this.#actions.delete(key);
    }
  }
}
