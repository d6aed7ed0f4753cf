import { type RpcFailure, readRpcFailure } from "../gateway/rpc-failure.ts";
import type { ActionBook } from "./action-book.ts";
import type { ActionRecord } from "./action-record.ts";
import { rpcWords, type Words } from "./failure-words.ts";
import type { IntentResult } from "./intent.ts";
import type { NoticeBoard } from "./notice-board.ts";
import type { ActionName } from "./snapshot.ts";
import { standingWords } from "./standing-words.ts";

export interface Objection extends Words {
  /** The card itself says it: no need to say it in a second place. */
  readonly onCard?: boolean;
}

/** One RPC that somebody's click led to. */
export interface Action {
  readonly key: string;
  readonly what: ActionName;
  readonly method: string;
  readonly params: object;
  /** What exactly was decided, for the history. */
  readonly detail?: string;
  /** What goes wrong is told by somebody else. */
  readonly quiet?: boolean;
  /** The thing disappears with it, so a second click must find it done. */
  readonly final: boolean;
  /** A last look before it is sent: the words to refuse it with, or undefined. */
  readonly check?: () => Promise<Objection | undefined>;
  /** Why the gateway refused, in words that fit what was asked. */
  readonly words?: (failure: RpcFailure) => Words;
  /** It was sent, and nobody knows what became of it. */
  readonly unanswered?: () => void;
  /** What is known to be true once the gateway confirmed it, with its answer. */
  readonly confirmed?: (answer: unknown) => void;
}

export interface ActionRunnerOptions {
  readonly actions: ActionBook;
  readonly record: ActionRecord;
  readonly notices: NoticeBoard;
  /** This app's own device id. */
  readonly ownId: string;
  /** One RPC on the live connection; rejects when there is none. */
  readonly request: (method: string, params: unknown) => Promise<unknown>;
  /** Asks for the list again. */
  readonly refresh: () => void;
  readonly onChange: () => void;
}

/** Turns a click into at most one RPC, and its outcome into words, a row of the history and a picture. */
export class ActionRunner {
  readonly #options: ActionRunnerOptions;

  constructor(options: ActionRunnerOptions) {
    this.#options = options;
  }

  refuse(words: Words, quiet = false): IntentResult {
    if (!quiet) this.#options.notices.post({ tone: "warning", ...words });
    this.#options.onChange();
    return { ok: false, ...words };
  }

  async act(action: Action): Promise<IntentResult> {
    const { actions, record, request, refresh, onChange } = this.#options;
    const { key, what, method, params, final, quiet, check, confirmed } = action;
    const standing = actions.standing(key);
    if (standing) {
      // At most once: a double click, a notification's button and a tray item on the same thing are one RPC. Another decision
      // was not taken, and whoever made it is told; what stands is on the card, so that it needs no notice.
      return standing.what === what ? { ok: true } : { ok: false, ...standingWords(record.nameOf(key), standing) };
    }
    actions.begin(key, what);
    record.decided(action);
    onChange();
    const objection = await check?.().catch((error: unknown) => {
      // Nothing was sent, so the thing must not stand there as if something were under way.
      actions.cancel(key);
      onChange();
      throw error;
    });
    if (objection) {
      const { onCard = false, ...words } = objection;
      record.failed(action, words);
      actions.cancel(key);
      return this.refuse(words, quiet === true || onCard);
    }
    record.sent(action);
    let answer: unknown;
    try {
      answer = await request(method, params);
    } catch (error) {
      const failure = readRpcFailure(error);
      const words = action.words?.(failure) ?? rpcWords(failure, this.#options.ownId);
      if (failure.kind === "no-answer") {
        record.unanswered(action, words);
        action.unanswered?.();
      } else record.failed(action, words);
      actions.failed(key, what, words);
      refresh();
      return this.refuse(words, quiet);
    }
    record.confirmed(action);
    actions.done(key, what, final);
    confirmed?.(answer);
    refresh();
    onChange();
    return { ok: true };
  }
}
