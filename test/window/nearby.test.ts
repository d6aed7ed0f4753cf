import type { Page } from "@playwright/test";
import path from "node:path";
import { nearbyGateway, nearbyViews } from "../support/snapshot-nearby.ts";
import { gateway, gatewayStates } from "../support/snapshot-gateways.ts";
import { snapshot } from "../support/snapshots.ts";
import type { StandInPage } from "../support/window-bridge.ts";
import { expect, test } from "../support/window-test.ts";

const name = (text: string) => ({ name: text, exact: true });
const first = snapshot({ needsGateway: true, gateways: [], devices: [] });

/** Whether main was last told to listen; undefined when it never was. */
function listens(page: Page): Promise<boolean | undefined> {
  return page.evaluate(() => {
    const told = (globalThis as unknown as StandInPage).stand.seen.filter(({ type }) => type === "nearby-watch");
    const last = told.at(-1);
    return last?.type === "nearby-watch" ? last.on : undefined;
  });
}

test("it listens while a gateway is being added, and stops with it", async ({ openWindow }) => {
  const { page } = await openWindow(snapshot({ navigation: { seq: 0, view: "settings" } }));
  await expect(page.getByRole("heading", { name: "Gateway", exact: true })).toBeVisible();
  expect(await listens(page)).toBeUndefined();
  await page.getByRole("button", name("Connect…")).click();
  await expect.poll(() => listens(page)).toBe(true);
  await page.getByRole("button", name("Back")).click();
  await expect.poll(() => listens(page)).toBe(false);
});

test("new credentials for a known gateway need no network", async ({ openWindow }) => {
  const { page } = await openWindow(
    snapshot({ gateways: [gateway(gatewayStates["wrong-credentials"])], nearby: nearbyViews.two }),
  );
  await page.getByRole("button", { name: /Enter/ }).first().click();
  await expect(page.getByLabel("Gateway address")).toHaveValue("ws://127.0.0.1:18789");
  await expect(page.getByText("On this network")).toBeHidden();
  expect(await listens(page)).toBeUndefined();
});

test("it says what it waits for, that nobody answers, and how a gateway is made to", async ({ openWindow }) => {
  const { page, moveOn, intents, expectAccessible } = await openWindow({ ...first, nearby: nearbyViews.listening });
  const status = page.getByRole("region", { name: "On this network" }).getByRole("status");
  await expect(status.first()).toHaveText(nearbyViews.listening.sentence);
  await moveOn({ nearby: nearbyViews.silent });
  await expect(status.first()).toHaveText(nearbyViews.silent.sentence);
  await page.getByText("Is yours missing?").click();
  await expectAccessible();
  await page.getByRole("region", { name: "On this network" }).getByRole("button", name("Copy")).click();
  expect(await intents()).toEqual([{ type: "copy", text: "openclaw plugins enable bonjour" }]);
  await moveOn({ nearby: nearbyViews.deaf });
  await expect(status.first()).toHaveText(nearbyViews.deaf.sentence);
});

test("choosing one fills in its address and nothing else; what was typed for another doesn't go there", async ({
  openWindow,
}) => {
  const { page, intents } = await openWindow({ ...first, nearby: nearbyViews.two });
  await page.getByLabel("Gateway address").fill("wss://mine.example.ts.net");
  await page.getByLabel("Gateway token").fill("not-a-real-token");
  await page.getByRole("button", name("Use Living room (OpenClaw) at wss://192.168.1.20:18789")).click();
  await expect(page.getByLabel("Gateway address")).toHaveValue("wss://192.168.1.20:18789");
  await expect(page.getByLabel("Gateway token")).toHaveValue("");
  await expect(page.getByLabel("Gateway token")).toBeFocused();
  await expect(page.getByText("anybody on this network can make one")).toBeVisible();
  expect(await intents()).toEqual([]);
  // The test before saving stays as it was, and the announced certificate goes nowhere.
  await page.getByLabel("Gateway token").fill("its-own-token");
  await page.getByRole("button", name("Test first")).click();
  await page.getByRole("button", name("Connect")).click();
  const sent = { url: "wss://192.168.1.20:18789", token: "its-own-token" };
  await expect.poll(intents).toEqual([
    { type: "test-gateway", ...sent },
    { type: "connect", ...sent },
  ]);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`what was chosen, and what it is worth, ${colorScheme}`, async ({ openWindow, page: emulated }) => {
    await emulated.emulateMedia({ colorScheme });
    const { page, expectAccessible } = await openWindow({ ...first, nearby: nearbyViews.two });
    await page.getByRole("button", { name: /^Use Living room/ }).click();
    await expect(page.getByText("AB:AB:AB")).toBeVisible();
    await page.screenshot({ path: path.join("test-results", "window-pictures", colorScheme, "nearby-chosen.png") });
    await expectAccessible();
  });
}

test("an address that is typed over is nobody's announcement any more", async ({ openWindow }) => {
  const { page, moveOn } = await openWindow({ ...first, nearby: nearbyViews.two });
  await page.getByRole("button", { name: /^Use Attic/ }).click();
  await expect(page.getByText("Without TLS: whoever is on the same network")).toBeVisible();
  // An announcement that changes or goes doesn't change what was chosen.
  await moveOn({
    nearby: { ...nearbyViews.two, gateways: [nearbyGateway({ key: "192.168.1.31 attic", name: "Evil" })] },
  });
  await expect(page.getByLabel("Gateway address")).toHaveValue("ws://192.168.1.31:18789");
  await page.getByLabel("Gateway address").fill("ws://192.168.1.99:18789");
  await expect(page.getByText("anybody on this network can make one")).toBeHidden();
});

test("a name with markup is text, and warnings stand beside it", async ({ openWindow }) => {
  const { page, expectAccessible } = await openWindow({ ...first, nearby: nearbyViews.hostile });
  await expect(page.locator(".nearby-name").first()).toContainText("<b>Click here</b>");
  expect(await page.locator(".nearby img").count()).toBe(0);
  await expect(page.getByText("another certificate than the one you trusted")).toBeVisible();
  await expectAccessible();
});

test("a certificate that differs from the announced one says so before anybody trusts it", async ({ openWindow }) => {
  const recovery = {
    code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    happened: "This machine's system doesn't trust the gateway's certificate.",
    here: ["Compare the fingerprint below."],
    commands: [],
    certificate: { fingerprint: "cd".repeat(32), announced: "ab".repeat(32), subject: "openclaw-gateway" },
  };
  const { page, intents, expectAccessible } = await openWindow(
    snapshot({ gateways: [gateway({ ...gatewayStates.trouble, recovery })] }),
  );
  await expect(page.getByText("The announcement and the gateway don’t agree")).toBeVisible();
  await expect(page.getByText("AB:AB:AB")).toBeVisible();
  await expectAccessible();
  await page.getByRole("button", { name: /trust this certificate/ }).click();
  await page.getByRole("button", name("Trust it")).click();
  expect(await intents()).toEqual([{ type: "trust-certificate", gatewayId: "home", fingerprint: "cd".repeat(32) }]);
});
