/** One button. The id comes back when it is pressed. */
interface NoteButton {
  readonly id: string;
  readonly label: string;
}

/** What stands on the user's screen: plain text, no markup, no icons by state. */
export interface Note {
  readonly title: string;
  readonly body: string;
  readonly urgency: "low" | "normal" | "critical";
  readonly buttons: readonly NoteButton[];
}

/** What comes back from the screen. After `closed` nothing more comes for this note. */
export interface NoteEvents {
  clicked(): void;
  pressed(buttonId: string): void;
  /** `user`: dismissed on purpose. `timeout`: the server took it away by itself. `lost`: nobody knows. */
  closed(why: "user" | "timeout" | "lost"): void;
}

export interface NoteHandle {
  /**
   * The same notification with other words, in place where the server can. Its events go on to the same listener.
   * @param quietly it is nothing to interrupt for again: where it can only be shown anew, then without a sound
   */
  replace(note: Note, quietly: boolean): Promise<void>;
  close(): Promise<void>;
}

/** One way to reach the user's notification server. */
export interface Notifier {
  /** Whether this server shows buttons. Where it doesn't, a click may still open the request: `describe` says. */
  readonly canPress: boolean;
  /** How it works here, ready to show in Settings. */
  describe(): { readonly sentence: string; readonly warning: boolean };
  /** Rejects when it can't be shown now. */
  show(note: Note, events: NoteEvents): Promise<NoteHandle>;
  /**
   * Showing works again after it didn't: the server started again or came back (whatever was on the screen is gone, and
   * each note was told `lost`), or it refused and does no longer. Returns its own undo.
   */
  onReturn(listener: () => void): () => void;
  close(): void;
}
