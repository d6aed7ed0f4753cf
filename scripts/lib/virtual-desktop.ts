import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { firstLineOnFd3, startProgram, type BackgroundProgram } from "./background-program.ts";
import { endGroup, lastLines, runCommand } from "./command.ts";
import { writeDesktopConfig } from "./desktop-config.ts";
import { desktopHands, type DesktopHands } from "./desktop-hands.ts";
import { privateEnvironment, privateHome } from "./desktop-home.ts";
import { ensureDesktopPackages } from "./desktop-packages.ts";
import { sayToTerminal, told, type Say } from "./progress.ts";

export interface VirtualDesktopOptions {
  /** In pixels; 1280 x 900 unless told. */
  width?: number;
  height?: number;
  /** A panel along the top that shows StatusNotifier icons, so that the tray is really seen. */
  trayPanel?: boolean;
  say?: Say;
}

export interface VirtualDesktop extends DesktopHands {
  /** The whole environment for programs on this desktop. HOME and every XDG folder are private and temporary. */
  env: NodeJS.ProcessEnv;
  /** ":99" */
  display: string;
  /** The temporary home folder; gone after stop(). */
  home: string;
  /** Ends everything that was started and removes the temporary home. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * A desktop on a machine that has none: Xvfb, a session bus of its own, an unlocked keyring, openbox and dunst.
 * Nothing of the user's is touched. Rejects with one copyable command when Debian packages are missing.
 */
export async function startVirtualDesktop(options: VirtualDesktopOptions = {}): Promise<VirtualDesktop> {
  const { width = 1280, height = 900, trayPanel = false, say = sayToTerminal } = options;
  if (process.platform !== "linux")
    throw new Error("The virtual desktop is for Linux; this system brings its own desktop.");
  await ensureDesktopPackages({ trayPanel }, say);

  const home = privateHome();
  const running: BackgroundProgram[] = [];
  // For whoever exits without waiting for stop(): Playwright does so on Ctrl-C.
  const killAtExit = (): void => {
    running.forEach((program) => endGroup(program.child.pid, "SIGKILL"));
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once("exit", killAtExit);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= stopAll());
  const stopAll = async (): Promise<void> => {
    for (const program of running.reverse()) await program.stop();
    process.off("exit", killAtExit);
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  };

  try {
    const env = privateEnvironment(home);
    const { dunstConfigPath } = writeDesktopConfig(env["XDG_CONFIG_HOME"] ?? home);
    const logFile = join(home, "desktop.log");
    const start = (name: string, args: readonly string[], more: { input?: string; readFd3?: boolean } = {}) => {
      const program = startProgram(name, args, { env, logFile, ...more });
      running.push(program);
      return program;
    };
    const onBus = (program: BackgroundProgram, busName: string): Promise<void> =>
      told(`${program.name} to answer on the session bus`, Promise.race([nameOnBus(busName, env), program.ended]), say);

    const display = await told("Xvfb to open its display", startXvfb(start, home, width, height, env), say);
    env["DISPLAY"] = display;

    const busAddress = `--address=unix:path=${join(home, "run", "bus")}`;
    const bus = start("dbus-daemon", ["--session", "--nofork", "--nopidfile", busAddress, "--print-address=3"], {
      readFd3: true,
    });
    env["DBUS_SESSION_BUS_ADDRESS"] = await told("the session bus", firstLineOnFd3(bus), say);

    const keyring = start("gnome-keyring-daemon", ["--foreground", "--unlock", "--components=secrets"], {
      input: "virtual desktop",
    });
    await onBus(keyring, "org.freedesktop.secrets");
    const windows = start("openbox", []);
    const notifications = start("dunst", ["-config", dunstConfigPath]);
    await onBus(notifications, "org.freedesktop.Notifications");
    await told("openbox to manage windows", Promise.race([windowManager(env), windows.ended]), say);
    // Only for the eye: pictures of windows on plain black look broken.
    await runCommand("display", ["-size", `${width}x${height}`, "-window", "root", "gradient:#3a4668-#161a26"], {
      env,
      timeoutMs: 10_000,
    });
    if (trayPanel) {
      const panel = start("xfce4-panel", ["--disable-wm-check"]);
      await onBus(panel, "org.kde.StatusNotifierWatcher");
    }

    return { env, display, home, stop, ...desktopHands(env) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs `work` on a desktop that is gone afterwards, however `work` ends: also by Ctrl-C or SIGTERM. */
export async function withVirtualDesktop<T>(
  options: VirtualDesktopOptions,
  work: (desktop: VirtualDesktop) => Promise<T>,
): Promise<T> {
  const desktop = await startVirtualDesktop(options);
  const onSignal = (signal: NodeJS.Signals): void => {
    void desktop.stop().finally(() => process.exit(signal === "SIGINT" ? 130 : 143));
  };
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  try {
    return await work(desktop);
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    await desktop.stop();
  }
}

type Start = (name: string, args: readonly string[], more?: { readFd3?: boolean }) => BackgroundProgram;

/** Xvfb chooses a free display itself. A cookie keeps other users of the machine off it. */
async function startXvfb(
  start: Start,
  home: string,
  width: number,
  height: number,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const serverCookie = join(home, "xvfb-cookie");
  const clientCookie = join(home, ".Xauthority");
  const cookie = randomBytes(16).toString("hex");
  const addCookie = async (file: string, display: string): Promise<void> => {
    writeFileSync(file, "", { mode: 0o600 });
    const added = await runCommand("xauth", ["-q", "-f", file], { input: `add ${display} . ${cookie}\n` });
    if (added.code !== 0) throw new Error(`xauth failed: ${lastLines(added.stderr)}`);
  };
  await addCookie(serverCookie, ":0");
  const screen = ["-screen", "0", `${width}x${height}x24`];
  const server = start("Xvfb", ["-displayfd", "3", ...screen, "-nolisten", "tcp", "-auth", serverCookie], {
    readFd3: true,
  });
  const display = `:${await firstLineOnFd3(server)}`;
  await addCookie(clientCookie, display);
  env["XAUTHORITY"] = clientCookie;
  return display;
}

async function nameOnBus(name: string, env: NodeJS.ProcessEnv): Promise<void> {
  const call = ["--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"];
  const ask = [...call, "org.freedesktop.DBus.NameHasOwner", `string:${name}`];
  await until(async () => (await runCommand("dbus-send", ask, { env })).stdout.includes("true"));
}

async function windowManager(env: NodeJS.ProcessEnv): Promise<void> {
  const ask = ["-root", "-notype", "_NET_SUPPORTING_WM_CHECK"];
  await until(async () => (await runCommand("xprop", ask, { env })).stdout.includes("window id"));
}

/** Asks every 50 ms, for at most 20 s. */
async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error("The virtual desktop did not come up within 20 s.");
    await sleep(50);
  }
}
