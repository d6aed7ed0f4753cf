import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { lastLines, runCommand } from "./command.ts";
import { buttonFiles } from "./desktop-config.ts";

/** What a person would do on the virtual desktop. */
export interface DesktopHands {
  /** Takes the whole screen as a PNG (imagemagick's import). Rejects when that fails. */
  screenshot(path: string): Promise<void>;
  /**
   * Presses the button with exactly these words on a notification that dunst shows, on the one whose title begins
   * with `title` where that is given, as soon as it is there. Rejects when it isn't within 15 s.
   */
  pressNotificationButton(label: string, title?: string): Promise<void>;
  /** Moves the pointer onto the topmost notification and clicks. Rejects when none is there. */
  clickNotification(): Promise<void>;
  /** How many notifications dunst shows now. Rejects when dunst doesn't answer. */
  notificationsShown(): Promise<number>;
}

/**
 * Hands on the virtual desktop that `env` belongs to: a test that runs on one calls this with its own environment.
 * Throws on any other desktop, so that no test ever presses a button on the user's own screen.
 */
export function desktopHands(env: NodeJS.ProcessEnv = process.env): DesktopHands {
  const folder = env["XDG_CONFIG_HOME"];
  if (folder === undefined || !existsSync(buttonFiles(folder).script)) {
    throw new Error("This is not the virtual desktop. Start it with: node scripts/desktop.ts -- <command>");
  }
  return {
    async screenshot(path) {
      await mkdir(dirname(path), { recursive: true });
      const shot = await runCommand("import", ["-window", "root", path], { env, timeoutMs: 20_000 });
      if (shot.code !== 0) throw new Error(`No screenshot: ${lastLines(shot.stderr)}`);
    },
    async clickNotification() {
      const find = ["search", "--onlyvisible", "--class", "dunst"];
      const click = ["mousemove", "--window", "%1", "120", "30", "sleep", "0.1", "click", "1"];
      const clicked = await runCommand("xdotool", [...find, ...click], { env, timeoutMs: 5000 });
      if (clicked.code !== 0) throw new Error(`No notification to click on: ${lastLines(clicked.stderr)}`);
    },
    async notificationsShown() {
      const answer = await runCommand("dunstctl", ["count", "displayed"], { env, timeoutMs: 5000 });
      if (answer.code !== 0) throw new Error(`dunst doesn't answer: ${lastLines(answer.stderr)}`);
      return Number(answer.stdout);
    },
    pressNotificationButton: (label, title = "") => pressButton(folder, `#${label} (${title}`, env),
  };
}

/**
 * Asks dunst for its menu, whose lines read "#Approve (title) [id,key]", and sees what our stand-in for it picked. A
 * notification that was asked for is on the screen some ms later, so the menu is asked for again until it is there.
 */
async function pressButton(folder: string, line: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { wanted, pressed } = buttonFiles(folder);
  const end = Date.now() + 15_000;
  while (Date.now() < end) {
    rmSync(pressed, { force: true });
    writeFileSync(wanted, `${line}\n`);
    await runCommand("dunstctl", ["context"], { env, timeoutMs: 5000 });
    // Without any notification no menu opens, and nothing is noted.
    const menu = Date.now() + 2000;
    while (!existsSync(pressed) && Date.now() < menu) await sleep(20);
    if (existsSync(pressed) && readFileSync(pressed, "utf8") !== "") return;
    await sleep(100);
  }
  throw new Error(`dunst shows no notification with a button like “${line}”.`);
}
