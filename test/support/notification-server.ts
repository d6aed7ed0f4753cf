import type { Note, NoteEvents, Notifier } from "../../main/notifications/notifier.ts";

/** A notification server with a screen to look at. */
export function playedNotificationServer() {
  const screen = new Map<number, { note: Note; events: NoteEvents }>();
  const returned = new Set<() => void>();
  const calls: string[] = [];
  let next = 1;
  let working = true;
  let gate: Promise<void> = Promise.resolve();
  const notifier: Notifier = {
    canPress: true,
    describe: () => ({ sentence: "", warning: false }),
    async show(note, events) {
      await gate;
      if (!working) throw new Error("down");
      const id = next++;
      calls.push(`show ${note.title}`);
      screen.set(id, { note, events });
      return {
        async replace(changed, quietly) {
          await gate;
          calls.push(`replace ${changed.title}${quietly ? "" : " with a sound"}`);
          screen.set(id, { note: changed, events });
        },
        async close() {
          calls.push(`close ${note.title}`);
          screen.delete(id);
        },
      };
    },
    onReturn: (listener) => {
      returned.add(listener);
      return () => returned.delete(listener);
    },
    close: () => undefined,
  };
  return {
    notifier,
    calls,
    screen,
    titles: () => [...screen.values()].map(({ note }) => note.title),
    only: () => [...screen.values()][0]!,
    hold() {
      let release = () => {};
      gate = new Promise((resolve) => (release = resolve));
      return () => release();
    },
    die() {
      working = false;
      const lost = [...screen.values()];
      screen.clear();
      for (const { events } of lost) events.closed("lost");
    },
    comeBack() {
      working = true;
      for (const listener of returned) listener();
    },
  };
}
