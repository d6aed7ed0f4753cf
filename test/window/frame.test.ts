import { handoverText, nodeCommand } from "../../src/short-code/plain-words.ts";
import { now } from "../support/snapshot-access.ts";
import { gateway, gatewayStates } from "../support/snapshot-gateways.ts";
import { phoneRequest, watchRequest } from "../support/snapshot-requests.ts";
import { notices, snapshot } from "../support/snapshots.ts";
import { expect, test } from "../support/window-test.ts";

const name = (text: string) => ({ name: text, exact: true });

test("a patch that was missed makes the window ask for everything again", async ({ openWindow }) => {
  const { page, moveOn, moveOnUnheard, readyCalls } = await openWindow(snapshot());
  await expect(page.getByText("No requests")).toBeVisible();
  // Twice under StrictMode would be twice in the app too: the store starts once.
  expect(await readyCalls()).toBe(1);
  await moveOnUnheard({ requests: [watchRequest()] });
  await moveOn({ requests: [watchRequest(), phoneRequest()] });
  await expect(page.getByRole("listitem")).toHaveCount(2);
  expect(await readyCalls()).toBe(2);
  await moveOn({ requests: [phoneRequest()] });
  await expect(page.getByRole("listitem")).toHaveCount(1);
  expect(await readyCalls()).toBe(2);
});

test("main leads to another view, and the window goes by itself too", async ({ openWindow }) => {
  const { page, moveOn } = await openWindow(snapshot());
  await page.getByRole("button", name("Settings")).click();
  await expect(page.getByRole("heading", name("Settings"))).toBeAttached();
  await moveOn({ navigation: { seq: 7, view: "devices", key: "home/dev-phone" } });
  await expect(page.getByRole("button", { name: "Pixel 9 Pro" })).toHaveAttribute("aria-expanded", "true");
});

test("the exact command can be copied", async ({ openWindow }) => {
  const state = gatewayStates["approval-needed"];
  const { page, intents } = await openWindow(snapshot({ gateways: [gateway(state)] }));
  await page.getByRole("button", name("Copy")).click();
  expect(await intents()).toEqual([{ type: "copy", text: state.command }]);
  await expect(page.getByText("Copied")).toBeAttached();
});

test("an unreachable gateway counts down honestly and can be tried at once", async ({ openWindow, page: clocked }) => {
  await clocked.clock.setFixedTime(now);
  const retryAtMs = now + 25_000;
  const { page, intents, moveOn } = await openWindow(
    snapshot({ gateways: [gateway({ ...gatewayStates.unreachable, retryAtMs })] }),
  );
  await expect(page.getByText("Next try in 25 s", { exact: true })).toBeVisible();
  await page.clock.setFixedTime(now + 7_000);
  await expect(page.getByText("Next try in 18 s", { exact: true })).toBeVisible();
  await page.getByRole("button", name("Try now")).click();
  expect(await intents()).toEqual([{ type: "retry", gatewayId: "home" }]);
  await moveOn({ gateways: [gateway()] });
  await expect(page.getByText("The gateway can't be reached")).toBeHidden();
  await expect(page.getByRole("contentinfo").getByRole("status")).toHaveText("ConnectedHome");
});

test("where every gateway is paused nothing is promised, and one click watches again", async ({ openWindow }) => {
  const paused = gateway(gatewayStates.stopped);
  const office = gateway(gatewayStates.stopped, { id: "office", name: "Office" });
  const { page, intents, moveOn } = await openWindow(snapshot({ gateways: [paused], devices: [] }));
  await expect(page.getByText("This gateway is paused.")).toBeVisible();
  await expect(page.getByText("When a device asks to pair")).toBeHidden();
  await page.getByRole("button", name("Devices")).click();
  await expect(page.getByText("This gateway is paused.")).toBeVisible();
  await expect(page.getByText("No devices yet")).toBeHidden();
  await page.getByRole("button", name("Watch again")).click();
  expect(await intents()).toEqual([{ type: "edit-gateway", gatewayId: "home", paused: false }]);
  // Of several the one that is watched tells how it stands, and those that were set aside are left alone.
  await moveOn({ gateways: [gateway(gatewayStates.unreachable), office] });
  await expect(page.getByText("The gateway can't be reached")).toBeVisible();
  await expect(page.getByText("This gateway is paused.")).toBeHidden();
  await expect(page.getByText("No devices yet")).toBeHidden();
  await moveOn({ gateways: [gateway(), office] });
  await expect(page.getByText("No devices yet")).toBeVisible();
});

test("first run: address and token go to main once, and nothing typed stays", async ({ openWindow }) => {
  const { page, intents, answerWith } = await openWindow(snapshot({ needsGateway: true, gateways: [], devices: [] }));
  const address = page.getByLabel("Gateway address");
  const secret = page.getByLabel("Gateway token");
  await expect(address).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("Enter the address");
  await address.fill(" ws://127.0.0.1:18789 ");
  await secret.fill("not-a-real-token");
  await answerWith({ ok: false, sentence: "This is no gateway address." });
  await page.getByRole("button", name("Connect")).click();
  await expect(page.getByRole("alert")).toContainText("This is no gateway address.");
  await answerWith({ ok: true });
  await page.getByRole("button", name("Connect")).click();
  await expect(secret).toHaveValue("");
  const connect = { type: "connect", url: "ws://127.0.0.1:18789", token: "not-a-real-token" };
  expect(await intents()).toEqual([connect, connect]);
});

const pasted = (code: object) =>
  Buffer.from(JSON.stringify({ bootstrapToken: "one-time", ...code })).toString("base64url");

test("a set-up code that is pasted as address gives the address, and is gone from the window", async ({
  openWindow,
}) => {
  const { page, intents, expectAccessible } = await openWindow(
    snapshot({ needsGateway: true, gateways: [], devices: [] }),
  );
  const address = page.getByLabel("Gateway address");
  const secret = page.getByLabel("Gateway token");
  await secret.fill("for another gateway");
  const code = { url: "wss://pi.example.ts.net", expiresAtMs: Date.now() + 500_000, tlsFingerprint: "ab".repeat(32) };
  await address.fill(pasted(code));
  await expect(address).toHaveValue("wss://pi.example.ts.net");
  await expect(secret).toHaveValue("");
  await expect(address).toBeFocused();
  await expect(page.getByText("PairTray took its address")).toBeVisible();
  await expect(page.getByText("A phone can use the code until")).toBeVisible();
  await expect(page.getByText("AB:AB:AB")).toBeVisible();
  await expectAccessible();
  await secret.fill("not-a-real-token");
  await page.getByRole("button", name("Connect")).click();
  expect(await intents()).toEqual([{ type: "connect", url: "wss://pi.example.ts.net", token: "not-a-real-token" }]);

  // What was said holds for that address alone.
  await address.fill("wss://other.example");
  await expect(page.getByText("PairTray took its address")).toBeHidden();
  await address.fill(pasted({ url: "ws://10.0.0.2:18789", expiresAtMs: 1 }));
  await expect(page.getByText("The code has expired")).toBeVisible();
  await expect(page.getByText("Without TLS")).toBeVisible();
  await address.fill(pasted({ url: "javascript:alert(1)" }));
  await expect(address).toHaveValue("");
  await expect(page.getByText("It names no address that PairTray takes")).toBeVisible();
});

test("a set-up code that is pasted as token is taken out of it, and another gateway's address stays", async ({
  openWindow,
}) => {
  const { page } = await openWindow(snapshot({ needsGateway: true, gateways: [], devices: [] }));
  const address = page.getByLabel("Gateway address");
  const secret = page.getByLabel("Gateway token");
  await secret.fill(pasted({ url: "ws://10.0.0.2:18789" }));
  await expect(secret).toHaveValue("");
  await expect(address).toHaveValue("ws://10.0.0.2:18789");
  await address.fill("wss://mine.example");
  await secret.fill(pasted({ url: "ws://10.0.0.2:18789" }));
  await expect(secret).toHaveValue("");
  await expect(address).toHaveValue("wss://mine.example");
  await expect(page.getByText("meant for a phone at ws://10.0.0.2:18789")).toBeVisible();
  await secret.fill("not-a-real-token");
  await expect(page.getByText("meant for a phone")).toBeHidden();
  // As PairTray copies it: a field of one line takes the breaks out.
  const setupCode = pasted({ url: "ws://10.0.0.2:18789" });
  for (const text of [nodeCommand(setupCode), handoverText({ setupCode }), setupCode.replaceAll(/.{30}/g, "$&\n")]) {
    await secret.fill(text);
    await expect(secret).toHaveValue("");
    await expect(page.getByText("meant for a phone at ws://10.0.0.2:18789")).toBeVisible();
    await secret.fill("not-a-real-token");
  }
});

test("an address without TLS is said to be one while it is typed", async ({ openWindow }) => {
  const { page } = await openWindow(snapshot({ needsGateway: true, gateways: [], devices: [] }));
  const address = page.getByLabel("Gateway address");
  const word = page.getByText("Without TLS");
  for (const [typed, isPlain] of [
    ["192.168.1.20", true],
    ["ws://pi.local:18789", true],
    ["ws://127.0.0.1:18789", false],
    ["wss://pi.local", false],
    ["", false],
  ] as const) {
    await address.fill(typed);
    await expect(word).toBeVisible({ visible: isPlain });
  }
});

test("a password goes as a password", async ({ openWindow }) => {
  const { page, intents } = await openWindow(
    snapshot({ gateways: [gateway(gatewayStates["wrong-credentials"])], devices: [] }),
  );
  await page.getByRole("button", name("Enter credentials")).click();
  await expect(page.getByLabel("Gateway address")).toHaveValue("ws://127.0.0.1:18789");
  await page.getByRole("radio", { name: "Password" }).check();
  await page.getByLabel("Gateway password").fill("secret");
  await page.keyboard.press("Enter");
  expect(await intents()).toEqual([{ type: "connect", url: "ws://127.0.0.1:18789", password: "secret" }]);
});

test("notices are announced and can be dismissed", async ({ openWindow }) => {
  const { page, moveOn, intents } = await openWindow(snapshot());
  await moveOn({ notices });
  await expect(page.getByRole("alert")).toContainText("Nothing was done");
  await page.getByRole("alert").getByRole("button", name("Dismiss")).click();
  expect(await intents()).toEqual([{ type: "dismiss", noticeId: "n2" }]);
});

test("settings send what was switched and show what main says", async ({ openWindow }) => {
  const { page, moveOn, intents } = await openWindow(snapshot({ navigation: { seq: 0, view: "settings" } }));
  const login = page.getByRole("switch", { name: "Open at login" });
  await login.click();
  await expect(login).not.toBeChecked();
  await moveOn({ settings: { ...snapshot().settings, openAtLogin: true } });
  await expect(login).toBeChecked();
  await page.getByRole("radio", { name: "Dark" }).click();
  await page.getByRole("button", { name: "Quit PairTray" }).click();
  expect(await intents()).toEqual([
    { type: "set-open-at-login", on: true },
    { type: "set-theme", theme: "dark" },
    { type: "quit" },
  ]);
});
