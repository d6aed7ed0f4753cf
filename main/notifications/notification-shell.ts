import type { Intent } from "../../src/app/intent.ts";
import type { NotificationModel } from "../../src/app/notification-model.ts";
import type { Note, NoteHandle, Notifier } from "./notifier.ts";

/** A press may come from a text that is being replaced at that moment, never from one many texts ago. */
const rememberedVersions = 4;

/** One thing to tell, on its way to the screen, on it, or gone from it. */
interface Shown {
  model: NotificationModel;
  /** Every button carries the version it was shown with: a press on an older text must mean the older text. */
  version: number;
  readonly versions: Map<number, NotificationModel>;
  handle: NoteHandle | undefined;
  /** The `raise` of what stands on the screen. */
  raised: number | undefined;
  /** The user dismissed it or answered it; it stays away until a model with a higher `raise`. */
  finished: boolean;
  /** What still has to happen on the server for this tag, in order. */
  work: Promise<void>;
}

export interface NotificationShellOptions {
  readonly notifier: Notifier;
  readonly act: (intent: Intent) => void;
  /** The server took it. */
  readonly onShown?: (model: NotificationModel) => void;
  readonly onTrouble: (what: string, error: unknown) => void;
}

export interface NotificationShell {
  /** Makes the screen show exactly these: new ones appear, changed ones change, missing ones close. */
  show(wanted: readonly NotificationModel[]): void;
  /** Takes everything off the screen; resolves when the server was told. */
  close(): Promise<void>;
}

function sameWords(one: NotificationModel, other: NotificationModel): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function noteOf({ model, version }: Shown, canPress: boolean): Note {
  const buttons = canPress ? model.buttons.map(({ id, label }) => ({ id: `${version}:${id}`, label })) : [];
  return { title: model.title, body: model.body, urgency: model.urgency, buttons };
}

/** Holds the screen against what is wanted, whatever order servers and users do things in. */
export function createNotificationShell({
  notifier,
  act,
  onShown,
  onTrouble,
}: NotificationShellOptions): NotificationShell {
  const shown = new Map<string, Shown>();

  function finish(entry: Shown): boolean {
    if (entry.finished) return false;
    entry.finished = true;
    return true;
  }

  function answer(entry: Shown, intent: Intent): void {
    act(intent);
    // Most servers take an answered notification away; dunst leaves it, asking a question that was answered.
    then(entry, "close a notification", take);
  }

  function press(entry: Shown, buttonId: string): void {
    const [version = "", id = ""] = buttonId.split(/:(.*)/s);
    const button = entry.versions.get(Number(version))?.buttons.find((one) => one.id === id);
    // At most once: some servers send the action twice, or send it and a click.
    if (button && finish(entry)) answer(entry, button.intent);
  }

  function isFinished({ finished }: Shown): boolean {
    return finished;
  }

  async function put(entry: Shown): Promise<void> {
    // Taken away while this waited for its turn.
    if (isFinished(entry)) return;
    const note = noteOf(entry, notifier.canPress);
    const { handle, raised, model } = entry;
    if (handle) await handle.replace(note, raised === model.raise);
    entry.handle =
      handle ??
      (await notifier.show(note, {
        clicked: () => {
          if (finish(entry)) answer(entry, entry.model.open);
        },
        pressed: (buttonId) => press(entry, buttonId),
        closed: (why) => {
          entry.handle = undefined;
          // What was lost with its server is shown again when one is back; what was taken away stays away.
          if (why !== "lost") entry.finished = true;
        },
      }));
    entry.raised = model.raise;
    onShown?.(model);
    // Taken away while the server put it there: by now it may stand there again.
    if (isFinished(entry)) await take(entry);
  }

  /** What came back meanwhile by itself is not shown a second time. */
  async function putMissing(entry: Shown): Promise<void> {
    if (!entry.handle) await put(entry);
  }

  async function take(entry: Shown): Promise<void> {
    const { handle } = entry;
    entry.handle = undefined;
    entry.finished = true;
    await handle?.close();
  }

  function then(entry: Shown, what: string, work: (entry: Shown) => Promise<void>): void {
    entry.work = entry.work.then(() => work(entry)).catch((error: unknown) => onTrouble(what, error));
  }

  function add(model: NotificationModel): void {
    const entry: Shown = {
      model,
      version: 1,
      versions: new Map([[1, model]]),
      handle: undefined,
      raised: undefined,
      finished: false,
      work: Promise.resolve(),
    };
    shown.set(model.tag, entry);
    then(entry, "show a notification", put);
  }

  function change(entry: Shown, model: NotificationModel): void {
    // Only worth interrupting for again brings back what the user has taken away.
    if (model.raise > entry.model.raise) entry.finished = false;
    entry.model = model;
    entry.version += 1;
    entry.versions.set(entry.version, model);
    entry.versions.delete(entry.version - rememberedVersions);
    if (!entry.finished) then(entry, "change a notification", put);
  }

  function drop(tag: string, entry: Shown): void {
    shown.delete(tag);
    then(entry, "close a notification", take);
  }

  const undo = notifier.onReturn(() => {
    for (const entry of shown.values()) {
      if (!entry.finished && !entry.handle) then(entry, "show a notification again", putMissing);
    }
  });

  return {
    show(wanted) {
      const tags = new Set(wanted.map(({ tag }) => tag));
      for (const [tag, entry] of shown) if (!tags.has(tag)) drop(tag, entry);
      for (const model of wanted) {
        const entry = shown.get(model.tag);
        if (!entry) add(model);
        else if (!sameWords(entry.model, model)) change(entry, model);
      }
    },
    async close() {
      undo();
      const entries = [...shown];
      for (const [tag, entry] of entries) drop(tag, entry);
      await Promise.all(entries.map(([, entry]) => entry.work));
    },
  };
}
