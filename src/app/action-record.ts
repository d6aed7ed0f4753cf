import type { HistoryKind } from "../pairing/history-row.ts";
import type { Chronicle, Subject } from "./chronicle.ts";
import type { Words } from "./failure-words.ts";
import type { ActionName } from "./snapshot.ts";

/** One click on one thing, as far as the history is concerned. */
export interface Recorded {
  readonly key: string;
  readonly what: ActionName;
  /** What exactly was decided, where the verb alone doesn't say it. Never a secret. */
  readonly detail?: string;
}

const verbs: Readonly<Record<ActionName, string>> = {
  approve: "Approve",
  reject: "Reject",
  remove: "Remove",
  revoke: "Revoke its token",
  rename: "Rename",
  rotate: "Rotate its token",
};

/** How the gateway's confirmation is written down. */
const confirmedKinds: Readonly<Record<ActionName, HistoryKind>> = {
  approve: "confirmed",
  reject: "confirmed",
  remove: "removed",
  revoke: "revoked",
  rename: "renamed",
  rotate: "rotated",
};

/**
 * Writes down what becomes of each click: decided, sent, and confirmed by the gateway or not. A row that says `sent` and
 * has no answer after it means that nobody knows.
 */
export class ActionRecord {
  readonly #chronicle: Chronicle;
  readonly #subjectOf: (key: string) => Subject;
  /** The thing may be gone when the answer comes. */
  readonly #subjects = new Map<string, Subject>();

  constructor(chronicle: Chronicle, subjectOf: (key: string) => Subject) {
    this.#chronicle = chronicle;
    this.#subjectOf = subjectOf;
  }

  /** What the thing is called, as it is shown. */
  nameOf(key: string): string {
    return this.#subject(key).name;
  }

  decided({ key, what, detail }: Recorded): void {
    const subject = this.#subjectOf(key);
    this.#subjects.set(key, subject);
    this.#chronicle.write(
      "decided",
      subject,
      "this-app",
      detail === undefined ? verbs[what] : `${verbs[what]}: ${detail}`,
    );
  }

  sent({ key, what }: Recorded): void {
    this.#chronicle.write("sent", this.#subject(key), "this-app", verbs[what]);
  }

  confirmed({ key, what }: Recorded): void {
    this.#chronicle.write(confirmedKinds[what], this.#subject(key), "this-app", verbs[what]);
    this.#subjects.delete(key);
  }

  failed({ key, what }: Recorded, { sentence }: Words): void {
    this.#chronicle.write("failed", this.#subject(key), "this-app", `${verbs[what]}: ${sentence}`);
    this.#subjects.delete(key);
  }

  /** It was sent, and there is no answer. */
  unanswered({ key, what }: Recorded, { sentence }: Words): void {
    this.#chronicle.write("unanswered", this.#subject(key), "this-app", `${verbs[what]}: ${sentence}`);
    this.#subjects.delete(key);
  }

  #subject(key: string): Subject {
    return this.#subjects.get(key) ?? this.#subjectOf(key);
  }
}
