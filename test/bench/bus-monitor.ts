import { fork } from "node:child_process";
import { once } from "node:events";
import type { SeenNotification } from "../support/notification-watch.ts";

const patienceMs = 10_000;

/** The session bus, watched from a process that does nothing else: gateway, phones and bench would hold its clock up. */
export interface BusMonitor {
  /** When the first Notify call with this text crossed the bus, ms since the epoch. Rejects when none does within 10 s. */
  notifyAt(text: string): Promise<number>;
  close(): void;
}

export async function startBusMonitor(): Promise<BusMonitor> {
  const seen: SeenNotification[] = [];
  const waiting = new Set<() => void>();
  const child = fork(new URL("./bus-monitor-process.ts", import.meta.url), {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const reap = () => child.kill("SIGKILL");
  process.once("exit", reap);
  child.once("exit", () => process.off("exit", reap));
  const ended = once(child, "exit").then(() => {
    throw new Error("The monitor of the session bus ended before it listened.");
  });
  // Its first message says that it listens.
  await Promise.race([once(child, "message"), ended]);
  child.on("message", (one) => {
    seen.push(one as SeenNotification);
    for (const look of waiting) look();
  });
  return {
    notifyAt: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = seen.find(({ summary, body }) => `${summary} ${body}`.includes(text));
          if (!found) return;
          clearTimeout(late);
          waiting.delete(look);
          resolve(found.atMs);
        };
        const late = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`No notification about “${text}” within ${patienceMs / 1000} s.`));
        }, patienceMs);
        waiting.add(look);
        look();
      }),
    close: reap,
  };
}
