import type { Page } from "@playwright/test";
import { adminRequest, phoneRequest, watchRequest } from "../support/snapshot-requests.ts";
import { messageRequest } from "../support/snapshot-review.ts";
import { snapshot } from "../support/snapshots.ts";
import { expect, test } from "../support/window-test.ts";

/** What a screen reader says of where the focus is: what it is, its name and state, and what it is described by. */
async function spoken(page: Page): Promise<string> {
  const focus = page.locator(":focus");
  const said = (await focus.ariaSnapshot()).split("\n")[0]!.replace(/^- /, "").replace(/:$/, "");
  const description = await focus.evaluate((element) =>
    (element.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent ?? "")
      .join(" ")
      .trim(),
  );
  return description === "" ? said : `${said}, ${description}`;
}

/** Presses the key once for each stop expected, and compares what is said at each. */
async function walk(page: Page, key: "Tab" | "Shift+Tab", stops: readonly (string | RegExp)[]): Promise<void> {
  const heard: string[] = [];
  for (const stop of stops) {
    await page.keyboard.press(key);
    const said = await spoken(page);
    heard.push(said);
    const fits = typeof stop === "string" ? said === stop : stop.test(said);
    expect(fits, `expected ${stop}, after ${JSON.stringify(heard)}`).toBe(true);
  }
}

/** Every page begins with these. */
const tabs = [
  /^button "Requests", \d requests? waits?$/,
  'button "Devices"',
  'button "Activity"',
  'button "Settings"',
  'button "Pair a device"',
];

test("a card by Tab alone: who, more about it, the quiet ways out, Reject, and Approve last", async ({
  openWindow,
}) => {
  const { page, intents } = await openWindow(snapshot({ requests: [adminRequest()] }));
  const card = page.getByRole("listitem", { name: "MCP on Ana’s ThinkPad" });
  await expect(card.getByRole("button", { name: "Approve", exact: true })).not.toHaveAttribute("aria-disabled");
  await walk(page, "Tab", [
    ...tabs,
    // Without the seconds that are left: a name that changes would be read out again and again. The details have the time.
    /^button "MCP on Ana’s ThinkPad New device.* High risk" \[expanded\]$/,
    /Details/,
  ]);
  await page.keyboard.press("Enter");
  await expect(card.getByText("Expires", { exact: true })).toBeVisible();
  const answers = ['button "Reject", High risk. Approve is ready.', 'button "Approve", High risk. Approve is ready.'];
  await walk(page, "Tab", ['button "Mute for 1 hour"', 'button "Reject and block"', ...answers]);
  await walk(page, "Shift+Tab", [answers[0]!]);
  expect(await intents(), "walking decides nothing").toEqual([]);
  await page.keyboard.press("Space");
  expect(await intents()).toMatchObject([{ type: "reject", requestId: "req-admin" }]);
});

test("what a direct message may be given with it stands before the answers", async ({ openWindow }) => {
  const { page, intents } = await openWindow(snapshot({ requests: [messageRequest()] }));
  await page.getByRole("listitem", { name: "Jonas" }).locator("[data-heading]").focus();
  await walk(page, "Tab", [
    /Details/,
    'checkbox "Tell this person that they were let in"',
    'checkbox "Let this person give commands to the gateway too", Nobody may do that in a channel yet. Only for yourself.',
    'button "Reject"',
    /^button "Approve"/,
  ]);
  expect(await intents()).toEqual([]);
});

test("several by keyboard: Select leads to the bar, Shift+Tab to the cards, Done back to Select", async ({
  openWindow,
}) => {
  const { page, intents } = await openWindow(snapshot({ requests: [watchRequest(), phoneRequest()] }));
  await page.getByRole("button", { name: "Select", exact: true }).waitFor();
  await walk(page, "Tab", [...tabs, 'button "Select"']);
  await page.keyboard.press("Enter");
  expect(await spoken(page)).toBe('button "Select all"');
  await walk(page, "Tab", ['button "Done"', 'button "Reject" [disabled]', 'button "Approve" [disabled]']);
  await walk(page, "Shift+Tab", [
    'button "Reject" [disabled]',
    'button "Done"',
    'button "Select all"',
    /^button "Pixel 9 Pro New device/,
    'checkbox "Select Pixel 9 Pro"',
  ]);
  await page.keyboard.press("Space");
  expect(await spoken(page)).toBe('checkbox "Select Pixel 9 Pro" [checked]');
  await expect(page.getByRole("status").filter({ hasText: "1 of 2 selected" })).toBeVisible();
  await walk(page, "Tab", [
    /^button "Pixel 9 Pro New device/,
    'button "Select all"',
    'button "Done"',
    'button "Reject 1"',
  ]);
  await page.keyboard.press("Enter");
  expect(await intents()).toMatchObject([
    { type: "decide-several", what: "reject", items: [{ requestId: "req-phone", digest: "digest-phone" }] },
  ]);
  await walk(page, "Shift+Tab", ['button "Done"']);
  await page.keyboard.press("Enter");
  expect(await spoken(page)).toBe('button "Select"');
});
