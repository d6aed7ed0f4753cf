import {
  blockedPhone,
  gatewayGone,
  lockOut,
  onLostDevice,
  onLostPhone,
  phone,
  untidyDevices,
} from "../support/snapshot-lock-outs.ts";
import { now } from "../support/snapshot-access.ts";
import { device, fiveDevices } from "../support/snapshot-devices.ts";
import { connected, gateway, gatewayStates } from "../support/snapshot-gateways.ts";
import { phoneRequest } from "../support/snapshot-requests.ts";
import { phoneAtTwo, phoneAtTwoScenes } from "../support/snapshot-several.ts";
import { snapshot } from "../support/snapshots.ts";
import { expect, test } from "../support/window-test.ts";

const name = (text: string) => ({ name: text, exact: true });
const { gatewayId, deviceId, key } = phone;
const nodeRequest = phoneRequest({ key: "home/node/n1", requestId: "node/n1", kind: "node-access" });
const others = fiveDevices.filter((row) => row.key !== key);

test("a lost device: two clicks, and locked out only when the gateway says so", async ({ openWindow }) => {
  const { page, intents, moveOn } = await openWindow(
    snapshot({ navigation: onLostDevice, gateways: [{ ...gateway(connected), authMode: "token" }] }),
  );
  // The one that was seen last stands first; this app isn't among them.
  await expect(page.getByRole("listitem").first()).toContainText("Pixel 9 Pro");
  await expect(page.getByRole("listitem", { name: "PairTray on desk" })).toHaveCount(0);
  await page.getByRole("listitem", { name: "Pixel 9 Pro" }).getByRole("button").click();
  await expect(page.getByText("Its key is blocked: when it knocks again")).toBeVisible();
  expect(await intents()).toEqual([]);
  await page.getByRole("button", name("Lock out now")).click();
  expect(await intents()).toEqual([{ type: "lock-out", gatewayId, deviceId }]);

  await moveOn({ lockOuts: [lockOut({ stage: "open", sentence: "Being locked out." })] });
  await expect(page.getByRole("status").getByText("Being locked out.")).toBeVisible();
  await expect(page.getByText("What this does not cover")).toBeHidden();
  await moveOn({ lockOuts: [lockOut()], devices: others, blocked: [blockedPhone] });
  await expect(page.getByRole("heading", { name: "Pixel 9 Pro" })).toBeFocused();
  await expect(page.getByText("Locked out after 0.04 s.")).toBeVisible();
  await page.getByText("What to do").first().click();
  await expect(page.getByText(/openclaw config set gateway\.auth\.token/)).toBeVisible();
  await page.getByRole("checkbox").first().check();
  await page.getByRole("button", name("Done")).click();
  expect(await intents()).toContainEqual({ type: "forget-lock-out", gatewayId, deviceId });
});

test("a phone at two gateways: one click for both, and locked out only when both say so", async ({ openWindow }) => {
  const { page, intents, moveOn } = await openWindow(phoneAtTwo);
  await expect(page.getByText("At Home and Attic")).toBeVisible();
  await page.getByRole("button", name("Lock out of 2 gateways now")).click();
  const both = ["home", "attic"].map((at) => ({ type: "lock-out", gatewayId: at, deviceId }));
  expect(await intents()).toEqual(both);

  const { devices, lockOuts } = phoneAtTwoScenes["several-lost-open"]!;
  await moveOn({ devices, lockOuts });
  await expect(page.getByRole("status").getByText("Being locked out.")).toBeVisible();
  await expect(page.getByText("Locked out of 2 gateways.")).toHaveCount(0);
  await expect(page.getByRole("button", name("Done"))).toHaveCount(0);

  const left = phoneAtTwoScenes["several-lost-left"]!;
  await moveOn({ devices: left.devices, lockOuts: left.lockOuts });
  await expect(page.getByRole("status").getByText("Not everywhere yet.")).toBeVisible();
  await expect(page.getByText("It has access at Attic.")).toBeVisible();
  await page.getByRole("button", name("Lock it out there now")).click();
  expect((await intents()).at(-1)).toEqual(both[1]);

  const gone = phoneAtTwoScenes["several-lost-gone"]!;
  await moveOn({ devices: gone.devices, lockOuts: gone.lockOuts });
  await expect(page.getByText("Locked out of 2 gateways.")).toBeVisible();
  await page.getByRole("button", name("Done")).click();
  expect((await intents()).slice(-2)).toEqual(both.map((one) => ({ ...one, type: "forget-lock-out" })));
});

test("the list's own item leads there in two clicks", async ({ openWindow }) => {
  const { page, intents } = await openWindow(snapshot({ navigation: { seq: 0, view: "devices", key } }));
  await page.getByRole("button", name("Lost it…")).click();
  expect(await intents()).toEqual([{ type: "open", view: "lost-device", key }]);
});

test("a link opens the page and does nothing: known, unknown and hostile ids", async ({ openWindow }) => {
  const { page, intents, moveOn } = await openWindow(
    snapshot({ navigation: { ...onLostDevice, key: `/${deviceId}` } }),
  );
  await expect(page.getByRole("heading", { name: "Pixel 9 Pro" })).toBeVisible();
  await moveOn({ navigation: { seq: 1, view: "lost-device", key: "/nobody" } });
  await expect(page.getByText("No device with this id is paired.")).toBeVisible();
  await moveOn({ navigation: { seq: 2, view: "lost-device", key: "/self" } });
  await expect(page.getByText("It can’t lock itself out")).toBeVisible();
  await expect(page.getByRole("button", name("Lock out now"))).toHaveAttribute("aria-disabled", "true");
  expect(await intents()).toEqual([]);
});

test("while the gateway can't be reached the order is given all the same, and its keeping is said", async ({
  openWindow,
}) => {
  const away = { ...snapshot(), gateways: [gateway(gatewayStates.unreachable)] };
  const devices = fiveDevices.map((row) => ({ ...row, connected: null, canManage: false }));
  const { page, intents, moveOn } = await openWindow({ ...away, devices, navigation: onLostPhone });
  await expect(page.getByText("carried out on the first connection, also after a restart")).toBeVisible();
  await page.getByRole("button", name("Lock out now")).click();
  expect(await intents()).toEqual([{ type: "lock-out", gatewayId, deviceId }]);
  const waiting = { stage: "open", sentence: "Will be locked out as soon as the gateway can be reached." } as const;
  await moveOn({ lockOuts: [lockOut({ ...waiting, kept: false })] });
  await expect(page.getByText("The order is not on the disk.")).toBeVisible();
  await moveOn({ lockOuts: [lockOut(waiting)] });
  await expect(page.getByText("The order is kept on this machine.")).toBeVisible();
});

test("what waits of its requests is counted, and blocked devices can be unblocked", async ({ openWindow }) => {
  const { page, intents, moveOn } = await openWindow(
    snapshot({ navigation: onLostPhone, requests: [phoneRequest({ deviceId })] }),
  );
  await expect(page.getByText("Its request that waits is rejected.")).toBeVisible();
  await moveOn({ blocked: [blockedPhone] });
  await expect(page.getByText("Its key stays blocked")).toBeVisible();
  await page.getByRole("button", name("Another device")).click();
  await page.getByRole("button", name("Unblock")).click();
  expect(await intents()).toEqual([{ type: "unblock", deviceId }]);
});

test("what can be taken back counts down, and Undo takes it back", async ({ openWindow, page: clocked }) => {
  await clocked.clock.setFixedTime(now);
  const { page, intents, moveOn } = await openWindow(snapshot({ navigation: { seq: 0, view: "devices" } }));
  await moveOn({
    undos: [{ id: "7", sentence: "“Pixel 9 Pro” will be removed.", sendsAtMs: now + 5_500 }],
  });
  await expect(page.getByText("“Pixel 9 Pro” will be removed.")).toBeVisible();
  await expect(page.getByText(/In 6 s\./)).toBeVisible();
  await page.clock.setFixedTime(now + 3_000);
  await expect(page.getByText(/In 3 s\./)).toBeVisible();
  await page.getByRole("button", name("Undo")).click();
  expect(await intents()).toEqual([{ type: "undo", undoId: "7" }]);
});

test("clearing needs the number of devices typed", async ({ openWindow }) => {
  const { page, intents, moveOn } = await openWindow(
    snapshot({ navigation: { seq: 0, view: "devices" }, requests: [phoneRequest(), nodeRequest] }),
  );
  await page.getByLabel("More").click();
  await page.getByRole("button", name("Clear all devices and requests…")).click();
  const dialog = page.getByRole("dialog", { name: "Clear all 5 devices and 1 pairing request?" });
  await expect(dialog.getByText("what a node asks for goes with its device")).toBeVisible();
  // What comes while the question stands open isn't in it.
  await moveOn({
    devices: [...fiveDevices, device({ key: "home/late", deviceId: "late" })],
    requests: [phoneRequest(), nodeRequest, phoneRequest({ key: "home/r9", requestId: "r9" })],
  });
  const clear = dialog.getByRole("button", name("Clear"));
  await expect(clear).toHaveAttribute("aria-disabled", "true");
  await clear.click({ force: true });
  await dialog.getByRole("textbox").fill("4");
  await expect(clear).toHaveAttribute("aria-disabled", "true");
  expect(await intents()).toEqual([]);
  await dialog.getByRole("textbox").fill("5");
  await clear.click();
  const deviceIds = fiveDevices.map((row) => row.deviceId);
  const requestIds = [phoneRequest().requestId];
  expect(await intents()).toEqual([{ type: "clear", gatewayId, deviceIds, requestIds }]);
});

test("a device is renamed, 1 to 64 characters", async ({ openWindow }) => {
  const { page, intents } = await openWindow(snapshot({ navigation: { seq: 0, view: "devices", key } }));
  await page.getByRole("button", name("Rename")).click();
  const field = page.getByLabel("Name on this gateway");
  await expect(field).toBeFocused();
  await field.fill("  ");
  await expect(page.getByRole("button", name("Save"))).toHaveAttribute("aria-disabled", "true");
  await field.fill("x".repeat(70));
  expect((await field.inputValue()).length).toBe(64);
  await field.fill("Anna’s phone");
  await page.keyboard.press("Enter");
  await expect(field).toBeHidden();
  expect(await intents()).toEqual([{ type: "rename", gatewayId, deviceId, label: "Anna’s phone" }]);
});

test("a token is renewed with fewer scopes, or as it is, and the truth about it is told", async ({ openWindow }) => {
  const { page, intents } = await openWindow(snapshot({ navigation: { seq: 0, view: "devices", key } }));
  const role = page.getByRole("region", { name: "Role operator" });
  await role.getByRole("button", name("Rotate…")).click();
  await expect(role.getByText("Nobody but the device gets the new one")).toBeVisible();
  await role.getByRole("checkbox", { name: "operator.write" }).uncheck();
  await role.getByRole("button", name("Rotate token")).click();
  await role.getByRole("button", name("Rotate…")).click();
  await role.getByRole("button", name("Rotate token")).click();
  expect(await intents()).toEqual([
    { type: "rotate", gatewayId, deviceId, role: "operator", scopes: ["operator.read"] },
    { type: "rotate", gatewayId, deviceId, role: "operator" },
  ]);
});

test("what is worth tidying up: each card has one action, and older entries go together", async ({
  openWindow,
  page: clocked,
}) => {
  await clocked.clock.setFixedTime(now);
  const { page, intents } = await openWindow(
    snapshot({ navigation: { seq: 0, view: "devices" }, devices: untidyDevices }),
  );
  await page.getByText("3 things worth tidying up").click();
  await page.getByRole("button", name("Show older entries")).click();
  await expect(page.getByRole("listitem")).toHaveCount(1);
  await expect(page.getByRole("listitem").getByText("Older entry")).toBeVisible();
  await page.getByRole("button", { name: "Remove 1 entry…" }).click();
  await page.getByRole("dialog").getByRole("button", name("Remove")).click();
  expect(await intents()).toEqual([{ type: "remove-several", gatewayId, deviceIds: ["phone-old"] }]);
  await page.getByLabel("Show").selectOption("Administrators");
  await expect(page.getByRole("listitem", { name: "Build server" })).toBeVisible();
});

test("devices are exported in both forms", async ({ openWindow }) => {
  const { page, intents } = await openWindow(snapshot({ navigation: { seq: 0, view: "devices" } }));
  for (const form of ["CSV", "JSON"]) {
    await page.getByLabel("More").click();
    await page.getByRole("button", name(`Export as ${form}…`)).click();
  }
  expect(await intents()).toEqual([
    { type: "export-devices", format: "csv" },
    { type: "export-devices", format: "json" },
  ]);
});

test("an order whose gateway is no longer set up says so, leads to the same device elsewhere, and can be given up", async ({
  openWindow,
}) => {
  const elsewhere = fiveDevices.map((row) => ({ ...row, gatewayId: "pi", key: `pi/${row.deviceId}` }));
  const { page, intents, expectAccessible } = await openWindow(
    snapshot({
      navigation: onLostPhone,
      gateways: [gateway(connected, { id: "pi", name: "Pi" })],
      devices: elsewhere,
      lockOuts: [gatewayGone],
    }),
  );
  await expect(page.getByText("PairTray no longer watches the gateway")).toBeVisible();
  await expect(page.getByText("It is carried out even if")).toBeHidden();
  await expectAccessible();
  await page.getByRole("button", name("Give up this order…")).click();
  await expect(page.getByRole("button", name("Cancel"))).toBeFocused();
  await page.getByRole("button", name("Cancel")).click();
  await expect(page.getByText("It has access at Pi.")).toBeVisible();
  await page.getByRole("button", name("Lock it out there now")).click();
  expect(await intents()).toEqual([{ type: "lock-out", gatewayId: "pi", deviceId }]);
});

test("an order is given up by a word of the user's own", async ({ openWindow }) => {
  const { page, intents } = await openWindow(
    snapshot({ navigation: onLostPhone, lockOuts: [{ ...gatewayGone, gatewayId: "gone", key: `gone/${deviceId}` }] }),
  );
  await page.getByRole("button", name("Another device")).click();
  await page.getByText(gatewayGone.sentence).click();
  await page.getByRole("button", name("Give up this order…")).click();
  await page.getByRole("dialog").getByRole("button", name("Give up")).click();
  expect(await intents()).toEqual([{ type: "give-up-lock-out", gatewayId: "gone", deviceId }]);
});
