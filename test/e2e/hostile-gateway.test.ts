import { expect, type Page, test } from "@playwright/test";
import { type DemoGateway } from "../../src/demo/demo-gateway-types.ts";
import { startDemoGateway } from "../../src/demo/demo-gateway.ts";
import { createPhone, type SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import { connected, launchPairTray, type RunningPairTray } from "../support/pairtray.ts";

let gateway: DemoGateway;
let pairtray: RunningPairTray;
let page: Page;
const phones: SimulatedPhone[] = [];

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  gateway = await startDemoGateway({
    autoApproveLocal: (device) => device.displayName?.startsWith("PairTray") === true,
  });
  pairtray = await launchPairTray({ url: gateway.url, token: gateway.token, show: true });
  page = await pairtray.window();
  await expect(connected(page)).toBeVisible({ timeout: 30_000 });
});

test.afterAll(async () => {
  await Promise.all(phones.map((phone) => phone.close()));
  await pairtray.dispose();
  await gateway.stop();
});

/** The app lives, and what the gateway says next is shown: a phone that never asked before. */
async function stillTrue(): Promise<void> {
  const phone = createPhone({
    url: gateway.url,
    token: gateway.token ?? "",
    name: `Honest phone ${phones.length + 1}`,
    platform: "android",
    role: "node",
  });
  phones.push(phone);
  await expect(connected(page)).toBeVisible({ timeout: 45_000 });
  await phone.knock();
  await expect(page.getByRole("listitem", { name: phone.name })).toBeVisible({ timeout: 20_000 });
  expect(pairtray.app.process().exitCode).toBeNull();
}

test("garbage, truncated and unknown frames change nothing", async () => {
  for (const text of [
    "",
    "garbage \u0000\uffff",
    '{"type":"event","event":"device.pair.req',
    "[]",
    "null",
    '{"type":"what"}',
  ]) {
    gateway.faults.sendText(text);
  }
  gateway.faults.sendEvent("nobody.knows", { deep: [[[{}]]] });
  gateway.faults.sendEvent("device.pair.requested", null);
  gateway.faults.sendEvent("device.pair.requested", { requestId: 7, deviceId: ["x"] });
  gateway.faults.sendEvent("device.pair.resolved", "resolved");
  await stillTrue();
});

test("an oversized frame costs the connection, and it comes back by itself", async () => {
  gateway.faults.sendOversized(26 * 1024 * 1024);
  await stillTrue();
});

test("lists with unknown and with missing fields are read as far as they go, and said", async () => {
  const undo = gateway.faults.rewriteAnswers("device.pair.list", (payload) => {
    const list = payload as { pending: object[]; paired: object[] };
    return {
      ...list,
      futureField: { nested: true },
      pending: [...list.pending.map((row) => ({ ...row, quantum: 1, platform: 42 })), { displayName: "no ids" }, null],
    };
  });
  gateway.faults.sendEvent("presence", {});
  await expect(page.getByText(/2 entries of the gateway's list can't be read/)).toBeVisible();
  await expect(page.getByRole("listitem", { name: "Honest phone 1" })).toBeVisible();
  undo();
});

test("an answer that is no list has a face, and the next good list repairs it", async () => {
  const undo = gateway.faults.rewriteAnswers("device.pair.list", () => "what?");
  gateway.faults.sendEvent("presence", {});
  await expect(page.getByText("Connected, but the list can't be read").first()).toBeVisible();
  undo();
  gateway.faults.sendEvent("presence", {});
  await stillTrue();
});

test("a name full of tricks stays a name", async () => {
  const tricks = `<img src=x onerror=alert(1)> \u202Egnp.exe\u0000\u200B${"Z\u0351".repeat(5_000)}`;
  const undo = gateway.faults.rewriteAnswers("device.pair.list", (payload) => {
    const list = payload as { pending: object[] };
    return { ...list, pending: list.pending.slice(0, 1).map((row) => ({ ...row, displayName: tricks })) };
  });
  gateway.faults.sendEvent("presence", {});
  const card = page.getByRole("listitem", { name: /<img src=x onerror=alert\(1\)>/ });
  await expect(card).toBeVisible();
  const text = await card.innerText();
  for (const hidden of ["\u202e", "\u200b", "\u0000"]) expect(text).not.toContain(hidden);
  expect(text.length).toBeLessThan(2_000);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  undo();
});
