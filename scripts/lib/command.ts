import { spawn } from "node:child_process";
import { constants } from "node:os";

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** After this long the command and its children are ended, and `timedOut` is true. */
  timeoutMs?: number;
  /** Written to stdin, which is then closed. */
  input?: string;
  /** "show" passes output through to our own terminal as well as keeping it. */
  output?: "keep" | "show";
}

export interface CommandResult {
  /** Exit code; 128 + signal number when a signal ended it, as shells count; 127 when it could not be started. */
  code: number;
  stdout: string;
  stderr: string;
  timedOut: boolean;
}

/** Runs one command to its end. Never throws for a failing or missing command: read `code`. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: options.timeoutMs !== undefined,
    });
    let stdout = "";
    let stderr = "";
    let timedOut = false;
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            endGroup(child.pid, "SIGKILL");
          }, options.timeoutMs);

    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (options.output === "show") process.stdout.write(text);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      if (options.output === "show") process.stderr.write(text);
    });
    // A command that ends before it has read its input is not our failure: its exit code tells.
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
    child.on("error", (error) => {
      clearTimeout(timer);
      done({ code: 127, stdout, stderr: stderr + error.message, timedOut });
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      done({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), stdout, stderr, timedOut });
    });
  });
}

/** Ends a process started with `detached: true` together with its children. Quiet when it is gone already. */
export function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Ended by itself.
  }
}

/** The end of a command's output, for an error message. */
export function lastLines(text: string, count = 12): string {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}
