import { _electron, type ElectronApplication, type Locator, type Page } from "@playwright/test";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { demoProfile } from "./demo-profile.ts";
import type { DesktopHands } from "./desktop-hands.ts";
import { electronArgs, withoutGraphicsCard, type ElectronBinary } from "./electron-binary.ts";
import { projectRoot } from "./project-paths.ts";
import { seconds } from "./progress.ts";
import type { Step } from "./steps.ts";

export interface TourStage {
  readonly electron: ElectronBinary;
  /** The environment of the virtual desktop, and its hands. */
  readonly env: NodeJS.ProcessEnv;
  readonly hands: DesktopHands;
  /** Where the numbered pictures go; it exists. */
  readonly pictures: string;
  readonly step: Step;
}

/** Generous: a machine under load is slow, a broken app never gets there. */
const patienceMs = 30_000;

const phone = /Mira's Pixel 9/;
const machine = /mcp-bridge on build-07/;
const tablet = /Living room iPad/;

/** The app on its way through the tour. The phones are main/demo.ts's own: the tour only waits for what they do. */
interface Scene {
  readonly app: ElectronApplication;
  readonly hands: DesktopHands;
  /** The window; there is one from the click on the notification on. */
  readonly page: () => Page;
  readonly pictureOfDesktop: (name: string) => Promise<void>;
  readonly pictureOfWindow: (name: string) => Promise<void>;
}

interface TourStep {
  readonly words: string;
  readonly act: (scene: Scene) => Promise<void>;
}

async function go(page: Page, view: "Requests" | "Devices" | "Settings"): Promise<void> {
  await page.getByRole("navigation").getByRole("button", { name: view }).click();
}

const item = (page: Page, name: RegExp): Locator => page.getByRole("listitem", { name });
const press = (inside: Locator, name: string): Promise<void> =>
  inside.getByRole("button", { name, exact: true }).click();

/** Waits for the card. One that stands folded shows no answers. */
async function unfold(card: Locator): Promise<void> {
  await card.waitFor();
  const head = card.getByRole("button", { expanded: false });
  if (await head.isVisible()) await head.click();
  await card.getByRole("button", { name: "Reject", exact: true }).waitFor();
}

/** Every step ends when the real thing has happened. */
const tour: readonly TourStep[] = [
  {
    words: "PairTray sits in the tray. A phone knocks, and a notification says who",
    async act({ hands, pictureOfDesktop }) {
      await until("the notification", async () => (await hands.notificationsShown()) > 0);
      await pictureOfDesktop("notification");
    },
  },
  {
    words: "A click on the notification opens the request: who asks, and what it could do",
    async act({ app, hands, page, pictureOfDesktop, pictureOfWindow }) {
      const opening = app.waitForEvent("window");
      await hands.clickNotification();
      await opening;
      await item(page(), phone).waitFor();
      await until("the notification to go", async () => (await hands.notificationsShown()) === 0);
      await pictureOfDesktop("request-on-the-desktop");
      await pictureOfWindow("request");
    },
  },
  {
    words: "Approve: the phone is let in, and stands in Devices as connected",
    async act({ page, pictureOfWindow }) {
      await press(item(page(), phone), "Approve");
      await go(page(), "Devices");
      await item(page(), phone).getByText("Connected", { exact: true }).waitFor();
      await pictureOfWindow("devices");
    },
  },
  {
    words: "Now it asks what your agents may use of it: a second question, approved too",
    async act({ page, pictureOfWindow }) {
      await go(page(), "Requests");
      await unfold(item(page(), phone));
      await pictureOfWindow("capabilities");
      await press(item(page(), phone), "Approve");
      await item(page(), phone).waitFor({ state: "hidden" });
    },
  },
  {
    words: "Another device asks for full control: high risk, and PairTray says so",
    async act({ page, pictureOfDesktop, pictureOfWindow, hands }) {
      await until("the notification", async () => (await hands.notificationsShown()) > 0);
      await unfold(item(page(), machine));
      await pictureOfDesktop("high-risk-on-the-desktop");
      await pictureOfWindow("high-risk-request");
    },
  },
  {
    words: "Reject: it stays out",
    async act({ page }) {
      await press(item(page(), machine), "Reject");
      await item(page(), machine).waitFor({ state: "hidden" });
    },
  },
  {
    words: "The phone is lost: what will happen, before anything does",
    async act({ page, pictureOfWindow }) {
      await go(page(), "Devices");
      await item(page(), phone).getByRole("button", { expanded: false }).click();
      await press(item(page(), phone), "Lost it…");
      await page().getByRole("button", { name: "Lock out now", exact: true }).waitFor();
      await pictureOfWindow("lost-device");
    },
  },
  {
    words: "One click, and the gateway itself says that the phone is locked out; what that doesn't cover stands below",
    async act({ page, pictureOfWindow }) {
      await press(page().locator("main"), "Lock out now");
      await page().getByText("Locked out after").waitFor();
      await pictureOfWindow("locked-out");
      await go(page(), "Devices");
      await item(page(), phone).waitFor({ state: "hidden" });
    },
  },
  {
    words: "The same in the dark theme, with a tablet that asks",
    async act({ app, page, pictureOfWindow }) {
      await go(page(), "Settings");
      await pictureOfWindow("settings");
      await page().getByRole("radio", { name: "Dark" }).click();
      // Asked of the app: the page's own policy lets no text become code there, not even a tour's.
      const isDark = () => app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors);
      await until("the dark theme", isDark);
      await pictureOfWindow("settings-dark");
      await go(page(), "Requests");
      await unfold(item(page(), tablet));
      await pictureOfWindow("request-dark");
    },
  },
  {
    words: "Approve it too, and look at the whole desktop once more",
    async act({ page, pictureOfDesktop, pictureOfWindow }) {
      await press(item(page(), tablet), "Approve");
      await go(page(), "Devices");
      await item(page(), tablet).getByText("Connected", { exact: true }).waitFor();
      await pictureOfWindow("devices-dark");
      await pictureOfDesktop("desktop-dark");
    },
  },
];

/** Start and end are steps too. */
export const tourLength = tour.length + 2;

/**
 * Plays the demo on a virtual desktop: the real app, its own embedded gateway, a person's clicks. Answers the pictures'
 * file names in order. Rejects, with the app ended, as soon as a step doesn't happen in time.
 */
export async function playTour({ electron, env, hands, pictures, step }: TourStage): Promise<readonly string[]> {
  // Below the private home, which goes with the desktop, also on Ctrl+C.
  const profile = demoProfile(env["HOME"]);
  const files: string[] = [];
  const nextPicture = (name: string): string => {
    const file = `${String(files.length + 1).padStart(2, "0")}-${name}.png`;
    files.push(file);
    return join(pictures, file);
  };
  try {
    const app = await step("PairTray starts", () =>
      _electron.launch({
        executablePath: electron.executable,
        cwd: projectRoot,
        args: [".", ...electronArgs(() => undefined), ...withoutGraphicsCard, ...profile.args],
        env: Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined)),
        timeout: 60_000,
        // Else Playwright shows every page in the light theme, whatever the app says.
        colorScheme: null,
      }),
    );
    const child = app.process();
    try {
      app.context().setDefaultTimeout(patienceMs);
      const page = (): Page => {
        const open = app.windows()[0];
        if (!open) throw new Error("PairTray has no window.");
        return open;
      };
      const settled = () => sleep(400); // The longest transition and the last frame of a repaint.
      const scene: Scene = {
        app,
        hands,
        page,
        async pictureOfDesktop(name) {
          await settled();
          await hands.screenshot(nextPicture(name));
        },
        async pictureOfWindow(name) {
          await settled();
          await page().screenshot({ path: nextPicture(name) });
        },
      };
      for (const { words, act } of tour) await step(words, () => act(scene));
      await step("PairTray quits", () => app.close());
    } catch (error) {
      await hands.screenshot(nextPicture("where-it-stopped")).catch(() => undefined);
      throw error;
    } finally {
      await killed(child);
    }
    return files;
  } finally {
    profile.remove();
  }
}

/** Ends what a failed step left running; its profile can be removed afterwards. */
async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`${what} did not come within ${seconds(patienceMs)}.`);
    await sleep(100);
  }
}
