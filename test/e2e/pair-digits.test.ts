import { type Browser, chromium, expect, type Page, test } from "@playwright/test";
import { existsSync } from "node:fs";
import { runCommand } from "../../scripts/lib/command.ts";
import { projectRoot } from "../../scripts/lib/project-paths.ts";
import { readSetupCode } from "../../src/demo/setup-code-text.ts";
import { createPhone, type SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import { type NotificationWatch, watchNotifications } from "../support/notification-watch.ts";
import { openChoice, showCode, snapshotOf } from "../support/pair-hands.ts";
import { connected, filesBelow, launchPairTray, type RunningPairTray } from "../support/pairtray.ts";
import { type RealGateway, startRealGateway } from "../support/real-gateway.ts";
import { findSecrets, type NamedSecret } from "../support/secret-scan.ts";

const debianChromium = "/usr/bin/chromium";

let gateway: RealGateway;
let pairtray: RunningPairTray;
let page: Page;
let browser: Browser;
let watch: NotificationWatch;
const phones: SimulatedPhone[] = [];
/** Every code that was on the screen in this file, under a name that a report may show. */
const secrets: NamedSecret[] = [];

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  gateway = await startRealGateway({ autoApproveLocal: true });
  watch = await watchNotifications();
  pairtray = await launchPairTray({ url: gateway.url, token: gateway.token, show: true });
  page = await pairtray.window();
  await expect(connected(page)).toBeVisible({ timeout: 30_000 });
  browser = await chromium.launch({
    ...(existsSync(debianChromium) && { executablePath: debianChromium }),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
});

test.afterAll(async () => {
  await Promise.all(phones.map((phone) => phone.close()));
  await browser.close();
  watch.close();
  await pairtray.dispose();
  await gateway.stop();
});

function remember(name: string, code: string): string {
  secrets.push({ name, value: code }, { name: `token of ${name}`, value: readSetupCode(code).bootstrapToken });
  return code;
}

function newPhone(name: string): SimulatedPhone {
  const phone = createPhone({ url: gateway.url, name, platform: "ios", deviceFamily: "iPhone" });
  phones.push(phone);
  return phone;
}

/** A code on the screen, and its six digits on loopback. */
async function showDigits(plainText = false): Promise<{ url: string; digits: string; setupCode: string }> {
  await openChoice(page, gateway.url);
  await showCode(page);
  const setupCode = (await snapshotOf(page)).pair?.code?.setupCode ?? "";
  await page.getByRole("radio", { name: "6 digits" }).check({ force: true });
  // This machine's network may be anybody's: the test stays on loopback. Without a private one PairTray asks by itself.
  const asks = (await snapshotOf(page)).pair?.code?.network === undefined;
  if (!asks) await page.getByText("Network and curl").click();
  await page.getByRole("combobox", { name: "This computer’s address" }).selectOption("127.0.0.1");
  if (asks) {
    await page.getByRole("button", { name: "Show six digits" }).click();
    await page.getByText("Network and curl").click();
  }
  await expect(page.getByRole("heading", { name: "Type six digits on the new device" })).toBeVisible();
  await expect.poll(async () => (await shownDigits())?.url).toContain("127.0.0.1");
  if (plainText) {
    await page.getByRole("switch", { name: "Plain text for curl" }).click();
    await expect(page.getByText(/Plain text is on/)).toBeVisible();
  }
  const shown = await shownDigits();
  if (!shown) throw new Error("No digits are shown.");
  expect(JSON.stringify(await snapshotOf(page)).includes(setupCode), "the code stays in main").toBe(false);
  return { ...shown, setupCode };
}

async function shownDigits(): Promise<{ url: string; digits: string } | undefined> {
  const digits = (await snapshotOf(page)).pair?.code?.digits;
  return digits?.state === "waiting" ? digits : undefined;
}

/** The user's yes to the device that typed the digits: the question has the number that the device shows, if it shows one. */
async function sayYes(who: string, check?: string): Promise<void> {
  const name = check === undefined ? "Is this your new device?" : "Does your new device show this number?";
  await expect(page.getByRole("alertdialog", { name })).toContainText(who);
  await expect(page.getByRole("button", { name: "No", exact: true })).toBeFocused();
  await page.getByRole("button", { name: check === undefined ? "Yes, it’s mine" : `Yes, it shows ${check}` }).click();
}

async function pairWith(code: string, name: string): Promise<void> {
  expect(await newPhone(name).redeem(code)).toMatchObject({ kind: "hello" });
  await expect(page.getByRole("heading", { name: `${name} is connected` })).toBeVisible();
  expect(JSON.stringify(await snapshotOf(page)).includes(code), "the code is gone").toBe(false);
  await page.getByRole("button", { name: "Pair another" }).click();
  await page.getByRole("button", { name: "Devices" }).first().click();
}

test("six digits typed in a browser: asked on the laptop, then the set-up code", async () => {
  const { url, digits } = await showDigits();
  const device = await browser.newPage();
  await device.goto(url);
  await device.getByLabel(/six digits/).fill(digits);
  // The sixth digit sends them.
  await expect(device.getByText("Confirm on your laptop")).toBeVisible();
  await sayYes("Linux computer, Chrome", await device.locator("#check").innerText());
  const field = device.getByLabel("Set-up code", { exact: true });
  await expect(field).toBeVisible();
  const code = remember("the browser's code", await field.inputValue());
  await expect(page.getByText("The device has the set-up code.")).toBeVisible();
  await pairWith(code, "Anna’s iPhone");
  // Nothing listens any more.
  await expect(device.goto(url, { timeout: 5_000 })).rejects.toThrow(/ERR_CONNECTION_REFUSED/);
  await device.close();
});

test("plain text for curl, where the user turned it on", async () => {
  const { url, digits } = await showDigits(true);
  const curl = runCommand("curl", ["-sS", "-d", digits, url], { timeoutMs: 30_000 });
  await expect(page.getByText("The set-up code will cross the network readable by everybody on it.")).toBeVisible();
  await sayYes("curl");
  const code = /^eyJ[\w-]+$/m.exec((await curl).stdout)?.[0] ?? "";
  remember("curl's code", code);
  await pairWith(code, "Ben’s iPhone");
});

test("the command line's phone types them too", async () => {
  const { url, digits, setupCode } = await showDigits();
  const args = ["scripts/phone.ts", "--knock", "--code", digits, "--at", url, "--name", "Phone of the command line"];
  const command = runCommand(process.execPath, args, { cwd: projectRoot, timeoutMs: 40_000 });
  remember("the command line's code", setupCode);
  await expect.poll(async () => (await snapshotOf(page)).pair?.code?.digits?.state).toBe("asking");
  const asking = (await snapshotOf(page)).pair?.code?.digits;
  const check = asking?.state === "asking" ? asking.who.check : undefined;
  await sayYes("simulated phone", check);
  const { code, stdout } = await command;
  expect(stdout).toContain(`shows ${check}:`);
  expect([code, stdout.trim().split("\n").at(-1)]).toEqual([0, "let in"]);
  expect(stdout.includes(setupCode), "the code is not printed").toBe(false);
  await expect(page.getByRole("heading", { name: "Phone of the command line is connected" })).toBeVisible();
  await page.getByRole("button", { name: "Pair another" }).click();
  await page.getByRole("button", { name: "Devices" }).first().click();
});

test("a code in the clipboard is the code on the screen", async () => {
  await openChoice(page, gateway.url);
  await showCode(page);
  const shown = remember("the copied code", (await snapshotOf(page)).pair?.code?.setupCode ?? "");
  const clipboard = () => pairtray.app.evaluate(async (electron) => await electron.clipboard.readText());
  await page.getByRole("button", { name: "Copy set-up code" }).click();
  await expect.poll(async () => (await clipboard()) === shown).toBe(true);
  await page.getByRole("button", { name: "Copy node command" }).click();
  await expect.poll(async () => (await clipboard()) === `openclaw node run --pair "oc-pair://${shown}"`).toBe(true);
  await page.getByRole("button", { name: "Requests", exact: true }).click();
  await expect.poll(async () => JSON.stringify(await snapshotOf(page)).includes(shown)).toBe(false);
});

test("the gateway restarts while a code shows: what happened meanwhile is told", async () => {
  test.setTimeout(120_000);
  await openChoice(page, gateway.url);
  await showCode(page);
  const code = remember("the code over a restart", (await snapshotOf(page)).pair?.code?.setupCode ?? "");
  await gateway.kill();
  await expect(page.getByText("The gateway can't be reached")).toBeVisible();
  await gateway.restart();
  // The phone may be faster than PairTray, whose next try waits: the word must be true all the same.
  const result = await newPhone("Carla’s iPhone").redeem(code);
  expect(result.kind).toBe("hello");
  await expect(page.getByRole("heading", { name: "Carla’s iPhone is connected" })).toBeVisible({ timeout: 60_000 });
  await expect(page.locator("svg.qr")).toHaveCount(0);
  await page.getByRole("button", { name: "Show the device" }).click();
  await expect(page.getByRole("listitem", { name: /Carla’s iPhone/ })).toBeVisible();
});

test("closing the window with a code on it: the code is wiped, and who used it is told later", async () => {
  await openChoice(page, gateway.url);
  await showCode(page);
  const code = remember("the code of a closed window", (await snapshotOf(page)).pair?.code?.setupCode ?? "");
  await page.close();
  page = await pairtray.window();
  await expect(connected(page)).toBeVisible();
  expect(JSON.stringify(await snapshotOf(page)).includes(code)).toBe(false);
  await newPhone("Dora’s iPhone").redeem(code);
  await expect(page.getByText(/Dora’s iPhone is connected\. It came in with limited access/)).toBeVisible();
});

test("no code and no token of all these stands in a file, a log, the window or a notification", async () => {
  expect(secrets).toHaveLength(12);
  const seen = await page.evaluate(async () =>
    JSON.stringify([
      await (window as never as { pairtray: { ready(): unknown } }).pairtray.ready(),
      document.documentElement.outerHTML,
    ]),
  );
  await pairtray.quit();
  const files = await filesBelow(pairtray.userData);
  expect(files.length).toBeGreaterThan(5);
  const everything = [
    ...files,
    { name: "the window", bytes: Buffer.from(seen) },
    { name: "notifications", bytes: Buffer.from(JSON.stringify(watch.seen)) },
  ];
  expect(findSecrets(everything, secrets)).toEqual([]);
  // The scan itself can find.
  expect(findSecrets([{ name: "planted", bytes: Buffer.from(secrets[0]!.value) }], secrets)).not.toEqual([]);
});
