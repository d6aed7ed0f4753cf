import {
  adminRequest,
  hostileNames,
  manyRequests,
  phoneRequest,
  repairRequest,
  upgradeRequest,
  watchRequest,
} from "../support/snapshot-requests.ts";
import { snapshot } from "../support/snapshots.ts";
import { expect, stillTime, test, untilReady } from "../support/window-test.ts";

const name = (text: string) => ({ name: text, exact: true });

test("a request is a list item with the device's name, and its two answers have exactly their names", async ({
  openWindow,
}) => {
  const { page } = await openWindow(snapshot({ requests: [watchRequest()] }));
  const card = page.getByRole("listitem", { name: "Kitchen tablet" });
  await expect(card).toBeVisible();
  await expect(page.getByRole("listitem")).toHaveCount(1);
  await expect(card.getByRole("button", name("Approve"))).toBeVisible();
  await expect(card.getByRole("button", name("Reject"))).toBeVisible();
  for (const view of ["Requests", "Devices", "Settings"]) {
    await expect(page.getByRole("navigation").getByRole("button", name(view))).toBeVisible();
  }
});

test("an answer carries the id and the digest that were on screen", async ({ openWindow }) => {
  const { page, intents } = await openWindow(snapshot({ requests: [watchRequest()] }));
  await page.getByRole("button", name("Approve")).click();
  await page.getByRole("button", name("Reject")).click();
  const shown = { gatewayId: "home", requestId: "req-read", digest: "digest-read" };
  expect(await intents()).toEqual([
    { type: "approve", ...shown },
    { type: "reject", ...shown },
  ]);
});

test("Approve never has the focus by itself, and comes after Reject", async ({ openWindow }) => {
  const { page, moveOn } = await openWindow(snapshot());
  await page.getByRole("navigation").getByRole("button", name("Requests")).focus();
  await moveOn({ requests: [watchRequest()], navigation: { seq: 1, view: "requests", key: "home/req-read" } });
  const heading = page.getByRole("button", { name: "Kitchen tablet" });
  await expect(heading).toBeFocused();
  const order: string[] = [];
  for (let step = 0; step < 3; step += 1) {
    await page.keyboard.press("Tab");
    order.push(await page.locator(":focus").innerText());
  }
  expect(order).toEqual(["Details", "Reject", "Approve"]);
});

test("Enter and Space anywhere but on Approve approve nothing", async ({ openWindow }) => {
  const { page, intents } = await openWindow(snapshot({ requests: [watchRequest()] }));
  await page.getByRole("button", name("Approve")).and(page.locator(":not([aria-disabled])")).waitFor();
  await page.getByRole("button", { name: "Kitchen tablet" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  expect(await intents()).toEqual([]);
});

test("a high-risk Approve works only after 1.2 s in view, and says so", async ({ openWindow, page: clocked }) => {
  const time = await stillTime(clocked);
  const { page, intents } = await openWindow(snapshot({ requests: [adminRequest()] }));
  const approve = page.getByRole("button", name("Approve"));
  await approve.waitFor();
  // The page has seen that it is in view.
  await expect(approve).toBeInViewport({ ratio: 1 });
  await time.pass(1_190);
  await expect(approve).toHaveAttribute("aria-disabled", "true");
  await expect(approve).toHaveAccessibleDescription(/High risk.*once it has been in view/);
  await approve.click({ force: true });
  expect(await intents()).toEqual([]);
  await untilReady(approve, time);
  await expect(approve).toHaveAccessibleDescription("High risk. Approve is ready.");
  await approve.click();
  expect(await intents()).toHaveLength(1);
});

test("a double click sends one intent, and the card shows what became of it", async ({ openWindow }) => {
  const { page, moveOn, intents } = await openWindow(snapshot({ requests: [watchRequest()] }));
  const approve = page.getByRole("button", name("Approve"));
  await expect(approve).not.toHaveAttribute("aria-disabled");
  await approve.click();
  await moveOn({ requests: [watchRequest({ action: { state: "sending", what: "approve" } })] });
  await expect(page.getByText("Approving…")).toBeVisible();
  await approve.click({ force: true });
  await page.getByRole("button", name("Reject")).click({ force: true });
  expect(await intents()).toHaveLength(1);
  const failed = { state: "failed", what: "approve", sentence: "It is gone.", step: "Look again." } as const;
  await moveOn({ requests: [watchRequest({ action: failed })] });
  await expect(page.getByText("It is gone.")).toBeVisible();
  await expect(page.getByText("Look again.")).toBeVisible();
});

test("main's refusal stands on the card", async ({ openWindow }) => {
  const { page, answerWith } = await openWindow(snapshot({ requests: [watchRequest()] }));
  await answerWith({ ok: false, sentence: "This is not what was on screen." });
  await page.getByRole("button", name("Reject")).click();
  await expect(page.getByRole("listitem").getByText("This is not what was on screen.")).toBeVisible();
});

test("the card that was open stays open when a second request arrives", async ({ openWindow }) => {
  const { page, moveOn } = await openWindow(snapshot({ requests: [watchRequest()] }));
  await moveOn({ requests: [watchRequest(), phoneRequest()] });
  await expect(page.getByRole("listitem")).toHaveCount(2);
  await expect(page.getByRole("button", { name: "Kitchen tablet" })).toHaveAttribute("aria-expanded", "true");
  await expect(page.getByRole("button", { name: "Pixel 9 Pro" })).toHaveAttribute("aria-expanded", "false");
});

test("Escape folds the details, then the card; arrows walk from card to card", async ({ openWindow }) => {
  const { page } = await openWindow(snapshot({ requests: manyRequests(3) }));
  const first = page.getByRole("button", { name: "Pixel 9 Pro" });
  await first.press("Enter");
  await page.getByText("Details").press("Enter");
  await expect(page.getByText("Request ID")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("Request ID")).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(first).toHaveAttribute("aria-expanded", "false");
  await expect(first).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("button", { name: /^MCP on/ })).toBeFocused();
});

test("when the focused request goes away, the focus goes to the next one and not to its Approve", async ({
  openWindow,
}) => {
  const { page, moveOn } = await openWindow(snapshot({ requests: [watchRequest(), phoneRequest()] }));
  await page.getByRole("button", { name: "Kitchen tablet" }).press("Enter");
  await page.getByRole("button", name("Reject")).focus();
  await moveOn({ requests: [phoneRequest()] });
  await expect(page.getByRole("button", { name: "Pixel 9 Pro" })).toBeFocused();
});

test("a hostile name changes neither the layout nor the meaning of a card", async ({ openWindow }) => {
  const { page, moveOn } = await openWindow(snapshot({ requests: [watchRequest()] }));
  const card = page.getByRole("listitem");
  await card.waitFor();
  const calm = (await card.boundingBox())!;
  for (const hostile of hostileNames) {
    await moveOn({ requests: [watchRequest({ name: hostile })] });
    await expect(card.locator("bdi")).toHaveText(hostile.replaceAll(/\s+/g, " ").trim());
    const box = (await card.boundingBox())!;
    expect(box.width).toBe(calm.width);
    expect(box.height - calm.height).toBeLessThan(24);
    await expect(card.getByRole("button", name("Approve"))).toBeInViewport({ ratio: 1 });
    await expect(card.getByRole("button", name("Reject"))).toBeInViewport({ ratio: 1 });
  }
});

test("blocking what a paired device asks for doesn't read like locking it out", async ({ openWindow }) => {
  const { page, moveOn, expectAccessible } = await openWindow(snapshot({ requests: [upgradeRequest()] }));
  const block = page.getByRole("button", { name: "Reject and block", exact: true });
  const hint = "Blocked or not, it keeps the access that it has. Devices, Lost it… locks it out.";
  for (const request of [upgradeRequest(), repairRequest()]) {
    await moveOn({ requests: [request] });
    const details = page.getByText("Details");
    if (!(await block.isVisible())) await details.click();
    await expect(page.getByText(hint)).toBeVisible();
    await expect(block).toHaveAccessibleDescription(hint);
  }
  await expectAccessible();
  await moveOn({ requests: [phoneRequest()] });
  if (!(await block.isVisible())) await page.getByText("Details").click();
  await expect(block).toBeVisible();
  await expect(page.getByText(hint)).toHaveCount(0);
});
