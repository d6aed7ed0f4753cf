import { expect, test, type Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { desktopHands } from "../../scripts/lib/desktop-hands.ts";
import { projectRoot } from "../../scripts/lib/project-paths.ts";
import { freshPhoneIdentity, type PhoneIdentity } from "../../src/demo/phone-identity.ts";
import { createPhone, type PhoneOptions, type SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import { type NotificationWatch, watchNotifications } from "../support/notification-watch.ts";
import { adminOperator, approveByName, listDevices } from "../support/operator-client.ts";
import { connected, launchPairTray, type RunningPairTray } from "../support/pairtray.ts";
import { type RealGateway, startRealGateway } from "../support/real-gateway.ts";
import { openAll, type Pressed, pressApprove } from "./review-page.ts";

const pictures = path.join(projectRoot, "test-results", "pictures");
const RACES = 200;
/** Devices that ask at the same time: they share the wait until their cards can be answered. */
const HEAT = 10;

let gateway: RealGateway;
let watch: NotificationWatch;
let operator: SimulatedPhone;
let pairtray: RunningPairTray;
let wallDisplay: PhoneIdentity;
let controlDesk: PhoneIdentity;
const phones: SimulatedPhone[] = [];

/** An operator's program, as the same device each time it is made with the same identity. */
function program(identity: PhoneIdentity, name: string, scopes: string[], more: Partial<PhoneOptions> = {}) {
  const phone = createPhone({
    url: gateway.url,
    ...(gateway.token !== undefined && { token: gateway.token }),
    identity,
    name,
    platform: "linux",
    role: "operator",
    clientName: "gateway-client",
    mode: "ui",
    scopes,
    ...more,
  });
  phones.push(phone);
  return phone;
}

async function hangUp(): Promise<void> {
  await Promise.all(phones.splice(0).map((phone) => phone.close()));
}

/** A device that is paired already and holds these scopes. */
async function pairedWith(name: string, scopes: string[]): Promise<PhoneIdentity> {
  const identity = freshPhoneIdentity();
  const phone = program(identity, name, scopes);
  const knock = await phone.knock();
  if (knock.kind !== "pairing-required") throw new Error(knock.kind);
  await operator.request("device.pair.approve", { requestId: knock.requestId });
  expect(await phone.knock()).toMatchObject({ kind: "hello" });
  await phone.close();
  return identity;
}

const told = (text: string) => watch.seen.filter(({ summary }) => summary.includes(text));

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  gateway = await startRealGateway();
  watch = await watchNotifications();
  operator = await adminOperator(gateway);
  // Before the app is there, so that it tells only of what they ask for next: three notifications in ten seconds, and
  // what follows is told in a summary.
  wallDisplay = await pairedWith("Wall display", []);
  controlDesk = await pairedWith("Control desk", ["operator.read"]);
  pairtray = await launchPairTray({ url: gateway.url, token: gateway.token });
  await approveByName(operator, /^PairTray/);
});
test.afterEach(hangUp);
test.afterAll(async () => {
  await operator.close();
  await pairtray.dispose();
  watch.close();
  await gateway.stop();
});

test("a low-risk request is approved by the notification's own button, and no window ever opens", async () => {
  await expect.poll(async () => (await listDevices(operator)).paired.length).toBe(4);
  const phone = program(wallDisplay, "Wall display", ["operator.read"]);
  expect(await phone.knock()).toMatchObject({ kind: "pairing-required", reason: "scope-upgrade" });
  await expect.poll(() => told("Wall display").at(-1)?.actions ?? [], { timeout: 10_000 }).toContain("Approve");
  await desktopHands().screenshot(path.join(pictures, "notification-low.png"));
  await desktopHands().pressNotificationButton("Approve", "“Wall display”");
  await expect
    .poll(async () => (await listDevices(operator)).paired.find(({ deviceId }) => deviceId === phone.deviceId)?.scopes)
    .toContain("operator.read");
  expect(await phone.knock()).toMatchObject({ kind: "hello" });
  expect(pairtray.app.windows()).toHaveLength(0);
});

test("an upgrade shows exactly what is added, and can't be approved from its notification", async () => {
  const phone = program(controlDesk, "Control desk", ["operator.read", "operator.write", "operator.admin"]);
  expect(await phone.knock()).toMatchObject({ kind: "pairing-required", reason: "scope-upgrade" });
  await expect.poll(() => told("Control desk").length, { timeout: 10_000 }).toBeGreaterThan(0);
  for (const { actions } of told("Control desk")) {
    expect(actions).toContain("Review");
    expect(actions).toContain("Reject");
    expect(actions.join()).not.toContain("Approve");
  }
  await desktopHands().pressNotificationButton("Review", "“Control desk”");
  const page = await pairtray.window();
  const card = page.getByRole("listitem", { name: "Control desk" });
  await expect(card.locator('[data-change="added"] code')).toHaveText(["operator.admin", "operator.write"]);
  await expect(card.locator('[data-change="kept"] code')).toHaveText(["operator", "operator.read"]);
  await page.screenshot({ path: path.join(pictures, "upgrade.png") });
  await card.getByRole("button", { name: "Reject", exact: true }).click();
  await expect(card).toBeHidden();
});

test("a node's commands stand in the same list, in words, and are approved there", async () => {
  const phone = program(freshPhoneIdentity(), "Camera phone", [], {
    platform: "android",
    deviceFamily: "Android",
    role: "node",
    clientName: "openclaw-android",
    mode: "node",
    caps: ["camera"],
    commands: ["camera.list", "camera.snap"],
  });
  const knock = await phone.knock();
  expect(knock.kind).toBe("pairing-required");
  if (knock.kind === "pairing-required") await operator.request("device.pair.approve", { requestId: knock.requestId });
  expect(await phone.knock()).toMatchObject({ kind: "hello" });
  const page = await pairtray.window();
  const card = page.getByRole("listitem", { name: "Camera phone" });
  await expect(card).toContainText("Asks to be used by your agents");
  await expect(card).toContainText("Waits until answered");
  if ((await card.locator("[data-heading]").getAttribute("aria-expanded")) !== "true")
    await card.locator("[data-heading]").click();
  // What is dangerous is withheld by the gateway itself.
  await expect(card.locator('[data-change="added"]')).toContainText("See which cameras it has.");
  await expect(card).toContainText("Only an operator with write access (operator.write) may approve this.");
  await page.screenshot({ path: path.join(pictures, "node-commands.png") });
  const approve = card.getByRole("button", { name: "Approve", exact: true });
  await expect(approve).toBeEnabled();
  await approve.click();
  await expect(card).toBeHidden();
  const { paired } = (await operator.request("node.pair.list")) as { paired: { nodeId: string; commands: string[] }[] };
  expect(paired.find(({ nodeId }) => nodeId === phone.deviceId)?.commands).toEqual(["camera.list"]);
});

/** One device that asks, and asks for something else while its card is being read. */
interface Racer {
  readonly race: number;
  readonly first: SimulatedPhone;
  readonly second: SimulatedPhone;
  readonly requestId: string;
}

async function racer(race: number): Promise<Racer> {
  const identity = freshPhoneIdentity();
  const first = program(identity, `Racer ${race}`, ["operator.read"]);
  const second =
    race % 3 === 0
      ? program(identity, `Your bank ${race}`, ["operator.read"])
      : program(identity, `Racer ${race}`, race % 3 === 1 ? ["operator.read", "operator.admin"] : ["operator.write"]);
  const knock = await first.knock();
  if (knock.kind !== "pairing-required") throw new Error(knock.kind);
  return { race, first, second, requestId: knock.requestId ?? "" };
}

test(`a request that changes between reading and clicking is never approved as something else, ${RACES} times`, async () => {
  test.setTimeout(RACES * 4_000);
  const page = await pairtray.window();
  const approved = new Map<string, string>();
  operator.onEvent((event, payload) => {
    const { decision, requestId, deviceId } = payload as Record<string, string>;
    if (event === "device.pair.resolved" && decision === "approved") approved.set(requestId ?? "", deviceId ?? "");
  });
  const pressed = new Map<string, Pressed>();
  const outcome = { approved: 0, "not approved": 0, "not to be pressed": 0 };
  for (let done = 0; done < RACES; done += HEAT) {
    const racers = await Promise.all(Array.from({ length: HEAT }, (_, index) => racer(done + index)));
    const byId = new Map(racers.map((one) => [one.requestId, one]));
    let underWay: Promise<unknown> = Promise.resolve();
    // From below: a card that goes away moves those under it, and what moves can't be pressed for a moment.
    for (const requestId of await openAll(page, [...byId.keys()])) {
      const { race, first, second } = byId.get(requestId)!;
      // Most changes land within the few ms in which a click is on its way; some well before, some after.
      const spread = race % 4 === 0 ? 400 : 40;
      const knocking = sleep(Math.random() * spread).then(() => second.knock());
      const shown = await sleep(Math.random() * spread).then(() => pressApprove(page, first.deviceId));
      // The next one needn't wait until the gateway has answered this one.
      await underWay;
      underWay = knocking;
      if (shown) pressed.set(first.deviceId, shown);
      else outcome["not to be pressed"] += 1;
    }
    await underWay;
    // Whatever was under way is over: the card is gone, or it can be answered again.
    await expect(page.locator('.decision button:first-child[aria-disabled="true"]')).toHaveCount(0);
    const { pending, paired } = await listDevices(operator);
    for (const { race, first } of racers) {
      const device = paired.find(({ deviceId }) => deviceId === first.deviceId);
      const read = pressed.get(first.deviceId);
      if (!device) {
        if (read) outcome["not approved"] += 1;
        continue;
      }
      outcome.approved += 1;
      expect(read, "approved, and nobody pressed it").toBeDefined();
      const onScreen = new Set([...(read?.names ?? []), "operator"]);
      expect(
        device.scopes.filter((scope) => !onScreen.has(scope)),
        `race ${race}: scopes that were not on screen`,
      ).toEqual([]);
    }
    if (done === 0) {
      await page.locator(".changes").first().scrollIntoViewIfNeeded();
      await page.screenshot({ path: path.join(pictures, "changed-while-reading.png") });
    }
    await Promise.all(pending.map(({ requestId }) => operator.request("device.pair.reject", { requestId })));
    await hangUp();
    await expect(page.locator("li.card")).toHaveCount(0);
  }
  for (const [requestId, deviceId] of approved) {
    expect(pressed.get(deviceId)?.requestId, "an id was approved that was not on screen").toBe(requestId);
  }
  // What PairTray took the click for, as it wrote it down: the name, too, is the one that was read.
  const decided = (await historyRows()).filter(({ kind, requestId }) => kind === "decided" && approved.has(requestId));
  expect(decided.map(({ requestId }) => requestId).toSorted()).toEqual([...approved.keys()].toSorted());
  for (const { deviceId, name } of decided) expect(name).toBe(pressed.get(deviceId)?.name);
  console.log(`Races: ${JSON.stringify(outcome)}`);
  expect(outcome.approved, "some must win, or nothing was raced").toBeGreaterThan(10);
  expect(outcome["not approved"], "some must lose, or nothing was raced").toBeGreaterThan(10);
});

/** The rows that are on the disk; one that is being written isn't yet. */
async function historyRows(): Promise<Record<"seq" | "hash" | "kind" | "requestId" | "deviceId" | "name", string>[]> {
  const text = await readFile(path.join(pairtray.userData, "history.jsonl"), "utf8");
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Awaited<ReturnType<typeof historyRows>>[number]);
}

/** Number and hash of each row that is on the disk. */
async function rowsOnDisk(): Promise<string[]> {
  return (await historyRows()).map(({ seq, hash }) => `${seq} ${hash}`);
}

test("the history is there again after kill -9, whole but for its last row", async () => {
  const page = await pairtray.window();
  await page.getByRole("navigation").getByRole("button", { name: "Activity", exact: true }).click();
  const total = async (window: Page) => Number.parseInt(await window.locator(".toolbar .count").innerText(), 10);
  await expect.poll(() => total(page)).toBeGreaterThan(100);
  await expect(page.locator(".activity-row").first()).toBeVisible();
  await page.screenshot({ path: path.join(pictures, "activity.png") });
  const before = await rowsOnDisk();
  expect(before.length).toBeGreaterThan(100);
  const phone = program(freshPhoneIdentity(), "Last one", ["operator.read"]);
  const knocking = phone.knock();
  await pairtray.kill();
  await knocking;
  pairtray = await launchPairTray({
    url: gateway.url,
    token: gateway.token,
    userData: pairtray.userData,
    show: true,
  });
  const again = await pairtray.window();
  await expect(connected(again)).toBeVisible({ timeout: 20_000 });
  await again.getByRole("navigation").getByRole("button", { name: "Activity", exact: true }).click();
  await expect.poll(() => total(again)).toBeGreaterThanOrEqual(before.length - 1);
  expect((await rowsOnDisk()).slice(0, before.length - 1)).toEqual(before.slice(0, -1));
  await expect(again.getByText("chain of this history is broken")).toBeHidden();
});
