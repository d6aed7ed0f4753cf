import { _electron, type ElectronApplication, type Locator, type Page } from "@playwright/test";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCommand } from "../../scripts/lib/command.ts";
import { electronArgs, ensureElectron, withoutGraphicsCard } from "../../scripts/lib/electron-binary.ts";
import { projectRoot } from "../../scripts/lib/project-paths.ts";

export interface LaunchOptions {
  /** Where the gateway is; left out, the app has to find one by itself. */
  readonly url?: string;
  readonly token?: string | undefined;
  readonly password?: string | undefined;
  /** Open the window at the start. */
  readonly show?: boolean;
  /** Come back to an earlier profile. */
  readonly userData?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A running PairTray with a profile of its own. */
export interface RunningPairTray {
  readonly app: ElectronApplication;
  readonly userData: string;
  /** The window, shown if it wasn't. */
  window(): Promise<Page>;
  /** Quits as the tray's Quit does; the profile stays. */
  quit(): Promise<void>;
  /** SIGKILL, as a crash or a power cut does; the profile stays. */
  kill(): Promise<void>;
  /** Ends it and deletes the profile. */
  dispose(): Promise<void>;
}

const quiet = (): undefined => undefined;

/** The foot of a window whose one gateway is connected. Other words in the window speak of connections, too. */
export const connected = (page: Page): Locator => page.getByRole("contentinfo").getByText("Connected", { exact: true });

/** The one that the stage has fetched and names; it is looked for only where somebody runs a file by hand. */
async function electronExecutable(): Promise<string> {
  const dist = process.env["ELECTRON_OVERRIDE_DIST_PATH"];
  if (dist !== undefined) return path.join(dist, "electron");
  return (await ensureElectron({ purpose: "test", say: quiet })).executable;
}

/**
 * Starts the built app (`npm run build` first) in a fresh profile, without any credential of whoever runs the test. Where
 * Playwright can't get hold of an Electron that runs (seen once in some hundred starts, without a graphics card), that one
 * is ended and another is started, and it says so: nothing was tested yet.
 */
export async function launchPairTray(options: LaunchOptions = {}): Promise<RunningPairTray> {
  try {
    return await launchOnce(options);
  } catch (error) {
    if (options.userData !== undefined || !/electron\.launch: Timeout/.test(String(error))) throw error;
    console.warn(`Electron started, but Playwright could not take hold of it. Once more.\n${String(error)}`);
    return launchOnce(options);
  }
}

async function launchOnce(options: LaunchOptions): Promise<RunningPairTray> {
  const executablePath = await electronExecutable();
  // What an app that was killed left on the screen is nobody's any more.
  if (options.userData === undefined)
    await runCommand("dunstctl", ["close-all"], { env: { ...process.env, ...options.env }, timeoutMs: 5_000 });
  const userData = options.userData ?? (await mkdtemp(path.join(tmpdir(), "pairtray-profile-")));
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith("OPENCLAW_"),
  );
  const app = await _electron.launch({
    executablePath,
    cwd: projectRoot,
    timeout: 40_000,
    args: [
      ".",
      ...electronArgs(quiet),
      ...withoutGraphicsCard,
      `--user-data-dir=${userData}`,
      ...(options.show ? ["--show"] : []),
      ...(options.args ?? []),
    ],
    env: {
      ...Object.fromEntries(inherited),
      // A home of its own: the app looks for openclaw.json there.
      HOME: userData,
      // It looks for gateways on loopback alone: a test says nothing to the network it runs in.
      PAIRTRAY_MDNS_INTERFACE: "127.0.0.1",
      ...(options.url !== undefined && { OPENCLAW_GATEWAY_URL: options.url }),
      ...(options.token !== undefined && { OPENCLAW_GATEWAY_TOKEN: options.token }),
      ...(options.password !== undefined && { OPENCLAW_GATEWAY_PASSWORD: options.password }),
      ...options.env,
    },
  });
  // Kept, because Playwright forgets it when the app ends.
  const child = app.process();
  // It may have opened while the launch was still being waited for.
  let opensByItself = options.show === true && app.windows().length === 0;
  app.once("window", () => (opensByItself = false));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const kill = async (): Promise<void> => {
    if (!isOver()) child.kill("SIGKILL");
    await ended;
  };
  return {
    app,
    userData,
    async window() {
      const open = app.windows()[0];
      if (open && !open.isClosed()) return open;
      // Asked for at the start, it opens by itself, once.
      if (opensByItself && app.windows().length === 0) return app.firstWindow({ timeout: 60_000 });
      const opening = app.waitForEvent("window");
      await app.evaluate(({ app: electronApp }) => electronApp.emit("second-instance"));
      return opening;
    },
    async quit() {
      await Promise.all([ended, app.evaluate(({ app: electronApp }) => electronApp.quit()).catch(quiet)]);
    },
    kill,
    async dispose() {
      await kill();
      // Children of the app that was killed may write a moment longer.
      await rm(userData, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    },
  };
}

/** Every file below the folder, with its bytes. */
export async function filesBelow(folder: string): Promise<{ name: string; bytes: Buffer }[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
      return await Promise.all(files.map(async (name) => ({ name, bytes: await readFile(name) })));
    } catch (error) {
      // A file was renamed into its place just now: what has become of it must be read too, so all of it again.
      if (attempt === 20) throw error;
    }
  }
}
