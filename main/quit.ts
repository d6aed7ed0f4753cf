import type { App } from "electron";

/** A bus or a disk that hangs must not keep the app alive. */
const LONGEST_MS = 2_000;

/**
 * Lets `close` finish (secrets on the disk, notifications off the screen) before the app ends. Returns its own undo.
 * @param longestMs how long that may take, asked when it begins
 */
export function closeBeforeQuit(
  app: Pick<App, "on" | "off" | "quit">,
  close: () => Promise<void>,
  longestMs: () => number = () => LONGEST_MS,
): () => void {
  let state: "running" | "closing" | "closed" = "running";

  async function end(): Promise<void> {
    const patience = new Promise<void>((resolve) => void setTimeout(resolve, longestMs()));
    await Promise.race([close().catch(() => undefined), patience]);
    state = "closed";
    // In a turn of its own: with nothing to wait for we are still inside Electron's first "before-quit", whose refusal
    // would call this second quit off too once the window is closed (seen on 33).
    setImmediate(() => app.quit());
  }

  const hold = (event: { preventDefault: () => void }) => {
    if (state === "closed") return;
    event.preventDefault();
    if (state === "closing") return;
    state = "closing";
    void end();
  };
  app.on("before-quit", hold);
  return () => void app.off("before-quit", hold);
}

/**
 * What still waits to be sent goes out, and `traces` (a code in the clipboard, notifications) go before it: a gateway that
 * hangs takes all the time that a quit has. Never rejects.
 */
export async function leave(traces: readonly (() => Promise<void>)[], send: () => Promise<void>): Promise<void> {
  await Promise.allSettled([...traces, send].map(async (step) => step()));
}

/** A logout or a service manager ends an app by signal, and Electron would die of it on the spot. Returns its own undo. */
export function quitOnSignals(
  app: Pick<App, "quit">,
  target: Pick<NodeJS.Process, "on" | "off"> = process,
): () => void {
  const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
  const quit = () => app.quit();
  for (const signal of signals) target.on(signal, quit);
  return () => {
    for (const signal of signals) target.off(signal, quit);
  };
}
