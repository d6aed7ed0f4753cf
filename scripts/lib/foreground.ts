import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { binFolder, projectRoot } from "./project-paths.ts";

/**
 * Runs a command in the terminal of the person watching, with our dependencies' commands (Node 24 among them) first
 * in PATH. Passes SIGTERM on. Answers the exit code, 128 + signal number as shells count; rejects when it can't start.
 * With `hear` its output goes there instead of the terminal, and it has no input.
 */
export function runInForeground(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  hear?: (text: string) => void,
): Promise<number> {
  const withTools = { ...env, PATH: `${binFolder}${delimiter}${env["PATH"] ?? ""}` };
  return new Promise((done, fail) => {
    const child = spawn(command, args, { env: withTools, stdio: hear ? ["ignore", "pipe", "pipe"] : "inherit" });
    if (hear) for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", hear);
    const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.on("SIGTERM", forward);
    child.once("error", (error) => {
      process.off("SIGTERM", forward);
      fail(error);
    });
    // Only then has everything that it said been heard.
    child.once("close", (code, signal) => {
      process.off("SIGTERM", forward);
      done(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/**
 * The JavaScript file behind a dependency's command, to be run with `process.execPath`: the shims in .bin differ from
 * system to system. Throws when the package isn't installed or has no such command.
 */
export function toolScript(packageName: string, command = packageName): string {
  const folder = join(projectRoot, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    bin?: string | Record<string, string>;
  };
  const script = typeof bin === "string" ? bin : bin?.[command];
  if (script === undefined) throw new Error(`${packageName} has no command ${command}.`);
  return join(folder, script);
}
