import { fiveDevices, manyDevices } from "../support/snapshot-devices.ts";
import { snapshot } from "../support/snapshots.ts";
import { expect, test } from "../support/window-test.ts";

const name = (text: string) => ({ name: text, exact: true });
const onDevices = { seq: 0, view: "devices" } as const;

test("Remove asks first, with the focus on Cancel, and sends the device's own id", async ({ openWindow }) => {
  const { page, intents } = await openWindow(snapshot({ navigation: onDevices }));
  const remove = page.getByRole("listitem", { name: "Pixel 9 Pro" }).getByRole("button", name("Remove"));
  await remove.click();
  const dialog = page.getByRole("dialog", { name: "Remove Pixel 9 Pro?" });
  await expect(dialog).toContainText("disconnected at once");
  await expect(dialog.getByRole("button", name("Cancel"))).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(remove).toBeFocused();
  expect(await intents()).toEqual([]);
  await remove.click();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await remove.click();
  await dialog.getByRole("button", name("Remove")).click();
  await expect(dialog).toBeHidden();
  const { gatewayId, deviceId } = fiveDevices[1]!;
  expect(await intents()).toEqual([{ type: "remove", gatewayId, deviceId }]);
});

test("removing PairTray's own entry says that it disconnects this app", async ({ openWindow }) => {
  const { page } = await openWindow(snapshot({ navigation: onDevices }));
  await page.getByRole("listitem", { name: "PairTray on desk" }).getByRole("button", name("Remove")).click();
  await expect(page.getByRole("dialog")).toContainText("it disconnects this app");
});

test("Revoke names the role, and sends it", async ({ openWindow }) => {
  const { page, intents } = await openWindow(snapshot({ navigation: onDevices }));
  const row = page.getByRole("listitem", { name: "Pixel 9 Pro" });
  await row.getByRole("button", { name: "Pixel 9 Pro" }).click();
  await row.getByRole("region", { name: "Role operator" }).getByRole("button", name("Revoke")).click();
  await page
    .getByRole("dialog", { name: "Revoke the role operator of Pixel 9 Pro?" })
    .getByRole("button", name("Revoke"))
    .click();
  expect(await intents()).toMatchObject([{ type: "revoke", deviceId: fiveDevices[1]!.deviceId, role: "operator" }]);
});

test("a question about a device that is gone closes by itself", async ({ openWindow }) => {
  const { page, moveOn } = await openWindow(snapshot({ navigation: onDevices }));
  await page.getByRole("listitem", { name: "Pixel 9 Pro" }).getByRole("button", name("Remove")).click();
  await moveOn({ devices: fiveDevices.filter((device) => device.name !== "Pixel 9 Pro") });
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("what can't be managed says why", async ({ openWindow }) => {
  const { page, intents } = await openWindow(snapshot({ navigation: onDevices }));
  const remove = page.getByRole("listitem", { name: "Control UI in Firefox" }).getByRole("button", name("Remove"));
  await expect(remove).toHaveAttribute("aria-disabled", "true");
  await expect(remove).toHaveAccessibleDescription(/operator\.admin/);
  await remove.click({ force: true });
  await expect(page.getByRole("dialog")).toBeHidden();
  expect(await intents()).toEqual([]);
});

test("search and filters find what they say", async ({ openWindow }) => {
  const { page } = await openWindow(snapshot({ navigation: onDevices }));
  await page.getByLabel("Show").selectOption("Not seen for 30 days");
  await expect(page.getByRole("listitem")).toHaveCount(1);
  await expect(page.getByRole("listitem", { name: "Noor’s Galaxy S22" })).toBeVisible();
  await page.getByLabel("Search devices").fill("nothing like it");
  await page.getByRole("button", { name: "Show all devices" }).click();
  await expect(page.getByRole("listitem")).toHaveCount(5);
  await page.getByLabel("Search devices").fill("firefox reads");
  await expect(page.getByRole("listitem")).toHaveCount(1);
});

/** That none of it holds up the window is a figure, and stands in the bench. */
test("of ten thousand devices only the rows near the view exist, and a change is found at once", async ({
  openWindow,
}) => {
  const devices = manyDevices(10_000);
  const { page, moveOn } = await openWindow(snapshot({ devices, navigation: onDevices }));
  const rows = page.getByRole("listitem");
  await rows.first().waitFor();
  await page.getByLabel("Search devices").pressSequentially("galaxy 99");
  await page.getByText(/^\d+ of 10000/).waitFor();
  await page.getByLabel("Search devices").fill("");
  await page.getByLabel("Order").selectOption("Seen last first");
  await page.getByRole("main").hover();
  const places = new Set<string | null>();
  for (let turn = 0; turn < 5; turn += 1) {
    await page.mouse.wheel(0, 40_000);
    const place = rows.first();
    await expect.poll(async () => places.has(await place.getAttribute("aria-posinset"))).toBe(false);
    places.add(await place.getAttribute("aria-posinset"));
    expect(await rows.count()).toBeLessThan(50);
  }
  const changed = { ...devices[5_000]!, name: "Changed" };
  await moveOn({ devices: devices.with(5_000, changed) });
  await page.getByLabel("Search devices").fill("changed");
  await expect(rows).toHaveCount(1);
  await expect(page.getByRole("listitem", { name: "Changed" })).toBeVisible();
});

test("an open form does nothing while something else waits for its device", async ({ openWindow }) => {
  const phone = fiveDevices[1]!;
  const { page, intents, moveOn } = await openWindow(
    snapshot({ navigation: { seq: 0, view: "devices", key: phone.key } }),
  );
  const role = page.getByRole("region", { name: "Role operator" });
  await role.getByRole("button", name("Rotate…")).click();
  await page.getByRole("button", name("Rename")).click();
  const field = page.getByLabel("Name on this gateway");
  await field.fill("Anna’s phone");
  const buttons = [role.getByRole("button", name("Rotate token")), page.getByRole("button", name("Save"))];
  for (const button of buttons) await expect(button).not.toHaveAttribute("aria-disabled");
  const waiting = { ...phone, action: { state: "waiting", what: "remove", untilMs: Date.now() + 6_000 } } as const;
  await moveOn({ devices: fiveDevices.map((row) => (row.key === phone.key ? waiting : row)) });
  await field.press("Enter");
  for (const button of buttons) {
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await button.click({ force: true });
  }
  expect(await intents()).toEqual([]);
  await page.getByRole("button", name("Cancel")).first().click();
  await expect(page.getByRole("button", name("Rename"))).toHaveAttribute("aria-disabled", "true");
});
