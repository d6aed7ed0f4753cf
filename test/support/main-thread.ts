import type { Browser, Page } from "@playwright/test";

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Time the thread really worked, in µs: what other programs take of this machine doesn't count. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** How long the page's main thread worked in one go while `act` ran, longest first, in ms of its own processor time. */
export async function mainThreadTasks(browser: Browser, page: Page, act: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  const mains = new Set(
    traceEvents
      .filter((event) => event.name === "thread_name" && event.args?.name === "CrRendererMain")
      .map((event) => `${event.pid} ${event.tid}`),
  );
  const tasks = traceEvents.filter((event) => event.tdur !== undefined && mains.has(`${event.pid} ${event.tid}`));
  if (tasks.length === 0) throw new Error("The trace shows no work of the page's main thread.");
  return tasks.map((task) => (task.tdur ?? 0) / 1_000).sort((a, b) => b - a);
}
