/**
 * npm run demo: the real app on the embedded demo gateway, with simulated devices that ask to pair.
 * With a display it is interactive. Without one, or with `-- --tour`, it plays a tour on a virtual desktop, tells each
 * step and leaves pictures in demo-pictures/. Exits with 1 as soon as something doesn't happen.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureBuilt } from "./lib/app-build.ts";
import { playInteractive } from "./lib/demo-interactive.ts";
import { hasDisplay } from "./lib/demo-profile.ts";
import { playTour, tourLength } from "./lib/demo-tour.ts";
import { electronArgs, ensureElectron } from "./lib/electron-binary.ts";
import { sayToTerminal } from "./lib/progress.ts";
import { projectRoot } from "./lib/project-paths.ts";
import { countSteps } from "./lib/steps.ts";
import { withVirtualDesktop } from "./lib/virtual-desktop.ts";

const pictures = join(projectRoot, "demo-pictures");

try {
  const { values } = parseArgs({ options: { tour: { type: "boolean", default: false } } });
  if (values.tour || !hasDisplay(process.platform, process.env)) await tour();
  else await interactive();
} catch (error) {
  sayToTerminal(`\nThe demo stopped. ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function interactive(): Promise<void> {
  const electron = await ensureElectron({ purpose: "demo" });
  await ensureBuilt();
  await playInteractive(electron, sayToTerminal);
}

async function tour(): Promise<void> {
  sayToTerminal("There is no display here, so PairTray is shown on a virtual desktop, and pictures are taken.\n");
  const step = countSteps(tourLength + 3, sayToTerminal);
  const electron = await step("Bring Electron", () => ensureElectron({ purpose: "demo" }));
  await step("Build the app", () => ensureBuilt());
  electronArgs();
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  await step("Start a virtual desktop: a screen, a tray, notifications", () => Promise.resolve());
  const files = await withVirtualDesktop({ trayPanel: true }, (hands) =>
    playTour({ electron, env: hands.env, hands, pictures, step }),
  );
  sayToTerminal(`\nThe tour is over. ${files.length} pictures are in ${pictures}:\n  ${files.join("\n  ")}`);
}
