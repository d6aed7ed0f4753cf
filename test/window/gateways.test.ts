import type { RecoveryView } from "../../src/app/snapshot.ts";
import { gateway, gatewayStates } from "../support/snapshot-gateways.ts";
import { lockOut } from "../support/snapshot-lock-outs.ts";
import { severalGateways } from "../support/snapshot-several.ts";
import { snapshot } from "../support/snapshots.ts";
import { expect, test } from "../support/window-test.ts";

const name = (text: string) => ({ name: text, exact: true });
const old = "ab".repeat(32);
const now = "cd".repeat(32);

const changed: RecoveryView = {
  code: "Certificate changed",
  happened: "The gateway shows another certificate than the one you trusted.",
  here: ["Compare the new fingerprint with the one that the gateway's own machine shows."],
  commands: [{ say: "Show the fingerprint there", run: "openssl x509 -noout -fingerprint -sha256 -in cert.pem" }],
  certificate: { fingerprint: now, trusted: old, subject: "openclaw-gateway" },
};

test("a changed certificate: old and new stand side by side, and only a word of the user's own trusts it", async ({
  openWindow,
}) => {
  const state = { ...gatewayStates.trouble, recovery: changed };
  const { page, intents, moveOn, expectAccessible } = await openWindow(snapshot({ gateways: [gateway(state)] }));
  await expect(page.getByText("AB:AB:AB")).toBeVisible();
  await expect(page.getByText("CD:CD:CD")).toBeVisible();
  await expectAccessible();
  await page.getByRole("button", { name: /trust this certificate/ }).click();
  await expect(page.getByRole("button", name("Cancel"))).toBeFocused();
  expect(await intents()).toEqual([]);
  await page.getByRole("button", name("Trust it")).click();
  expect(await intents()).toEqual([{ type: "trust-certificate", gatewayId: "home", fingerprint: now }]);
  // The page closes by itself.
  await moveOn({ gateways: [gateway()] });
  await expect(page.getByText("What happened, and the way out")).toBeHidden();
});

test("the way out of any cause can be opened, and its commands copied", async ({ openWindow }) => {
  const { code, happened, here, commands } = changed;
  const recovery = { code, happened, here, commands };
  const state = { ...gatewayStates["wrong-credentials"], recovery };
  const { page, intents } = await openWindow(snapshot({ gateways: [gateway(state)] }));
  await page.getByText("What happened, and the way out").click();
  await expect(page.getByText(happened)).toBeVisible();
  await page.getByRole("button", name("Copy")).last().click();
  expect(await intents()).toEqual([{ type: "copy", text: commands[0]!.run }]);
});

test("several gateways in Settings: each with its name, colour, policy, pause and end", async ({ openWindow }) => {
  const pi = gateway(undefined, {
    id: "pi",
    name: "Pi",
    address: "ws://192.168.1.20:18789",
    canRemove: true,
    plainText: true,
    autoApproval: ["Lets in every program on its own machine without asking."],
  });
  const { page, intents, expectAccessible } = await openWindow(
    snapshot({ gateways: [gateway(), pi], navigation: { seq: 0, view: "settings" } }),
  );
  await expect(page.getByText("Without TLS")).toBeVisible();
  await page.getByText("What this gateway approves by itself").click();
  await expect(page.getByText("Lets in every program")).toBeVisible();
  await expectAccessible();
  await page.getByLabel("Name of ws://192.168.1.20:18789").fill("Attic");
  await page.getByRole("button", name("Rename")).last().click();
  await page.getByLabel("Colour of Pi").selectOption("blue");
  await page.getByRole("button", name("Pause")).last().click();
  await page.getByRole("button", name("Remove gateway…")).click();
  await page.getByRole("dialog").getByRole("button", name("Remove")).click();
  expect(await intents()).toEqual([
    { type: "edit-gateway", gatewayId: "pi", name: "Attic" },
    { type: "edit-gateway", gatewayId: "pi", colour: "blue" },
    { type: "edit-gateway", gatewayId: "pi", paused: true },
    { type: "remove-gateway", gatewayId: "pi" },
  ]);
});

test("a gateway gets another address, and its token is asked for again", async ({ openWindow }) => {
  const address = "ws://192.168.1.20:18789";
  const pi = gateway(undefined, { id: "pi", name: "Pi", address, canMove: true });
  const { page, intents, expectAccessible } = await openWindow(
    snapshot({ gateways: [gateway(), pi], navigation: { seq: 0, view: "settings" } }),
  );
  await page.getByRole("button", name("Change address…")).click();
  await expect(page.getByRole("heading", name("Change the address of Pi"))).toBeVisible();
  await expect(page.getByLabel("New address")).toHaveValue(address);
  await expectAccessible();
  await page.getByLabel("New address").fill("wss://pi.example.ts.net");
  await page.getByLabel("Gateway token").fill("not-a-real-token");
  await page.getByRole("button", name("Test first")).click();
  await page.getByRole("button", name("Change address")).click();
  const typed = { gatewayId: "pi", url: "wss://pi.example.ts.net", token: "not-a-real-token" };
  expect((await intents()).filter(({ type }) => type !== "nearby-watch")).toEqual([
    { type: "test-gateway", ...typed },
    { type: "change-address", ...typed },
  ]);
  await expect(page.getByRole("heading", name("Settings"))).toBeVisible();
});

test("an address that may be wrong is changed where it stands, and no second gateway comes of it", async ({
  openWindow,
}) => {
  const state = { ...gatewayStates.trouble, offers: ["change-address", "retry"] } as const;
  const pi = gateway(state, { id: "pi", name: "Pi", address: "wss://pi.lan", canMove: true });
  const { page, intents, moveOn } = await openWindow(snapshot({ gateways: [pi], devices: [] }));
  await expect(page.getByRole("button", name("Enter credentials"))).toBeHidden();
  await page.getByRole("button", name("Change address…")).click();
  await page.getByLabel("New address").fill("wss://pi.example");
  await page.getByRole("button", name("Change address")).click();
  const decided = async () => (await intents()).filter(({ type }) => type !== "nearby-watch");
  expect(await decided()).toEqual([{ type: "change-address", gatewayId: "pi", url: "wss://pi.example" }]);
  // What the user never typed is changed where it comes from.
  await moveOn({ gateways: [gateway(state, { source: "from openclaw.json on this machine" })] });
  await expect(page.getByRole("button", name("Change address…"))).toBeHidden();
  await expect(page.getByText("Its address comes from openclaw.json on this machine: change it there.")).toBeVisible();
});

test("an address that is corrected beside the credentials is the same gateway's, and that is said", async ({
  openWindow,
}) => {
  const state = gatewayStates["wrong-credentials"];
  const pi = gateway(state, { id: "pi", name: "Pi", address: "wss://pi.lan", canMove: true });
  const { page, intents, moveOn } = await openWindow(snapshot({ gateways: [pi], devices: [] }));
  await page.getByRole("button", name("Enter credentials")).click();
  const address = page.getByLabel("Gateway address");
  const said = page.getByText("Pi gets this address");
  await address.fill("wss://pi.example");
  await expect(said).toBeVisible();
  await address.fill("wss://pi.lan");
  await expect(said).toBeHidden();
  await address.fill("wss://pi.example");
  await page.getByLabel("Gateway token").fill("not-a-real-token");
  await page.getByRole("button", name("Test first")).click();
  await page.getByRole("button", name("Change address")).click();
  const typed = { gatewayId: "pi", url: "wss://pi.example", token: "not-a-real-token" };
  const moved = [
    { type: "test-gateway", ...typed },
    { type: "change-address", ...typed },
  ];
  expect(await intents()).toEqual(moved);
  // One that the configuration names can't move: what is typed here is another gateway.
  await moveOn({ gateways: [gateway(state)] });
  await page.getByRole("button", name("Enter credentials")).click();
  await address.fill("wss://pi.example");
  await expect(said).toBeHidden();
  await page.getByRole("button", name("Connect")).click();
  expect(await intents()).toEqual([...moved, { type: "connect", url: "wss://pi.example" }]);
});

test("whoever removes a gateway reads which lock-outs end with it", async ({ openWindow }) => {
  const pi = gateway(undefined, { id: "pi", name: "Pi", canRemove: true });
  const open = (nth: number, gatewayId = "pi") =>
    lockOut({ key: `${gatewayId}/${nth}`, gatewayId, deviceId: String(nth), name: `Phone ${nth}`, stage: "open" });
  const { page, moveOn } = await openWindow(
    snapshot({ gateways: [pi], navigation: { seq: 0, view: "settings" }, lockOuts: [open(1), open(9, "other")] }),
  );
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", name("Remove gateway…")).click();
  await expect(dialog).toContainText("Phone 1 is not locked out there yet. The order is given up");
  await expect(dialog).not.toContainText("Phone 9");
  await dialog.getByRole("button", name("Cancel")).click();
  await moveOn({ lockOuts: [1, 2, 3, 4, 5].map((nth) => open(nth)) });
  await page.getByRole("button", name("Remove gateway…")).click();
  await expect(dialog).toContainText("Phone 1, Phone 2, Phone 3 and 2 more");
});

test("the report is read before it is copied; forgetting everything is asked twice", async ({ openWindow }) => {
  const { page, intents } = await openWindow(snapshot({ navigation: { seq: 0, view: "settings" } }));
  await page.getByRole("button", name("Show report")).click();
  const report = await page.getByLabel("Diagnostic report").innerText();
  expect(report).toContain("gateway 1: [hidden] at ws://[hidden]");
  // Whoever reads it sees where something was left out.
  await expect(page.locator(".report .redacted")).toHaveCount(report.split("[hidden]").length - 1);
  await page.getByRole("button", name("Copy report")).click();
  await page.getByRole("button", name("Forget everything…")).click();
  await page.getByRole("dialog").getByRole("button", name("Forget everything")).click();
  expect((await intents()).map(({ type }) => type)).toEqual(["copy", "forget-everything"]);
});

test("an address is tested before it is kept", async ({ openWindow }) => {
  const { page, intents } = await openWindow(snapshot({ needsGateway: true, gateways: [], devices: [] }));
  await page.getByLabel("Gateway address").fill("wss://pi.example.ts.net");
  await page.getByLabel("Gateway token").fill("not-a-real-token");
  await page.getByRole("button", name("Test first")).click();
  expect(await intents()).toEqual([
    { type: "test-gateway", url: "wss://pi.example.ts.net", token: "not-a-real-token" },
  ]);
  await expect(page.getByLabel("Gateway token")).toHaveValue("not-a-real-token");
});

test("with several gateways each request, device and row of the history wears its gateway's name and colour", async ({
  openWindow,
}) => {
  const { page, moveOn } = await openWindow(severalGateways({ seq: 0, view: "requests" }));
  const marks = page.locator(".page .gateway-mark");
  await expect(marks).toHaveText(["Home", "Attic"]);
  await expect(page.getByRole("listitem").nth(1).locator(".gateway-orange")).toBeVisible();
  await expect(page.getByRole("listitem").nth(1)).not.toContainText(/Attic.*Attic/);
  await moveOn({ navigation: { seq: 1, view: "devices" } });
  await expect(marks).toHaveText(["Home", "Home", "Home", "Attic", "Attic"]);
  await expect(page.getByRole("listitem", { name: "Pixel 9 Pro" })).toContainText("Let in: trusted network");
  await moveOn({ navigation: { seq: 2, view: "lost-device" } });
  await expect(page.locator(".lost-row .gateway-mark")).toHaveText(["Attic", "Home", "Attic", "Home"]);
  await expect(page.locator(".lost-row", { hasText: "Pixel 9 Pro" }).locator(".gateway-mark")).toHaveText("Attic");
  await expect(page.locator(".lost-order .gateway-mark")).toHaveText("Attic");
  await moveOn({ navigation: { seq: 3, view: "activity" } });
  await expect(marks).toHaveText(["Home", "Attic", "Home", "Attic", "A gateway that is no longer set up", "Attic"]);
  await moveOn({ gateways: [gateway()] });
  await expect(marks).toHaveCount(0);
});
