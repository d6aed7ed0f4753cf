import type { Note } from "./notifier.ts";

/** What a server of the Desktop Notifications Specification 1.2 says it can do. */
export interface ServerCapabilities {
  readonly actions: boolean;
  readonly body: boolean;
  readonly markup: boolean;
}

export function readCapabilities(answer: unknown): ServerCapabilities {
  const names: readonly unknown[] = Array.isArray(answer) ? answer : [];
  return { actions: names.includes("actions"), body: names.includes("body"), markup: names.includes("body-markup") };
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

export interface NotifyArguments {
  readonly summary: string;
  readonly body: string;
  /** Ids and labels in turn; `default` is a click on the notification itself. */
  readonly actions: readonly string[];
  readonly urgency: 0 | 1 | 2;
  /** 0 = stays until closed, -1 = as the server likes. */
  readonly expireTimeoutMs: 0 | -1;
}

const urgencies = { low: 0, normal: 1, critical: 2 } as const;

/**
 * A note in a server's own terms. Names were chosen by strangers: where the server reads markup they are escaped, where it
 * doesn't they must not be, or the user would read entities.
 */
export function notifyArguments(note: Note, can: ServerCapabilities): NotifyArguments {
  const body = can.markup ? escapeMarkup(note.body) : note.body;
  return {
    summary: can.body || !note.body ? note.title : `${note.title}: ${note.body.replaceAll("\n", ", ")}`,
    body: can.body ? body : "",
    actions: can.actions ? ["default", "Open", ...note.buttons.flatMap(({ id, label }) => [id, label])] : [],
    urgency: urgencies[note.urgency],
    // A question stays until it is answered or over; PairTray closes it then.
    expireTimeoutMs: note.urgency === "low" ? -1 : 0,
  };
}

/** Reason of NotificationClosed, by the specification: 1 expired, 2 dismissed by the user, 3 closed by a call. */
export function closedWhy(reason: unknown): "user" | "timeout" {
  return reason === 1 ? "timeout" : "user";
}
