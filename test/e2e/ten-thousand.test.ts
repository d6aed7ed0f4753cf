import { expect, type Page, test } from "@playwright/test";
import type { DemoGateway } from "../../src/demo/demo-gateway-types.ts";
import { startDemoGateway } from "../../src/demo/demo-gateway.ts";
import { addToList, crowd } from "../support/crowd.ts";
import { connected, launchPairTray, type RunningPairTray } from "../support/pairtray.ts";

const COUNT = 10_000;

let gateway: DemoGateway;
let pairtray: RunningPairTray;
let page: Page;

test.beforeAll(async () => {
  gateway = await startDemoGateway({
    autoApproveLocal: (device) => device.displayName?.startsWith("PairTray") === true,
  });
  addToList(gateway, crowd(COUNT));
  pairtray = await launchPairTray({ url: gateway.url, token: gateway.token, show: true });
  page = await pairtray.window();
  await expect(connected(page)).toBeVisible({ timeout: 30_000 });
});

test.afterAll(async () => {
  await pairtray.dispose();
  await gateway.stop();
});

/** Bytes of all that main sent to the window while `act` ran, one figure a message. */
async function sentWhile(act: () => Promise<void>): Promise<number[]> {
  await pairtray.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents) throw new Error("There is no window.");
    const send = contents.send.bind(contents);
    const sizes: number[] = [];
    Object.assign(globalThis, { sizes });
    contents.send = (channel, ...args: unknown[]) => {
      sizes.push(JSON.stringify(args).length);
      send(channel, ...args);
    };
  });
  await act();
  return pairtray.app.evaluate(() => (globalThis as unknown as { sizes: number[] }).sizes);
}

/** That it never holds up the window is a figure, and stands in the bench. */
test("ten thousand devices are found and scrolled, and a click on one sends little to the window", async () => {
  const rows = page.getByRole("listitem");
  await page.getByRole("navigation").getByRole("button", { name: "Devices" }).click();
  await expect(page.getByText(`${COUNT + 1} devices`)).toBeVisible();
  await expect(rows.first()).toBeVisible();
  expect(await rows.count(), "rows near the view only").toBeLessThan(50);

  await page.getByLabel("Search devices").fill("galaxy 5838");
  await expect(rows).toHaveCount(0);
  await page.getByLabel("Search devices").fill("thinkpad 5838");
  await expect(rows).toHaveCount(1);
  const sent = await sentWhile(async () => {
    await rows.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect(page.getByRole("button", { name: "Undo", exact: true })).toHaveCount(0);
  });
  console.log(`One click among ${COUNT} devices and its undo: ${sent.join(", ")} bytes to the window`);
  expect(sent.length).toBeGreaterThan(1);
  expect(Math.max(...sent)).toBeLessThan(20_000);

  await page.getByLabel("Search devices").fill("");
  // The whole list is back a moment after the search was cleared.
  await expect(async () => {
    await page.getByRole("main").evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
    await expect(rows.and(page.locator(`[aria-posinset="${COUNT + 1}"]`))).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  expect(await rows.count()).toBeLessThan(50);
});
