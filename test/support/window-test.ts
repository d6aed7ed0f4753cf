import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Intent, IntentResult } from "../../src/app/intent.ts";
import { diffSnapshots, type SnapshotPatch } from "../../src/app/snapshot-patch.ts";
import type { AppSnapshot } from "../../src/app/snapshot.ts";
import { installBridge, type StandInPage } from "./window-bridge.ts";
import { serveWindow } from "./window-site.ts";

/** The window in a browser, with a stand-in for main behind it. */
export interface OpenWindow {
  readonly page: Page;
  /** What the window has asked for so far. */
  readonly intents: () => Promise<Intent[]>;
  /** Which cards it said are on screen, `requestId digest`. */
  readonly seen: () => Promise<string[]>;
  readonly readyCalls: () => Promise<number>;
  /** Main moves on to this snapshot and sends the patch; `revision` is counted here. */
  readonly moveOn: (changes: Partial<AppSnapshot>) => Promise<void>;
  /** As `moveOn`, but the patch never reaches the window. */
  readonly moveOnUnheard: (changes: Partial<AppSnapshot>) => Promise<void>;
  readonly answerWith: (result: IntentResult) => Promise<void>;
  /** Rejects with what axe found, if it found anything. */
  readonly expectAccessible: () => Promise<void>;
}

interface TestFixtures {
  readonly openWindow: (snapshot: AppSnapshot) => Promise<OpenWindow>;
}
interface WorkerFixtures {
  readonly site: string;
}

/**
 * From the page's start its time stands still, so that a busy machine makes nothing ready that isn't yet. `pass` lets so
 * many ms go by.
 */
export async function stillTime(page: Page): Promise<{ pass: (ms: number) => Promise<void> }> {
  const startMs = Date.now();
  // It runs until it is paused, however long that takes here, and can't be paused in its past.
  await page.clock.install({ time: startMs - 60_000 });
  await page.clock.pauseAt(startMs);
  return { pass: (ms) => page.clock.runFor(ms) };
}

/** Lets time go by until the button may be pressed: what it waits for may have to be drawn first. */
export async function untilReady(button: Locator, { pass }: { pass: (ms: number) => Promise<void> }): Promise<void> {
  await expect(async () => {
    await pass(200);
    await expect(button).not.toHaveAttribute("aria-disabled", "true", { timeout: 100 });
  }).toPass();
}

/** Each test fails on any error in the page's console: a broken policy, a React warning, an uncaught error. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  site: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures it needs from this pattern
    async ({}, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), "pairtray-window-"));
      const site = await serveWindow(folder);
      await use(site.url);
      await site.close();
      await rm(folder, { recursive: true });
    },
    { scope: "worker", timeout: 60_000 },
  ],
  openWindow: async ({ page, site }, use) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
    });
    await use(async (first) => {
      await page.addInitScript(installBridge, first);
      await page.goto(site);
      return windowOn(page, first);
    });
    expect(errors).toEqual([]);
  },
});

function windowOn(page: Page, first: AppSnapshot): OpenWindow {
  let current = first;
  const patchTo = (changes: Partial<AppSnapshot>): SnapshotPatch => {
    const next = { ...current, ...changes, revision: current.revision + 1 };
    const patch = diffSnapshots(current, next);
    current = next;
    return patch;
  };
  // Once the window missed something, `ready()` must answer with where main really is.
  let missed = false;
  const send = async (patch: SnapshotPatch, heard: boolean): Promise<void> => {
    missed ||= !heard;
    await page.evaluate(
      ([snapshot, change]) => {
        const { stand } = globalThis as unknown as StandInPage;
        if (snapshot) stand.snapshot = snapshot;
        if (change) for (const listener of stand.listeners) listener(change);
      },
      [missed ? current : undefined, heard ? patch : undefined] as const,
    );
  };
  return {
    page,
    intents: () => page.evaluate(() => (globalThis as unknown as StandInPage).stand.intents),
    seen: () =>
      page.evaluate(() =>
        (globalThis as unknown as StandInPage).stand.seen.flatMap((intent) =>
          intent.type === "seen" ? [`${intent.requestId} ${intent.digest}`] : [],
        ),
      ),
    readyCalls: () => page.evaluate(() => (globalThis as unknown as StandInPage).stand.readyCalls),
    moveOn: (changes) => send(patchTo(changes), true),
    moveOnUnheard: (changes) => send(patchTo(changes), false),
    answerWith: (result) =>
      page.evaluate((answer) => {
        (globalThis as unknown as StandInPage).stand.answer = answer;
      }, result),
    expectAccessible: async () => {
      // “Legacy” spares a second page for each look; what it can't see into is frames of others, and the window has none.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      const found = violations.map(({ id, nodes }) => ({
        id,
        where: nodes.map((node) => `${node.html.slice(0, 120)} — ${node.failureSummary?.split("\n")[1] ?? ""}`),
      }));
      expect(found).toEqual([]);
    },
  };
}

export { expect };
