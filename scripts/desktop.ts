/**
 * Runs a command on a virtual desktop that is gone afterwards:
 *   node scripts/desktop.ts [--tray-panel] [--size 1280x900] -- <command> [arguments]
 * Exits with the command's own code; 1 when there is no desktop to be had.
 */
import { parseArgs } from "node:util";
import { runInForeground } from "./lib/foreground.ts";
import { sayToTerminal } from "./lib/progress.ts";
import { withVirtualDesktop } from "./lib/virtual-desktop.ts";

const usage = "Usage: node scripts/desktop.ts [--tray-panel] [--size 1280x900] -- <command> [arguments]";

function readCommandLine(): { trayPanel: boolean; width: number; height: number; command: string; args: string[] } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { "tray-panel": { type: "boolean", default: false }, size: { type: "string", default: "1280x900" } },
  });
  const size = /^(\d{3,5})x(\d{3,5})$/.exec(values.size);
  const [command, ...args] = positionals;
  if (!size || command === undefined) throw new Error(usage);
  return { trayPanel: values["tray-panel"], width: Number(size[1]), height: Number(size[2]), command, args };
}

try {
  const { command, args, ...options } = readCommandLine();
  process.exitCode = await withVirtualDesktop(options, (desktop) => runInForeground(command, args, desktop.env));
} catch (error) {
  sayToTerminal(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
