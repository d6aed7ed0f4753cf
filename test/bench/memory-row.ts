import { setTimeout as sleep } from "node:timers/promises";
import { emptyAppFolder, freshProfile, pairtrayFolder, startBenchApp } from "./bench-app.ts";
import { startDemoSide } from "./demo-side.ts";
import { treeMemory } from "./process-memory.ts";
import type { Row } from "./row.ts";

/** Start-up garbage is collected and idle helpers have gone by then. */
const settleMs = 10_000;

/** All processes together, no window, connected and with the list in. */
export const memoryRow: Row = {
  id: "memory",
  title: "Idle memory, all processes (PSS)",
  against: "an empty Electron tray app",
  unit: "MB",
  target: { kind: "at-most-times", times: 1.25 },
  samples: { full: 5, quick: 2 },
  warmUp: 1,
  async prepare({ electron, atEnd }) {
    const demo = await startDemoSide();
    atEnd(() => demo.stop());
    const profiles = { ours: freshProfile(), empty: freshProfile() };
    atEnd(() => profiles.ours.remove());
    atEnd(() => profiles.empty.remove());
    const weigh = async (folder: string, profile: typeof profiles.ours, idle: () => Promise<void>) => {
      const idling = idle();
      const app = await startBenchApp({ electron, folder, profile, env: demo.env });
      await idling;
      await sleep(settleMs);
      const memory = treeMemory(app.pid);
      await app.stop();
      return memory;
    };
    return {
      ours: () => weigh(pairtrayFolder, profiles.ours, () => demo.listed()),
      reference: () => weigh(emptyAppFolder, profiles.empty, () => Promise.resolve()),
    };
  },
};
