import path from "node:path";
import { now } from "../support/snapshot-access.ts";
import { activity, activityScene, changes, messageRequest, nodeRequest } from "../support/snapshot-review.ts";
import {
  adminRequest,
  manyRequests,
  phoneRequest,
  upgradeRequest,
  watchRequest,
} from "../support/snapshot-requests.ts";
import { snapshot } from "../support/snapshots.ts";
import { expect, stillTime, test, untilReady } from "../support/window-test.ts";

const name = (text: string) => ({ name: text, exact: true });
const ready = ":not([aria-disabled])";

test("an open card says which version of it is on screen", async ({ openWindow }) => {
  const { page, seen, moveOn } = await openWindow(snapshot({ requests: [watchRequest()] }));
  await page.getByRole("button", name("Approve")).waitFor();
  await expect.poll(seen).toEqual(["req-read digest-read"]);
  await moveOn({ requests: [watchRequest({ digest: "other", changes })] });
  await expect.poll(seen).toEqual(["req-read digest-read", "req-read other"]);
});

test("what changed is said at once, and the answer is for what stands there now", async ({
  openWindow,
  page: clocked,
}) => {
  const time = await stillTime(clocked);
  const { page, moveOn, intents } = await openWindow(snapshot({ requests: [watchRequest()] }));
  const approve = page.getByRole("button", name("Approve"));
  await untilReady(approve, time);
  await moveOn({ requests: [watchRequest({ digest: "other", risk: "high", changes })] });
  const alert = page.getByRole("alert");
  for (const change of changes) await expect(alert).toContainText(change);
  await time.pass(1_000);
  await expect(approve, "it has to be read again").toHaveAttribute("aria-disabled", "true");
  await approve.click({ force: true });
  expect(await intents()).toEqual([]);
  await untilReady(approve, time);
  await approve.click();
  expect(await intents()).toMatchObject([{ type: "approve", digest: "other" }]);
});

test("a request that takes the place of one that was read is open, and can't be hit by the same click", async ({
  openWindow,
  page: clocked,
}) => {
  const time = await stillTime(clocked);
  const { page, moveOn } = await openWindow(snapshot({ requests: [watchRequest(), phoneRequest()] }));
  await page.getByRole("button", { name: "Kitchen tablet" }).click();
  await untilReady(page.getByRole("button", name("Approve")), time);
  await moveOn({
    requests: [watchRequest({ key: "home/new", requestId: "new", digest: "new", changes }), phoneRequest()],
  });
  const card = page.getByRole("listitem", { name: "Kitchen tablet" });
  await expect(card.getByRole("alert")).toContainText("This request changed since you read it.");
  await time.pass(300);
  await expect(card.getByRole("button", name("Approve"))).toHaveAttribute("aria-disabled", "true");
});

test("several are picked, approved as they were shown, and nothing that came later", async ({
  openWindow,
  page: clocked,
}) => {
  const time = await stillTime(clocked);
  const { page, moveOn, intents, expectAccessible } = await openWindow(snapshot({ requests: manyRequests(3) }));
  await page.getByRole("button", name("Select")).click();
  const bar = page.getByRole("region", { name: "Selected requests" });
  await bar.getByRole("button", name("Select all")).click();
  await moveOn({ requests: manyRequests(4) });
  // The window draws what is new at most so often.
  await time.pass(60);
  await expect(bar).toContainText("3 of 4 selected");
  await expect(bar).toContainText("One is high risk: approved only where you have opened the card itself.");
  const approve = bar.getByRole("button", { name: /^Approve/ });
  await time.pass(1_000);
  await expect(approve).toHaveAttribute("aria-disabled", "true");
  await page.clock.resume();
  await expectAccessible();
  await approve.and(page.locator(ready)).click();
  const items = ["0", "1", "2"].map((n) => ({ gatewayId: "home", requestId: `req-${n}`, digest: `digest-${n}` }));
  expect(await intents()).toEqual([{ type: "decide-several", what: "approve", items }]);
});

test("a card far out of view is its name alone, and whole again when it comes near; the one in use stays", async ({
  openWindow,
}) => {
  const { page } = await openWindow(snapshot({ requests: manyRequests(60) }));
  const cards = page.locator("li.card");
  const last = cards.last();
  await expect(cards).toHaveCount(60);
  await expect(last).toHaveText("Noor’s Galaxy S25 60");
  await cards.first().locator("[data-heading]").focus();
  await last.scrollIntoViewIfNeeded();
  await expect(last.getByRole("button", { expanded: false })).toBeVisible();
  await expect(cards.nth(1)).toHaveText("MCP on Ana’s ThinkPad");
  await expect(cards.first().locator("[data-heading]"), "it has the focus").toBeFocused();
});

test("what was never in view is not approved with what was, however it was picked", async ({ openWindow }) => {
  const { page, intents } = await openWindow(snapshot({ requests: manyRequests(30) }));
  await page.getByRole("button", name("Select")).click();
  const bar = page.getByRole("region", { name: "Selected requests" });
  await bar.getByRole("button", name("Select all")).click();
  await expect(bar).toContainText(/were not in view yet: scroll there before you approve\./);
  const approve = bar.getByRole("button", { name: /^Approve/ });
  await approve.and(page.locator(ready)).click();
  const decided = async () => (await intents()) as { what?: string; items?: { requestId: string }[] }[];
  const approved = (await decided())[0]!.items!.map(({ requestId }) => requestId);
  expect(approved.length).toBeGreaterThan(0);
  expect(approved.length).toBeLessThan(10);
  expect(approved).toEqual(approved.map((_, index) => `req-${index}`));
  await page.getByRole("listitem").last().scrollIntoViewIfNeeded();
  await expect(approve, "what comes into view counts").not.toHaveText(`Approve ${approved.length}`);
  await bar.getByRole("button", name("Reject 30")).click();
  expect((await decided())[1]).toMatchObject({ what: "reject" });
  expect((await decided())[1]!.items).toHaveLength(30);
});

test("a picked request that changes is no longer picked", async ({ openWindow }) => {
  const { page, moveOn } = await openWindow(snapshot({ requests: [watchRequest(), phoneRequest()] }));
  await page.getByRole("button", name("Select")).click();
  await page.getByRole("checkbox", { name: "Select Kitchen tablet" }).check();
  await expect(page.getByText("1 of 2 selected")).toBeVisible();
  await moveOn({ requests: [watchRequest({ digest: "other" }), phoneRequest()] });
  await expect(page.getByText("Nothing selected")).toBeVisible();
});

test("mute and block stand in the details, name the request, and can be taken back", async ({ openWindow }) => {
  const { page, intents, moveOn } = await openWindow(snapshot({ requests: [phoneRequest()] }));
  await page.getByText("Details").click();
  await page.getByRole("button", name("Mute for 1 hour")).click();
  const { deviceId, name: device } = phoneRequest();
  await moveOn({ quiet: { muted: [{ deviceId, name: device, untilMs: Date.now() + 3_600_000 }] } });
  await expect(page.getByText("Muted", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: /notify again/ }).click();
  await page.getByRole("button", name("Reject and block")).click();
  const request = { gatewayId: "home", requestId: "req-phone" };
  expect(await intents()).toEqual([
    { type: "mute", ...request },
    { type: "unmute", deviceId },
    { type: "block", ...request },
  ]);
});

test("where nothing would notify, the list says so and offers the way back", async ({ openWindow }) => {
  const base = snapshot({ quiet: { muted: [], snoozedUntilMs: Date.now() + 1_000_000 } });
  const { page, intents, moveOn } = await openWindow(base);
  const promise = page.getByText("When a device asks to pair");
  const withoutNotification = "in the tray, but no notification tells you";
  await expect(promise).toContainText(withoutNotification);
  await page.getByRole("button", name("Notify again")).click();
  await moveOn({ quiet: { muted: [] }, settings: { ...base.settings, notifications: false } });
  await expect(promise).toContainText(withoutNotification);
  await page.getByRole("button", name("Turn on")).click();
  expect(await intents()).toEqual([
    { type: "snooze", on: false },
    { type: "set-notifications", on: true },
  ]);
  const notifying = { sentence: "The system refuses PairTray's notifications.", warning: true };
  await moveOn({ settings: base.settings, machine: { ...base.machine, notifying } });
  await expect(page.getByText(notifying.sentence)).toBeVisible();
  await expect(promise).toContainText(withoutNotification);
  await moveOn({ machine: { ...base.machine, notifying, trayShown: false } });
  await expect(promise).toContainText("nowhere else");
  await moveOn({ machine: base.machine });
  await expect(promise).toContainText("and a notification tells you");
});

test("a direct message is approved with what was chosen beside it, and nothing is chosen beforehand", async ({
  openWindow,
}) => {
  const { page, intents } = await openWindow(snapshot({ requests: [messageRequest()] }));
  await expect(page.getByRole("checkbox", { checked: true })).toHaveCount(0);
  await page.getByRole("checkbox", { name: "Tell this person that they were let in" }).check();
  await page.getByRole("button", name("Approve")).and(page.locator(ready)).click();
  expect(await intents()).toMatchObject([{ type: "approve", requestId: "message/1", offers: ["notify"] }]);
});

test("activity is asked for while it is looked at, searched by main, and left alone afterwards", async ({
  openWindow,
}) => {
  const { page, intents, moveOn } = await openWindow(snapshot());
  await page.getByRole("button", name("Activity")).click();
  await moveOn({
    activity,
    activityList: { total: 84, matching: 84, problems: ["The chain of this history is broken at row 3."] },
  });
  await expect(page.getByRole("listitem")).toHaveCount(activity.length);
  await expect(page.getByText("broken at row 3")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search activity" }).fill("bank");
  await page.getByRole("combobox", { name: "About" }).selectOption("trouble");
  await page.getByRole("button", { name: "Export as JSON" }).click();
  await page.getByRole("button", name("Devices")).click();
  const asked = await intents();
  expect(asked).toContainEqual(
    expect.objectContaining({ type: "watch-activity", on: true, text: "bank", about: "trouble" }),
  );
  expect(asked).toContainEqual({ type: "export-activity" });
  expect(asked.at(-1)).toMatchObject({ type: "watch-activity", on: false });
});

test("what a screen reader says of a card, in its order", async ({ openWindow, page: clocked }) => {
  await clocked.clock.setFixedTime(now);
  const { page } = await openWindow(snapshot({ requests: [upgradeRequest({ changes })] }));
  await expect(page.getByRole("listitem", { name: "Control UI in Firefox" })).toMatchAriaSnapshot(`
    - listitem "Control UI in Firefox":
      - heading /Control UI in Firefox Asks for more access · macOS · Control UI · 192\\.168\\.1\\.20 · .* High risk/ [level=2]:
        - button /Control UI in Firefox .* High risk/ [expanded]
      - alert:
        - img "Warning"
        - paragraph: This request changed since you read it.
        - paragraph: "Read it again: your answer is for what stands here now."
        - paragraph: ${changes[0]}
        - paragraph: "${changes[1]}"
        - paragraph: ${changes[2]}
      - group "Unusual":
        - img "Problem"
        - paragraph: "It asks for full control: it could change anything and let others in."
      - heading "Added" [level=3]
      - heading "Kept" [level=3]
      - button "Reject"
      - button "Approve"
  `);
});

const scenes = {
  changed: snapshot({ requests: [watchRequest({ risk: "high", changes, warnings: adminRequest().warnings })] }),
  node: snapshot({ requests: [nodeRequest()] }),
  message: snapshot({ requests: [messageRequest()] }),
  activity: snapshot(activityScene),
  silenced: snapshot({ requests: [watchRequest()], settings: { ...snapshot().settings, notifications: false } }),
  // Enough that most of them are far out of view, and few enough for axe to look at each.
  flood: snapshot({ requests: manyRequests(40) }),
  still: snapshot({ requests: [watchRequest({ endless: "still-asking" })] }),
};

for (const [look, colorScheme, zoomed] of [
  ["light", "light", false],
  ["dark", "dark", false],
  // 200 % zoom of the same window leaves half of it each way.
  ["zoomed", "light", true],
] as const) {
  test.describe(look, () => {
    test.use({ colorScheme, ...(zoomed && { viewport: { width: 210, height: 320 }, deviceScaleFactor: 2 }) });
    for (const [scene, state] of Object.entries(scenes)) {
      test(`picture of ${scene}`, async ({ openWindow, page: clocked }) => {
        await clocked.clock.setFixedTime(now);
        const { page, expectAccessible } = await openWindow(state);
        await page.locator(".frame").waitFor();
        if (scene === "flood") {
          await page.getByRole("button", name("Select")).click();
          await page.getByRole("button", name("Select all")).click();
        }
        await page.screenshot({ path: path.join("test-results", "window-pictures", look, `review-${scene}.png`) });
        if (!zoomed) await expectAccessible();
      });
    }
  });
}
