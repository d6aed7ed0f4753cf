import { expect, test, type ElectronApplication, type Page } from "@playwright/test";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { desktopHands } from "../../scripts/lib/desktop-hands.ts";
import { projectRoot } from "../../scripts/lib/project-paths.ts";
import { type DemoGateway } from "../../src/demo/demo-gateway-types.ts";
import { startDemoGateway } from "../../src/demo/demo-gateway.ts";
import { freshPhoneIdentity } from "../../src/demo/phone-identity.ts";
import { createPhone } from "../../src/demo/simulated-phone.ts";
import { type NotificationWatch, watchNotifications } from "../support/notification-watch.ts";
import { connected, launchPairTray, type RunningPairTray } from "../support/pairtray.ts";

const pictures = path.join(projectRoot, "test-results", "pictures");
const DEVICES = 200;
const EACH = 5;
const FLOOD_MS = 10_000;

let gateway: DemoGateway;
let watch: NotificationWatch;
let pairtray: RunningPairTray;

test.beforeAll(async () => {
  gateway = await startDemoGateway({
    autoApproveLocal: ({ displayName }) => displayName?.startsWith("PairTray") ?? false,
  });
  watch = await watchNotifications();
  pairtray = await launchPairTray({ url: gateway.url, token: gateway.token, show: true });
});
test.afterAll(async () => {
  await pairtray.dispose();
  watch.close();
  await gateway.stop();
});

/** Memory of the app's processes, in MB, by what they are. */
async function memoryMb(app: ElectronApplication): Promise<{ all: number; each: Record<string, number> }> {
  const each = await app.evaluate(({ app: electron }) =>
    Object.fromEntries(
      electron.getAppMetrics().map(({ type, pid, memory }) => [`${type} ${pid}`, memory.workingSetSize]),
    ),
  );
  const mb = Object.entries(each).map(([name, kb]) => [name, Math.round(kb / 1024)] as const);
  return { all: mb.reduce((sum, [, size]) => sum + size, 0), each: Object.fromEntries(mb) };
}

/** What main and the window hold in JavaScript once both have tidied up, in MB: what stays here is a leak. */
async function heapMb(app: ElectronApplication, page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  const main = await app.evaluate(() => {
    process.getBuiltinModule("node:v8").setFlagsFromString("--expose-gc");
    (process.getBuiltinModule("node:vm").runInNewContext("gc") as () => void)();
    return process.memoryUsage().heapUsed;
  });
  return Math.round((usedSize + main) / 2 ** 20);
}

/** Scopes that make each request of a device another one. */
const wishes = [
  ["operator.read"],
  ["operator.write"],
  ["operator.talk"],
  ["operator.approvals"],
  ["operator.questions"],
];

async function flood(devices: number, lastsMs: number): Promise<number> {
  let asked = 0;
  const startMs = Date.now();
  const identities = Array.from({ length: devices }, freshPhoneIdentity);
  const knocks = wishes
    .slice(0, EACH)
    .flatMap((scopes) => identities.map((identity, index) => ({ identity, index, scopes })));
  await Promise.all(
    knocks.map(async ({ identity, index, scopes }, turn) => {
      await sleep((turn * lastsMs) / knocks.length);
      const phone = createPhone({
        url: gateway.url,
        ...(gateway.token !== undefined && { token: gateway.token }),
        identity,
        name: `Flood ${index}`,
        platform: "linux",
        role: "operator",
        clientName: "gateway-client",
        mode: "ui",
        scopes,
      });
      if ((await phone.knock()).kind === "pairing-required") asked += 1;
      await phone.close();
    }),
  );
  console.log(`Flood: ${asked} requests of ${devices} devices in ${Date.now() - startMs} ms`);
  return asked;
}

/** Clicks a tab now and then, by the real mouse; how long each click took from the hand to the paint, in ms (0: below 16). */
async function clickOn(page: Page, until: () => boolean): Promise<number[]> {
  await page.evaluate(() => {
    const took: number[] = [];
    Object.assign(globalThis, { took });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === "click") took.push(entry.duration);
    }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  });
  let turn = 0;
  while (!until()) {
    const which = (turn += 1) % 2 === 0 ? "Requests" : "Settings";
    // In the middle: tabs move a little when the number beside one of them grows.
    const [x, y] = await page.evaluate((name) => {
      const tab = [...document.querySelectorAll("nav .tab")].find((each) => each.textContent.startsWith(name));
      const box = tab?.getBoundingClientRect();
      return [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2] as const;
    }, which);
    await page.mouse.click(x, y);
    await expect(page.locator("nav .tab[aria-current]"), `click ${turn} leads there`).toContainText(which);
    await sleep(80);
  }
  await sleep(500);
  const slow = await page.evaluate(() => (globalThis as unknown as { took: number[] }).took);
  return [...slow, ...Array<number>(Math.max(0, turn - slow.length)).fill(0)].toSorted((a, b) => a - b);
}

/** The list shows exactly what waits at the gateway: the last changes may be on their way. */
async function showsWhatWaits(page: Page): Promise<void> {
  await page.getByRole("navigation").getByRole("button", { name: "Requests", exact: true }).click();
  const shown = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("[data-key]")].map((card) => card.getAttribute("data-key")?.split("/")[1]),
    );
  await expect
    .poll(async () => (await shown()).toSorted(), { timeout: 30_000 })
    .toEqual(
      gateway.owner
        .pending()
        .map(({ requestId }) => requestId)
        .toSorted(),
    );
}

/** One decision about all of them. */
async function rejectAll(page: Page): Promise<void> {
  await showsWhatWaits(page);
  await page.getByRole("button", { name: "Select", exact: true }).click();
  await page.getByRole("button", { name: "Select all", exact: true }).click();
  await page.getByRole("button", { name: /^Reject \d+$/ }).click();
  await expect(page.getByText("No requests")).toBeVisible({ timeout: 20_000 });
}

test(`${DEVICES * EACH} requests of ${DEVICES} devices in 10 s`, async () => {
  test.setTimeout(180_000);
  const page = await pairtray.window();
  await expect(connected(page)).toBeVisible({ timeout: 20_000 });
  await sleep(3_000);
  // What runs for the first time is compiled and kept: that is no memory of this flood.
  await flood(20, 2_000);
  await rejectAll(page);
  await sleep(12_000);
  const heapBefore = await heapMb(pairtray.app, page);
  const before = await memoryMb(pairtray.app);
  const toldBefore = watch.seen.length;
  let over = false;
  const flooding = flood(DEVICES, FLOOD_MS).finally(() => (over = true));
  const took = await clickOn(page, () => over);
  expect(await flooding).toBe(DEVICES * EACH);

  expect(gateway.owner.pending()).toHaveLength(DEVICES);
  await showsWhatWaits(page);
  await expect(page.getByText(`${DEVICES} requests are waiting for an answer`)).toBeVisible();
  await page.screenshot({ path: path.join(pictures, "flood.png") });
  await desktopHands().screenshot(path.join(pictures, "flood-desktop.png"));
  const told = watch.seen.slice(toldBefore);
  const fresh = told.filter(({ replaces }) => replaces === 0);
  console.log(`Notifications: ${fresh.length} new, ${told.length} calls`);
  expect(fresh.length, JSON.stringify(fresh.map(({ summary }) => summary))).toBeLessThanOrEqual(5);
  // The aim is 100 ms for 95 of 100; what is asserted leaves room for a machine that does something else as well.
  const share = (part: number) => took[Math.floor(took.length * part)] ?? 0;
  console.log(
    `Clicks: ${took.length}; median ${share(0.5)} ms, 95 of 100 within ${share(0.95)} ms, the slowest ${took.at(-1)} ms`,
  );
  expect(took.length).toBeGreaterThan(5);
  expect(share(0.5), "ms, median").toBeLessThanOrEqual(100);
  expect(share(0.95), "ms, 95 of 100").toBeLessThan(1_000);

  await rejectAll(page);
  await expect.poll(() => gateway.owner.pending()).toEqual([]);
  const heapAfter = await heapMb(pairtray.app, page);
  const more = async () => (await memoryMb(pairtray.app)).all - before.all;
  // The aim is 30 MB; a heap that Chromium hasn't tidied up yet isn't a leak, a thousand cards that stay would be.
  const settled = async () => {
    for (let turn = 0; turn < 15 && (await more()) >= 30; turn += 1) await sleep(2_000);
    return more();
  };
  expect(await settled(), JSON.stringify(before)).toBeLessThan(250);
  console.log(`Heaps of main and window, tidied up: ${heapBefore} MB before, ${heapAfter} MB after`);
  expect(heapAfter - heapBefore, "MB that stay").toBeLessThan(30);
  console.log(`Memory: ${JSON.stringify(before)} before, ${JSON.stringify(await memoryMb(pairtray.app))} after`);
});
