/**
 * Runs a command on a virtual desktop that is gone afterwards:
 *   node scripts/desktop.ts [--tray-panel] [--size 1280x900] -- <command> [arguments]
 * Exits with the command's own code; 1 when there is no desktop to be had.
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter } from "node:path";
import { parseArgs } from "node:util";
import { sayToTerminal } from "./lib/progress.ts";
import { binFolder } from "./lib/project-paths.ts";
import { withVirtualDesktop, type VirtualDesktop } from "./lib/virtual-desktop.ts";

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

function runOn(desktop: VirtualDesktop, command: string, args: readonly string[]): Promise<number> {
  const env = { ...desktop.env, PATH: `${binFolder}${delimiter}${desktop.env["PATH"] ?? ""}` };
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: process.cwd(), env, stdio: "inherit" });
    const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.once("SIGTERM", forward);
    child.once("error", fail);
    child.once("exit", (code, signal) => {
      process.off("SIGTERM", forward);
      done(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

try {
  const { command, args, ...options } = readCommandLine();
  process.exitCode = await withVirtualDesktop(options, (desktop) => runOn(desktop, command, args));
} catch (error) {
  sayToTerminal(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
