import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One heartbeat a second for the whole window, only while someone shows a time and the window is visible. */
function keepBeating(): void {
  const wanted = listeners.size > 0 && document.visibilityState === "visible";
  if (wanted && timer === undefined) timer = setInterval(beat, 1_000);
  if (!wanted && timer !== undefined) {
    clearInterval(timer);
    timer = undefined;
  }
}

function beat(): void {
  for (const listener of listeners) listener();
}

document.addEventListener("visibilitychange", () => {
  keepBeating();
  beat();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  keepBeating();
  return () => {
    listeners.delete(listener);
    keepBeating();
  };
}

/**
 * A value that depends on the time of day (ms since the epoch). The component renders again only when the value
 * itself changes, so return a string or a number.
 */
export function useClock<T extends string | number | boolean>(read: (nowMs: number) => T): T {
  return useSyncExternalStore(subscribe, () => read(Date.now()));
}
