import path from "node:path";
import type { AppSnapshot } from "../../src/app/snapshot.ts";
import { now } from "../support/snapshot-access.ts";
import { device, fiveDevices, gotMore, manyDevices } from "../support/snapshot-devices.ts";
import { connected, gateway, gatewayStates } from "../support/snapshot-gateways.ts";
import { deviceScenes, lockOut } from "../support/snapshot-lock-outs.ts";
import { nearbyViews } from "../support/snapshot-nearby.ts";
import {
  adminRequest,
  hostileNames,
  manyRequests,
  phoneRequest,
  repairRequest,
  upgradeRequest,
  watchRequest,
} from "../support/snapshot-requests.ts";
import { phoneAtTwoScenes, severalGateways } from "../support/snapshot-several.ts";
import { notices, snapshot } from "../support/snapshots.ts";
import { test } from "../support/window-test.ts";

const noKeyring: AppSnapshot["machine"] = {
  ...snapshot().machine,
  keeping: {
    sentence:
      "This desktop has no keyring, so keys and tokens are kept unencrypted in a file that only your user can read. " +
      "Install and unlock one (GNOME Keyring or KWallet) and restart PairTray to have them encrypted.",
    warning: true,
  },
};

/** Every view in every state: nothing for axe to find, nothing wider than the window, and a picture to look at. */
const scenes: Readonly<Record<string, AppSnapshot>> = {
  "requests-none": snapshot(),
  "requests-low": snapshot({ requests: [watchRequest()] }),
  "requests-phone": snapshot({ requests: [phoneRequest()] }),
  "requests-admin": snapshot({ requests: [adminRequest()] }),
  "requests-upgrade": snapshot({ requests: [upgradeRequest()] }),
  "requests-repair": snapshot({ requests: [repairRequest()] }),
  "requests-twelve": snapshot({ requests: manyRequests(12) }),
  "requests-hostile": snapshot({
    requests: hostileNames.map((name, index) => phoneRequest({ key: `home/h${index}`, requestId: `h${index}`, name })),
  }),
  "requests-sending": snapshot({ requests: [watchRequest({ action: { state: "sending", what: "approve" } })] }),
  "requests-failed": snapshot({
    requests: [
      watchRequest({
        action: {
          state: "failed",
          what: "approve",
          sentence: "PairTray lacks the scope operator.admin for this.",
          step: `Run \`openclaw devices remove ${"ab12".repeat(16)}\` on the gateway's machine: PairTray then asks again, and can be approved for all.`,
        },
      }),
    ],
    notices,
  }),
  "devices-alarm": snapshot({ navigation: { view: "devices", seq: 1 }, ...gotMore }),
  "requests-offline": snapshot({
    gateways: [gateway(gatewayStates.unreachable)],
    requests: [
      watchRequest({
        canDecide: false,
        cannotDecide: "The gateway isn't connected. This is how it was when it last answered.",
      }),
    ],
  }),
  devices: snapshot({ navigation: { seq: 0, view: "devices" } }),
  "devices-open": snapshot({ navigation: { seq: 0, view: "devices", key: "home/dev-phone" } }),
  ...deviceScenes,
  "devices-none": snapshot({ navigation: { seq: 0, view: "devices" }, devices: [] }),
  "devices-busy": snapshot({
    navigation: { seq: 0, view: "devices" },
    devices: [
      device({ action: { state: "sending", what: "remove" } }),
      ...fiveDevices.slice(2),
      ...hostileNames.map((name, index) => device({ key: `home/h${index}`, name })),
    ],
  }),
  "devices-ten-thousand": snapshot({ navigation: { seq: 0, view: "devices" }, devices: manyDevices(10_000) }),
  settings: snapshot({ navigation: { seq: 0, view: "settings" } }),
  "settings-warnings": snapshot({
    navigation: { seq: 0, view: "settings" },
    gateways: [
      gateway(connected, { limits: ["PairTray can’t approve nodes here: it lacks operator.admin on this gateway."] }),
      gateway(gatewayStates["wrong-credentials"], { id: "office", name: "Office", address: "wss://claw.example.net" }),
    ],
    machine: {
      ...snapshot().machine,
      demo: true,
      unofficialElectron: true,
      trayShown: false,
      keeping: {
        sentence: "This desktop has no keyring: the device key is kept in a file that only you can read.",
        warning: true,
      },
      notifying: { sentence: "No notification server answers on this desktop. Requests show up here.", warning: true },
    },
  }),
  ...Object.fromEntries(
    (["requests", "devices", "lost-device", "activity", "settings"] as const).map((view) => [
      `several-${view}`,
      severalGateways({ seq: 0, view }),
    ]),
  ),
  "several-plan": severalGateways({ seq: 0, view: "lost-device", key: "attic/dev-phone" }),
  ...phoneAtTwoScenes,
  "first-run-no-keyring": snapshot({ needsGateway: true, gateways: [], devices: [], machine: noKeyring }),
  "first-run": snapshot({ needsGateway: true, gateways: [], devices: [] }),
  ...Object.fromEntries(
    Object.entries(nearbyViews).map(([state, nearby]) => [
      `nearby-${state}`,
      snapshot({ needsGateway: true, gateways: [], devices: [], nearby }),
    ]),
  ),
  ...Object.fromEntries(
    Object.values(gatewayStates)
      .filter((state) => state.kind !== "connected")
      .map((state) => [`gateway-${state.kind}`, snapshot({ gateways: [gateway(state)], devices: [] })]),
  ),
};

const looks = [
  { name: "light", colorScheme: "light", viewport: { width: 420, height: 640 }, scale: 1, axe: true },
  { name: "dark", colorScheme: "dark", viewport: { width: 420, height: 640 }, scale: 1, axe: true },
  // 200 % zoom of the same window leaves half of it each way.
  { name: "zoomed", colorScheme: "light", viewport: { width: 210, height: 320 }, scale: 2, axe: false },
] as const;

/** By how many px something is wider than the window, or than the page that can't be scrolled sideways. */
const tooWide = `Math.max(...[document.documentElement, ...document.querySelectorAll(".page, .notices")]
  .map((element) => element.scrollWidth - element.clientWidth))`;

/** Every text once more behind itself, as in a language that needs twice the room. */
const doubleTexts = `{
  const walker = document.createTreeWalker(document.getElementById("root"), NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) text.data += " " + text.data;
}`;

for (const { name: look, colorScheme, viewport, scale, axe } of looks) {
  test.describe(look, () => {
    test.use({ colorScheme, viewport, deviceScaleFactor: scale });
    for (const [scene, state] of Object.entries(scenes)) {
      test(scene, async ({ openWindow, page: clocked }) => {
        await clocked.clock.setFixedTime(now);
        const { page, expectAccessible } = await openWindow(state);
        await page.locator(".frame").waitFor();
        if (state.devices.length > 0 && state.navigation.view === "devices")
          await page.locator(".device").first().waitFor();
        await page.screenshot({ path: path.join("test-results", "window-pictures", look, `${scene}.png`) });
        if (axe) await expectAccessible();
        test.expect(await page.evaluate(tooWide)).toBeLessThanOrEqual(0);
        await page.evaluate(doubleTexts);
        test.expect(await page.evaluate(tooWide)).toBeLessThanOrEqual(0);
      });
    }
  });
}

for (const { name: look, colorScheme, viewport, scale, axe } of looks) {
  test.describe(look, () => {
    test.use({ colorScheme, viewport, deviceScaleFactor: scale });
    test("a gateway's other address, and its end", async ({ openWindow }) => {
      const address = "ws://192.168.1.20:18789";
      const pi = gateway(connected, { id: "pi", name: "Pi", address, canMove: true, canRemove: true, plainText: true });
      const { page, expectAccessible } = await openWindow(
        snapshot({
          gateways: [gateway(), pi],
          navigation: { seq: 0, view: "settings" },
          lockOuts: [lockOut({ gatewayId: "pi", stage: "open" })],
        }),
      );
      const shoot = async (scene: string): Promise<void> => {
        await page.screenshot({ path: path.join("test-results", "window-pictures", look, `${scene}.png`) });
        if (axe) await expectAccessible();
        test.expect(await page.evaluate(tooWide)).toBeLessThanOrEqual(0);
      };
      await page.getByRole("button", { name: "Remove gateway…" }).click();
      await shoot("gateway-remove");
      await page.getByRole("button", { name: "Cancel" }).click();
      await shoot("gateway-buttons");
      await page.getByRole("button", { name: "Change address…" }).click();
      await shoot("gateway-move");
      const code = { url: "wss://pi.example.ts.net", bootstrapToken: "x", tlsFingerprint: "ab".repeat(32) };
      const pasted = (more: object) => Buffer.from(JSON.stringify({ ...code, ...more })).toString("base64url");
      await page.getByLabel("New address").fill(pasted({ expiresAtMs: Date.now() + 500_000 }));
      await shoot("set-up-code");
      await page.getByLabel("New address").fill(pasted({ url: "javascript:", expiresAtMs: 1 }));
      await shoot("set-up-code-no-use");
    });
  });
}

test.describe("at twice the size", () => {
  test.use({ viewport: { width: 210, height: 320 } });
  test("the foot says which of several gateways is in trouble, and a sentence isn't broken by its button", async ({
    openWindow,
  }) => {
    const attic = gateway(gatewayStates.unreachable, { id: "attic", name: "Attic ".repeat(6), colour: "orange" });
    const { page, moveOn } = await openWindow(
      snapshot({ gateways: [gateway(), attic], settings: { ...snapshot().settings, notifications: false } }),
    );
    const foot = page.getByRole("contentinfo");
    await test.expect(foot.getByText("Home")).toBeVisible();
    await test.expect(foot.getByText("Attic")).toBeVisible();
    test.expect(await page.evaluate(tooWide)).toBeLessThanOrEqual(0);
    const sentence = await page.getByText("Notifications are off").boundingBox();
    test.expect(sentence!.width).toBeGreaterThan(120);
    await moveOn({ gateways: [gateway()] });
    await test.expect(foot.getByText("Home"), "of one there is nothing to tell apart").toBeHidden();
  });
});

test("the ring around a card's head keeps clear of the warnings below it", async ({ openWindow }) => {
  const { page } = await openWindow(snapshot({ requests: [phoneRequest()] }));
  const head = (await page.locator("li.card .card-head").boundingBox())!;
  const warnings = (await page.locator("li.card .warnings").boundingBox())!;
  test.expect(warnings.y - (head.y + head.height)).toBeGreaterThanOrEqual(4);
});

test.describe("high contrast, less motion", () => {
  test.use({ contextOptions: { reducedMotion: "reduce", forcedColors: "active" } });
  for (const scene of [
    "requests-admin",
    "requests-upgrade",
    "devices-open",
    "settings",
    "first-run",
    "gateway-unreachable",
  ]) {
    test(scene, async ({ openWindow }) => {
      const { page } = await openWindow(scenes[scene]!);
      await page.locator(".frame").waitFor();
      if (scene === "requests-admin") await test.expect(page.locator(".arming-still")).toBeVisible();
      await page.screenshot({ path: path.join("test-results", "window-pictures", "contrast", `${scene}.png`) });
      test.expect(await page.evaluate("document.getAnimations().length")).toBe(0);
    });
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`question and details, ${colorScheme}`, async ({ openWindow, page: emulated }) => {
    await emulated.emulateMedia({ colorScheme });
    const folder = path.join("test-results", "window-pictures", colorScheme);
    const { page, expectAccessible } = await openWindow(snapshot({ requests: [upgradeRequest()] }));
    await page.getByText("Details").click();
    await page.getByText("Request ID").scrollIntoViewIfNeeded();
    await page.screenshot({ path: path.join(folder, "requests-details.png") });
    await expectAccessible();
    await page.getByRole("button", { name: "Devices" }).click();
    await page.getByRole("listitem", { name: "Pixel 9 Pro" }).getByRole("button", { name: "Remove" }).click();
    await page.screenshot({ path: path.join(folder, "devices-question.png") });
    await expectAccessible();
  });
}
