import { readFile } from "node:fs/promises";
import path from "node:path";
import type { RunningPairTray } from "../support/pairtray.ts";

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Time the thread really worked, in µs: what other programs take of this machine doesn't count. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** The longest time for which the window's main thread could do nothing else while `act` ran, ms, from Electron's own trace. */
export async function longestWindowTask({ app, userData }: RunningPairTray, act: () => Promise<void>): Promise<number> {
  const file = path.join(userData, "trace.json");
  await app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({ included_categories: ["toplevel", "__metadata"] }),
  );
  await act();
  await app.evaluate(({ contentTracing }, to) => contentTracing.stopRecording(to), file);
  const { traceEvents } = JSON.parse(await readFile(file, "utf8")) as { readonly traceEvents: readonly TraceEvent[] };
  const mains = new Set(
    traceEvents
      .filter((event) => event.name === "thread_name" && event.args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.flatMap(({ pid, tid, tdur }) =>
    tdur !== undefined && mains.has(`${pid} ${tid}`) ? [tdur / 1_000] : [],
  );
  if (tasks.length === 0) throw new Error("The trace shows no work of the window's main thread.");
  return Math.max(...tasks);
}
