import { expect, test } from "@playwright/test";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { projectRoot } from "../../scripts/lib/project-paths.ts";
import { createPhone, type SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import { type NotificationWatch, watchNotifications } from "../support/notification-watch.ts";
import { adminOperator, approveByName, listDevices } from "../support/operator-client.ts";
import { connected, launchPairTray, type RunningPairTray } from "../support/pairtray.ts";
import { type RealGateway, startRealGateway } from "../support/real-gateway.ts";

const pictures = path.join(projectRoot, "test-results", "pictures");

let gateway: RealGateway;
let watch: NotificationWatch;
let operator: SimulatedPhone;
let pairtray: RunningPairTray;
const phones: SimulatedPhone[] = [];

/** A phone that is paired, connected, holds the shared token and comes back whenever it is cut off. */
async function stubbornPhone(name: string): Promise<SimulatedPhone> {
  const phone = createPhone({
    url: gateway.url,
    ...(gateway.token !== undefined && { token: gateway.token }),
    name,
    platform: "android",
    deviceFamily: "Android",
    role: "node",
  });
  phones.push(phone);
  await phone.knock();
  // Not before it was told: an answer that is quick enough leaves nothing to tell, or something that is told late.
  await expect.poll(() => about(name).length, { timeout: 20_000 }).toBeGreaterThan(0);
  await approveByName(operator, new RegExp(name));
  expect(await phone.knock()).toMatchObject({ kind: "hello" });
  phone.keepKnocking(200);
  return phone;
}

const listed = async (phone: SimulatedPhone) =>
  (await listDevices(operator)).paired.some(({ deviceId }) => deviceId === phone.deviceId);
/** What was told of a device until nothing more came: a new node also asks for its features to be used. */
async function toldOf(name: string): Promise<number> {
  let before: number;
  do {
    before = about(name).length;
    await sleep(3_000);
  } while (about(name).length !== before);
  return before;
}

const about = (text: string) => watch.seen.filter(({ summary, body }) => `${summary} ${body}`.includes(text));

/** A link that somebody clicked: the system starts PairTray with it, and the first PairTray hears of it. */
async function followLink(link: string): Promise<void> {
  await pairtray.app.evaluate(
    ({ app }, url) => app.emit("second-instance", {}, ["pairtray", "--some-switch", url]),
    link,
  );
}

async function openOrders(): Promise<unknown[]> {
  const text = await readFile(path.join(pairtray.userData, "lock-outs.json"), "utf8");
  return (JSON.parse(text) as { rows: unknown[] }).rows;
}

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  await mkdir(pictures, { recursive: true });
  gateway = await startRealGateway();
  watch = await watchNotifications();
  operator = await adminOperator(gateway);
  pairtray = await launchPairTray({ url: gateway.url, token: gateway.token, show: true });
  await approveByName(operator, /^PairTray/);
  await expect(connected(await pairtray.window())).toBeVisible({ timeout: 20_000 });
});

test.afterAll(async () => {
  await Promise.all([...phones, operator].map((phone) => phone.close()));
  await pairtray.dispose();
  watch.close();
  await gateway.stop();
});

test("a lost phone that keeps coming back is locked out with one click, and knocks in vain", async () => {
  const phone = await stubbornPhone("Lost Pixel");
  const page = await pairtray.window();
  await expect.poll(() => listed(phone)).toBe(true);
  const told = await toldOf("Lost Pixel");
  const closes: { code: number; atMs: number }[] = [];
  phone.onClose((code) => closes.push({ code, atMs: Date.now() }));

  // A link opens the page and does nothing, also when it asks for more.
  await followLink(`pairtray://lock-out?device=${phone.deviceId}`);
  await followLink(`pairtray://lost-device?device=${phone.deviceId}&confirm=yes`);
  await expect(page.getByRole("heading", { name: "Lost Pixel" })).toBeVisible();
  await page.waitForTimeout(1_000);
  expect(phone.connected).toBe(true);
  await page.screenshot({ path: path.join(pictures, "lost-device-plan.png") });

  const knocks: string[] = [];
  phone.onKnock((result) => knocks.push(result.kind));
  const clickedAtMs = Date.now();
  await page.getByRole("button", { name: "Lock out now", exact: true }).click();
  const sentence = page.getByText(/^Locked out after \d+\.\d\d s\.$/);
  await expect(sentence).toBeVisible();
  const said = await sentence.innerText();
  const shownMs = Date.now() - clickedAtMs;
  await expect.poll(() => closes.map(({ code }) => code)).toEqual([4001]);
  expect(await listed(phone)).toBe(false);
  await page.screenshot({ path: path.join(pictures, "lost-device-gone.png") });
  await expect(page.getByText("The gateway's shared token, if it knew it")).toBeVisible();

  await expect(page.getByRole("navigation").getByText(/^\d+$/), "nothing of it waits").toHaveCount(0);

  // It knows the shared token and knocks on: each time it is refused, and nobody is bothered with it.
  await expect.poll(() => knocks.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(10);
  expect(new Set(knocks)).toEqual(new Set(["pairing-required"]));
  await phone.close();
  await expect.poll(async () => (await listDevices(operator)).pending.length).toBe(0);
  expect(about("Lost Pixel").slice(told), "no notification more").toEqual([]);
  await page.getByRole("button", { name: "Requests", exact: true }).click();
  await expect(page.getByRole("listitem", { name: /Lost Pixel/ })).toHaveCount(0);
  console.log(
    `${said} Click to sentence ${shownMs} ms, click to closed socket ${(closes[0]?.atMs ?? 0) - clickedAtMs} ms; ${knocks.length} knocks refused, ${about("Lost Pixel").length - told} notifications`,
  );
});

test("with the gateway down and the app killed, the phone is locked out on the first connection, once", async () => {
  const phone = await stubbornPhone("Second Pixel");
  let page = await pairtray.window();
  await page.getByRole("button", { name: "Devices", exact: true }).click();
  await expect(page.getByRole("listitem", { name: /Second Pixel/ })).toBeVisible({ timeout: 20_000 });
  const told = await toldOf("Second Pixel");
  await gateway.kill();
  await expect(page.getByText("The gateway can't be reached").first()).toBeVisible();

  await followLink("pairtray://lost-device");
  // The row in Devices has buttons of its own.
  await expect(page.getByRole("heading", { name: "Lost a device" })).toBeVisible();
  await page
    .getByRole("listitem", { name: /Second Pixel/ })
    .getByRole("button")
    .click();
  await page.getByRole("button", { name: "Lock out now", exact: true }).click();
  await expect(page.getByText("Will be locked out as soon as the gateway can be reached.")).toBeVisible();
  await expect(page.getByText(/The order is kept on this machine/)).toBeVisible();
  expect(await openOrders()).toMatchObject([{ deviceId: phone.deviceId, name: "Second Pixel" }]);
  await page.screenshot({ path: path.join(pictures, "lost-device-open.png") });
  await pairtray.kill();

  await gateway.restart();
  await expect.poll(() => phone.connected, { timeout: 30_000, message: "the phone is in again" }).toBe(true);
  const closes: number[] = [];
  phone.onClose((code) => closes.push(code));
  pairtray = await launchPairTray({ url: gateway.url, token: gateway.token, userData: pairtray.userData });
  await expect.poll(() => closes, { timeout: 30_000 }).toEqual([4001]);
  await expect.poll(openOrders, { timeout: 10_000 }).toEqual([]);
  await operator.knock();
  expect(await listed(phone)).toBe(false);
  await followLink("pairtray://lost-device");
  page = await pairtray.window();
  await expect(page.getByText(/Locked out within .* of reaching the gateway/)).toBeVisible();
  await page.screenshot({ path: path.join(pictures, "lost-device-later.png") });
  expect(about("Second Pixel").slice(told), "no notification more").toEqual([]);

  // Once: found again, unblocked and let in again, it stays, also after another start of the app.
  const unblock = page
    .locator(".row", { hasText: "Second Pixel" })
    .getByRole("button", { name: "Unblock", exact: true });
  await unblock.click();
  await expect(unblock).toHaveCount(0);
  await approveByName(operator, /Second Pixel/);
  await expect.poll(() => phone.connected, { timeout: 20_000 }).toBe(true);
  await pairtray.quit();
  pairtray = await launchPairTray({ url: gateway.url, token: gateway.token, userData: pairtray.userData, show: true });
  page = await pairtray.window();
  await expect(connected(page)).toBeVisible({ timeout: 30_000 });
  await page.waitForTimeout(2_000);
  expect(closes).toEqual([4001]);
  expect(phone.connected).toBe(true);
});
