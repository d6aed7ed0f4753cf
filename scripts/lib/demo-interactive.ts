import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { lastLines } from "./command.ts";
import { demoProfile } from "./demo-profile.ts";
import { electronArgs, type ElectronBinary } from "./electron-binary.ts";
import { projectRoot } from "./project-paths.ts";
import type { Say } from "./progress.ts";

const welcome = `
PairTray opens its window, on a gateway of the demo's own. Simulated devices will ask to pair:
  - a notification says who, and a click on it opens the request
  - read what the device could do, then approve or reject it
  - an approved device stands in Devices; Remove locks it out at once
Ctrl+C (or Quit in the tray's menu) ends the demo. Nothing of yours is changed.
`;

/** What main/demo.ts tells. Everything else on the app's stdout is for machines. */
const narrated = /^Demo: (.*)$/;

/**
 * The app in the user's own hands, until they quit it or press Ctrl+C; the narrator speaks in the terminal.
 * Rejects with the app's last words when it ended by itself badly.
 */
export async function playInteractive(electron: ElectronBinary, say: Say): Promise<void> {
  const profile = demoProfile();
  const args = [projectRoot, ...electronArgs(say), ...profile.args, "--show"];
  say(welcome);
  const app = spawn(electron.executable, args, { stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  app.stderr.setEncoding("utf8").on("data", (text: string) => (errors = (errors + text).slice(-20_000)));
  createInterface(app.stdout).on("line", (line) => {
    const sentence = narrated.exec(line)?.[1];
    if (sentence !== undefined) say(`${new Date().toLocaleTimeString("en-GB")}  ${sentence}`);
  });
  const end = new AbortController();
  // A terminal sends Ctrl+C to the app too; whoever ends only this script still ends both.
  const stop = (): void => {
    end.abort();
    app.kill("SIGTERM");
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, stop);
  try {
    const code = await new Promise<number | string>((done, fail) => {
      app.once("error", fail);
      app.once("close", (exitCode, signal) => done(exitCode ?? signal ?? "nothing"));
    });
    if (code !== 0 && !end.signal.aborted) throw new Error(`PairTray ended with ${code}:\n${lastLines(errors)}`);
    say("The demo is over; nothing of it stays.");
  } finally {
    for (const signal of signals) process.off(signal, stop);
    profile.remove();
  }
}
