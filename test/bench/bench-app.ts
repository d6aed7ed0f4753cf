import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { electronArgs, type ElectronBinary } from "../../scripts/lib/electron-binary.ts";
import { endGroup, lastLines } from "../../scripts/lib/command.ts";
import { projectRoot } from "../../scripts/lib/project-paths.ts";

/** The folders that Electron is started with. */
export const pairtrayFolder = projectRoot;
export const emptyAppFolder = join(import.meta.dirname, "empty-app");

const readyLine = "tray ready";
const readyLimitMs = 30_000;
const quitLimitMs = 8_000;

export interface BenchApp {
  readonly pid: number;
  /** From just before its process was made to its "tray ready" line, ms. */
  readonly readyAfterMs: number;
  /** SIGTERM, as a logout does; resolves when it is gone. Rejects if it had to be killed. */
  stop(): Promise<void>;
}

export interface BenchAppOptions {
  readonly electron: ElectronBinary;
  readonly folder: string;
  readonly profile: Profile;
  readonly env?: Readonly<Record<string, string>>;
}

/** A home and user-data folder that outlives single starts: what is measured is a usual start, not the very first. */
export interface Profile {
  readonly folder: string;
  remove(): void;
}

export function freshProfile(): Profile {
  const folder = mkdtempSync(join(tmpdir(), "pairtray-bench-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
}

/** Starts an app as a login would, without a debugger's port or pipe, and resolves when its tray stands. */
export async function startBenchApp({ electron, folder, profile, env }: BenchAppOptions): Promise<BenchApp> {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("OPENCLAW_"));
  const args = [folder, ...electronArgs(() => undefined), `--user-data-dir=${profile.folder}`];
  const startMs = performance.now();
  const child = spawn(electron.executable, args, {
    cwd: projectRoot,
    env: { ...Object.fromEntries(own), HOME: profile.folder, PAIRTRAY_MDNS_INTERFACE: "127.0.0.1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that its helpers can be ended with it.
    detached: true,
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const reap = () => endGroup(child.pid, "SIGKILL");
  process.once("exit", reap);
  void gone.then(() => process.off("exit", reap));
  try {
    await trayReady(child);
  } catch (error) {
    endGroup(child.pid, "SIGKILL");
    throw error;
  }
  const readyAfterMs = performance.now() - startMs;
  return { pid: child.pid ?? 0, readyAfterMs, stop: () => stop(child, gone) };
}

function trayReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const fail = (why: string) => reject(new Error(`The app ${why} before its tray was ready:\n${lastLines(said)}`));
    const late = setTimeout(() => fail(`needed more than ${readyLimitMs / 1000} s`), readyLimitMs);
    const hear = (chunk: Buffer) => {
      said = (said + chunk.toString("utf8")).slice(-8_000);
      if (!said.includes(readyLine)) return;
      clearTimeout(late);
      resolve();
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code) => {
      clearTimeout(late);
      fail(`ended with ${code ?? "a signal"}`);
    });
  });
}

async function stop(child: ChildProcess, gone: Promise<void>): Promise<void> {
  child.kill("SIGTERM");
  const late = new AbortController();
  const tooLate = sleep(quitLimitMs, "killed" as const, { signal: late.signal }).catch(() => "in time" as const);
  const end = await Promise.race([gone, tooLate]);
  late.abort();
  // The helpers go by themselves a moment later; the next measurement must not meet them.
  endGroup(child.pid, "SIGKILL");
  if (end === "killed") throw new Error(`The app did not quit within ${quitLimitMs / 1000} s of SIGTERM.`);
}
