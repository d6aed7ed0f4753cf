import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { endGroup, lastLines } from "./command.ts";

export interface BackgroundProgram {
  name: string;
  child: ChildProcess;
  /** Rejects with the end of its log as soon as the program ends; never resolves. Race it against what you wait for. */
  ended: Promise<never>;
  /** Ends it and its children; resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a program that stays in the background of the virtual desktop. Its output goes to `logFile`.
 * It dies with us even when we are killed outright (setpriv --pdeathsig): no display is left behind.
 */
export function startProgram(
  name: string,
  args: readonly string[],
  options: { env: NodeJS.ProcessEnv; logFile: string; input?: string; readFd3?: boolean },
): BackgroundProgram {
  const log = openSync(options.logFile, "a");
  const stdio: StdioOptions = ["pipe", log, log, ...(options.readFd3 ? (["pipe"] as const) : [])];
  const child = spawn("setpriv", ["--pdeathsig", "TERM", name, ...args], { env: options.env, stdio, detached: true });
  closeSync(log);
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(options.input ?? "");

  let gone = false;
  const exit = new Promise<void>((done) => {
    const leave = (): void => {
      gone = true;
      done();
    };
    child.once("exit", leave);
    child.once("error", leave);
  });
  const ended = exit.then(() => {
    throw new Error(`${name} ended by itself:\n${lastLines(readFileSync(options.logFile, "utf8"))}`);
  });
  // Nobody may be waiting when it ends in the normal course of things.
  ended.catch(() => undefined);
  return {
    name,
    child,
    ended,
    async stop() {
      endGroup(child.pid, "SIGTERM");
      const hard = setTimeout(() => endGroup(child.pid, "SIGKILL"), 2000);
      if (!gone) await exit;
      clearTimeout(hard);
    },
  };
}

/** The first line that a program writes on file descriptor 3: how Xvfb and dbus-daemon tell where they are. */
export function firstLineOnFd3(program: BackgroundProgram): Promise<string> {
  const line = new Promise<string>((done) => {
    let text = "";
    program.child.stdio[3]?.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
      if (text.includes("\n")) done(text.trim());
    });
  });
  return Promise.race([line, program.ended]);
}
