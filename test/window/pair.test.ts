import path from "node:path";
import { gateway, gatewayStates } from "../support/snapshot-gateways.ts";
import { now } from "../support/snapshot-access.ts";
import {
  codeView,
  digitsCode,
  endedCode,
  pairing,
  pairScenes,
  pairView,
  waitingDigits,
  without,
} from "../support/snapshot-pair.ts";
import { expect, stillTime, test, untilReady } from "../support/window-test.ts";

const looks = [
  { name: "light", colorScheme: "light", viewport: { width: 420, height: 640 }, scale: 1 },
  { name: "dark", colorScheme: "dark", viewport: { width: 420, height: 640 }, scale: 1 },
  // 200 % zoom of the same window leaves half of it each way.
  { name: "zoomed", colorScheme: "light", viewport: { width: 210, height: 320 }, scale: 2 },
] as const;

for (const { name: look, colorScheme, viewport, scale } of looks) {
  test.describe(look, () => {
    test.use({ colorScheme, viewport, deviceScaleFactor: scale });
    for (const [scene, state] of Object.entries(pairScenes)) {
      test(scene, async ({ openWindow, page: clocked }) => {
        await clocked.clock.setFixedTime(now);
        const { page, expectAccessible } = await openWindow(state);
        await page.locator(".pair-head").waitFor();
        await page.screenshot({ path: path.join("test-results", "window-pictures", look, `${scene}.png`) });
        await expectAccessible();
        const wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        expect(wide).toBeLessThanOrEqual(0);
      });
    }
  });
}

test.describe("Pair a device", () => {
  const tailnet = "wss://my-pi.tail1234.ts.net";

  test("leaving by a tab tells main at once, so that the code is wiped", async ({ openWindow }) => {
    const { page, intents } = await openWindow(pairScenes["pair-code"]!);
    await page.getByRole("button", { name: "Devices", exact: true }).click();
    expect(await intents()).toContainEqual({ type: "pair-leave" });
    await expect(page.getByRole("img", { name: /QR code/ })).toHaveCount(0);
  });

  test("going to another gateway's credentials tells main at once, too, and Back doesn't bring the code back", async ({
    openWindow,
  }) => {
    const broken = gateway(gatewayStates["wrong-credentials"], { id: "office", name: "Office" });
    const { page, intents, moveOn } = await openWindow({
      ...pairScenes["pair-code"]!,
      gateways: [gateway(), broken],
    });
    await page.getByRole("button", { name: "Enter credentials" }).click();
    expect(await intents()).toContainEqual({ type: "pair-leave" });
    await moveOn({ pair: undefined });
    await page.getByRole("button", { name: "Back" }).click();
    await expect(page.getByRole("img", { name: /QR code/ })).toHaveCount(0);
    await expect(page.getByRole("heading", { name: "Requests", exact: true })).toBeVisible();
  });

  for (const { name: look, colorScheme, viewport, scale } of looks) {
    test.describe(look, () => {
      test.use({ colorScheme, viewport, deviceScaleFactor: scale });
      test("a machine in no private network serves digits only where the user says so", async ({ openWindow }) => {
        const code = codeView();
        const nowhere = Object.fromEntries(Object.entries(code).filter(([name]) => name !== "network")) as never;
        const { page, intents, expectAccessible } = await openWindow(pairing(pairView(tailnet, { code: nowhere })));
        await page.getByRole("radio", { name: "6 digits" }).check({ force: true });
        await expect(page.getByRole("heading", { name: "Where is the new device?" })).toBeVisible();
        await expect(page.getByRole("img", { name: /QR code/ })).toHaveCount(0);
        await expectAccessible();
        await page.screenshot({ path: path.join("test-results", "window-pictures", look, "pair-network.png") });
        expect(await intents()).toEqual([]);
        await page.getByRole("combobox", { name: "This computer’s address" }).selectOption("127.0.0.1");
        await page.getByRole("button", { name: "Show six digits" }).click();
        expect(await intents()).toEqual([{ type: "pair-digits", network: "127.0.0.1", plainText: false }]);
      });
    });
  }

  test("a notice's offer opens its page, and the notice is done", async ({ openWindow }) => {
    const sentence = "A link asks for “Lost a device”. The code stays on the screen until you leave it.";
    const offer = { label: "Open it", view: "lost-device", key: "/d1" } as const;
    const { page, intents, expectAccessible } = await openWindow({
      ...pairScenes["pair-code"]!,
      notices: [{ id: "n1", tone: "info", sentence, offer }],
    });
    await expectAccessible();
    await page.screenshot({ path: path.join("test-results", "window-pictures", "light", "pair-link.png") });
    await page.getByRole("button", { name: "Open it" }).click();
    expect(await intents()).toEqual([
      { type: "open", view: "lost-device", key: "/d1" },
      { type: "dismiss", noticeId: "n1" },
    ]);
  });

  test("yes is never the focused button, and works only once it stood there", async ({ openWindow, page: clocked }) => {
    const time = await stillTime(clocked);
    const { page, intents, moveOn } = await openWindow(pairing(pairView(tailnet, { code: digitsCode(waitingDigits) })));
    await expect(page.getByText("482", { exact: true })).toBeVisible();
    const { pair } = pairScenes["pair-asking"]!;
    await moveOn({ pair });
    // The window draws what is new at most so often.
    await time.pass(60);
    await expect(page.getByRole("button", { name: "No", exact: true })).toBeFocused();
    const yes = page.getByRole("button", { name: "Yes, it shows 47" });
    await time.pass(300);
    await yes.click({ force: true, noWaitAfter: true });
    expect(await intents()).toEqual([]);
    await untilReady(yes, time);
    await yes.click();
    expect(await intents()).toEqual([{ type: "pair-answer", askId: 7, yes: true }]);
    await page.keyboard.press("Escape");
    expect(await intents()).toHaveLength(1);
  });

  test("digits whose network was left go on in the new one, or where the user chooses", async ({ openWindow }) => {
    const left = {
      state: "ended",
      network: "10.0.0.9",
      plainText: false,
      good: false,
      sentence: "This computer left that network.",
      step: "Show new digits.",
    } as const;
    const { page, intents, moveOn } = await openWindow(pairing(pairView(tailnet, { code: digitsCode(left) })));
    const again = page.getByRole("button", { name: "Show new digits" });
    await again.click();
    const nowhere = without(digitsCode(left), "network");
    await moveOn({ pair: pairView(tailnet, { code: nowhere }) });
    await again.click();
    expect(await intents()).toEqual([
      { type: "pair-digits", network: "192.168.1.5", plainText: false },
      { type: "pair-digits-stop" },
    ]);
    await moveOn({ pair: pairView(tailnet, { code: without(nowhere, "digits") }) });
    await expect(page.getByRole("heading", { name: "Where is the new device?" })).toBeVisible();
  });

  test("the code leaves the page with the snapshot", async ({ openWindow }) => {
    const { page, moveOn } = await openWindow(pairScenes["pair-code"]!);
    await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
    await moveOn({
      pair: pairView(tailnet, { code: endedCode({ state: "delivered", title: "Anna’s iPhone is connected" }) }),
    });
    await expect(page.getByRole("heading", { name: "Anna’s iPhone is connected" })).toBeFocused();
    await expect(page.getByRole("img", { name: /QR code/ })).toHaveCount(0);
  });

  test("copying never needs the text of the code", async ({ openWindow }) => {
    const { page, intents } = await openWindow(pairScenes["pair-code"]!);
    await page.getByRole("button", { name: "Copy set-up code" }).click();
    await page.getByRole("button", { name: "Copy node command" }).click();
    expect(await intents()).toEqual([
      { type: "pair-copy", what: "setup-code" },
      { type: "pair-copy", what: "node-command" },
    ]);
  });
});
