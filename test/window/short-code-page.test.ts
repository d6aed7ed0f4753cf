import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { networkInterfaces } from "node:os";
import { buildShortCodePage } from "../../scripts/lib/short-code-page.ts";
import type { ShortCodeOptions, ShortCodeServer } from "../../src/short-code/server.ts";
import { promised, setupCode, type Stage, startStage, wrongDigits } from "../support/short-code-stage.ts";

/**
 * The new device in a real browser. Where this machine has an address of its own the page is opened by that one, as a
 * phone would: the browser then treats it as an insecure origin (no clipboard API, no crypto.subtle).
 */
const own = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === "IPv4" && !address.internal)?.address;

const built = buildShortCodePage();
const errors: string[] = [];
let stage: Stage | undefined;

async function start(page: Page, changes: Partial<ShortCodeOptions> = {}): Promise<ShortCodeServer> {
  stage = await startStage({ address: own ?? "127.0.0.1", page: await built, ...changes });
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    const expected = /Failed to load resource: the server responded with a status of (403|410|429)/;
    if (["error", "warning"].includes(message.type()) && !expected.test(message.text())) errors.push(message.text());
  });
  await page.goto(stage.server.url);
  return stage.server;
}

test.afterEach(async () => {
  await stage?.server.stop();
  stage = undefined;
  expect(errors.splice(0)).toEqual([]);
});

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

const digitsField = (page: Page) => page.getByLabel("Type the six digits");

test("six digits, the user's yes, the set-up code to copy", async ({ page }) => {
  const answer = promised<boolean>();
  const server = await start(page, { confirm: () => answer.promise });
  if (own !== undefined) expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await expect(digitsField(page)).toBeFocused();
  await expectAccessible(page);

  await page.keyboard.type(server.digits);
  await expect(page.getByRole("heading", { name: "Confirm on your laptop" })).toBeFocused();
  expect(server.state()).toMatchObject({ kind: "asking", asker: { program: "Chrome", plainText: false } });
  const state = server.state();
  const check = state.kind === "asking" ? state.asker.check : undefined;
  expect(check).toMatch(/^[0-9]{2}$/);
  await expect(page.locator("#check")).toHaveText(check!);
  await expectAccessible(page);

  answer.resolve(true);
  await expect(page.getByLabel("Set-up code")).toHaveValue(setupCode);
  await expect(page.getByText("Limited access, good once, for 9 minutes.")).toBeVisible();
  await expect(page.getByLabel("Run this in a terminal there")).toHaveValue(
    `openclaw node run --pair "oc-pair://${setupCode}"`,
  );
  await expectAccessible(page);

  // Anything on the device may claim the app's links: the secret is not in them.
  await expect(page.getByRole("link", { name: "Open the OpenClaw app" })).toHaveAttribute("href", "openclaw://gateway");
  await expect.poll(() => server.state()).toMatchObject({ kind: "ended", reason: "delivered" });

  await page.getByRole("button", { name: "Copy set-up code" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  await page.evaluate(() => {
    const field = document.createElement("textarea");
    field.id = "paste-here";
    document.body.append(field);
    field.focus();
  });
  await page.keyboard.press("ControlOrMeta+V");
  await expect(page.locator("#paste-here")).toHaveValue(setupCode);
});

test("wrong digits: how many tries are left, a pause, then another go", async ({ page }) => {
  const server = await start(page);
  // It stands there for a second only: looked for at every frame from before it comes.
  const pausing = page.waitForFunction(() =>
    [...document.querySelectorAll("button")].some((b) => b.disabled && b.textContent.trim() === "Wait 1 second"),
  );
  await digitsField(page).fill(wrongDigits(server));
  await pausing;
  await expect(page.getByRole("alert")).toHaveText("Wrong digits. 4 tries left.");
  await expectAccessible(page);
  await expect(page.getByRole("button", { name: "Continue" })).toBeEnabled();
  await expect(digitsField(page)).toBeFocused();
  await page.keyboard.type(server.digits);
  await expect(page.getByLabel("Set-up code")).toHaveValue(setupCode);
});

test("fewer than six digits send nothing", async ({ page }) => {
  const server = await start(page);
  await page.keyboard.type("48 29");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toHaveText("The code is six digits.");
  expect(server.state()).toEqual({ kind: "waiting", triesLeft: 5 });
});

test("the user says no", async ({ page }) => {
  const answer = promised<boolean>();
  const server = await start(page, { confirm: () => answer.promise });
  await digitsField(page).fill(server.digits);
  await expect(page.getByRole("heading", { name: "Confirm on your laptop" })).toBeVisible();
  answer.resolve(false);
  await expect(page.getByText("The laptop said no to this device.")).toBeVisible();
  await expectAccessible(page);
});

test("the laptop closed the code before the digits were typed", async ({ page }) => {
  const server = await start(page);
  await server.stop();
  await digitsField(page).fill(server.digits);
  await expect(page.getByText("The laptop no longer answers")).toBeVisible();
  // The browser's own words about the connection, nothing else.
  expect(errors.splice(0).filter((text) => !text.includes("net::ERR_CONNECTION_REFUSED"))).toEqual([]);
});

test("nothing is loaded from anywhere else, and nothing is kept", async ({ page }) => {
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  const server = await start(page);
  await digitsField(page).fill(server.digits);
  await expect(page.getByLabel("Set-up code")).toHaveValue(setupCode);
  expect([...hosts].filter((origin) => origin !== "null")).toEqual([server.url]);
  expect(page.url()).toBe(`${server.url}/`);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, ""]);
});

for (const scheme of ["light", "dark"] as const) {
  for (const [name, width, height] of [
    ["phone", 360, 740],
    ["laptop", 1280, 800],
  ] as const) {
    test(`fits a ${name} in ${scheme}`, async ({ page }, info) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height });
      const answer = promised<boolean>();
      const server = await start(page, { confirm: () => answer.promise });
      const shoot = async (view: string) => {
        await expectAccessible(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
        await page.screenshot({ path: info.outputPath(`${view}.png`), fullPage: true });
      };
      await shoot("digits");
      await digitsField(page).fill(wrongDigits(server));
      await expect(page.getByRole("alert")).not.toBeEmpty();
      await shoot("wrong");
      await expect(page.getByRole("button", { name: "Continue" })).toBeEnabled();
      await digitsField(page).fill(server.digits);
      await expect(page.getByRole("heading", { name: "Confirm on your laptop" })).toBeVisible();
      await shoot("asking");
      answer.resolve(true);
      await expect(page.getByLabel("Set-up code")).toBeVisible();
      await shoot("done");
    });
  }
}
