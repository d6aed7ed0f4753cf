import { emptyAppFolder, freshProfile, pairtrayFolder, startBenchApp } from "./bench-app.ts";
import { startDemoSide } from "./demo-side.ts";
import type { Row } from "./row.ts";

/** From making the process to the line that says the tray stands. A profile that has been used before, as at a login. */
export const startRow: Row = {
  id: "start",
  title: "Start to tray ready",
  against: "an empty Electron tray app",
  unit: "ms",
  target: { kind: "at-most-times", times: 1.4 },
  samples: { full: 25, quick: 7 },
  warmUp: 2,
  async prepare({ electron, atEnd }) {
    const demo = await startDemoSide();
    atEnd(() => demo.stop());
    const profiles = { ours: freshProfile(), empty: freshProfile() };
    atEnd(() => profiles.ours.remove());
    atEnd(() => profiles.empty.remove());
    const time = async (folder: string, profile: typeof profiles.ours) => {
      const app = await startBenchApp({ electron, folder, profile, env: demo.env });
      await app.stop();
      return app.readyAfterMs;
    };
    return {
      ours: () => time(pairtrayFolder, profiles.ours),
      reference: () => time(emptyAppFolder, profiles.empty),
    };
  },
};
