import path from "node:path";
import type { AppSnapshot } from "../../src/app/snapshot.ts";
import { now } from "../support/snapshot-access.ts";
import { device, fiveDevices, manyDevices } from "../support/snapshot-devices.ts";
import { connected, gateway, gatewayStates } from "../support/snapshot-gateways.ts";
import {
  adminRequest,
  hostileNames,
  manyRequests,
  phoneRequest,
  repairRequest,
  upgradeRequest,
  watchRequest,
} from "../support/snapshot-requests.ts";
import { notices, snapshot } from "../support/snapshots.ts";
import { test } from "../support/window-test.ts";

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
          step: "Approve PairTray's request for more access on the gateway's machine: openclaw devices list.",
        },
      }),
    ],
    notices,
  }),
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
  "first-run": snapshot({ needsGateway: true, gateways: [], devices: [] }),
  ...Object.fromEntries(
    Object.values(gatewayStates)
      .filter((state) => state.kind !== "connected")
      .map((state) => [`gateway-${state.kind}`, snapshot({ gateways: [gateway(state)], devices: [] })]),
  ),
};

const looks = [
  { name: "light", colorScheme: "light", viewport: { width: 420, height: 640 }, scale: 1 },
  { name: "dark", colorScheme: "dark", viewport: { width: 420, height: 640 }, scale: 1 },
  // 200 % zoom of the same window leaves half of it each way.
  { name: "zoomed", colorScheme: "light", viewport: { width: 210, height: 320 }, scale: 2 },
] as const;

for (const { name: look, colorScheme, viewport, scale } of looks) {
  test.describe(look, () => {
    test.use({ colorScheme, viewport, deviceScaleFactor: scale });
    for (const [scene, state] of Object.entries(scenes)) {
      test(scene, async ({ openWindow, page: clocked }) => {
        await clocked.clock.setFixedTime(now);
        const { page, expectAccessible } = await openWindow(state);
        await page.locator(".frame").waitFor();
        await page.screenshot({ path: path.join("test-results", "window-pictures", look, `${scene}.png`) });
        await expectAccessible();
        const wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        test.expect(wide).toBeLessThanOrEqual(0);
      });
    }
  });
}
