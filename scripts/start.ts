/** npm start: PairTray for the user's own gateway. What stands behind `npm start --` goes to the app. */
import { ensureBuilt } from "./lib/app-build.ts";
import { electronArgs, ensureElectron } from "./lib/electron-binary.ts";
import { runInForeground } from "./lib/foreground.ts";
import { sayToTerminal } from "./lib/progress.ts";
import { projectRoot } from "./lib/project-paths.ts";

try {
  const electron = await ensureElectron({ purpose: "app" });
  await ensureBuilt();
  process.exitCode = await runInForeground(electron.executable, [
    projectRoot,
    ...electronArgs(),
    ...process.argv.slice(2),
  ]);
} catch (error) {
  sayToTerminal(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
