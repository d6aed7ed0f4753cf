import { expect, type Locator, type Page, test } from "@playwright/test";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { projectRoot } from "../../scripts/lib/project-paths.ts";
import { createPhone, type PhoneOptions, type SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import { connected, launchPairTray, type RunningPairTray } from "../support/pairtray.ts";
import { type RealGateway, startRealGateway } from "../support/real-gateway.ts";

const pictures = path.join(projectRoot, "test-results", "pictures");

interface Listed {
  readonly pending: readonly { readonly requestId: string; readonly displayName?: string }[];
  readonly paired: readonly {
    readonly deviceId: string;
    readonly displayName?: string;
    readonly operatorLabel?: string;
    readonly tokens: readonly {
      readonly role: string;
      readonly scopes: readonly string[];
      readonly revokedAtMs?: number;
    }[];
  }[];
}

let gateway: RealGateway;
let pairtray: RunningPairTray;
let page: Page;
const phones: SimulatedPhone[] = [];

/** What the owner's own command line says. */
const listed = async () => JSON.parse(await gateway.cli(["devices", "list", "--json"])) as Listed;
const names = (rows: readonly { readonly displayName?: string }[]) => rows.map(({ displayName }) => displayName);
const button = (inside: Page | Locator, name: string) => inside.getByRole("button", { name, exact: true });
const row = (name: string) => page.getByRole("listitem", { name });
const go = (view: "Requests" | "Devices") => page.getByRole("navigation").getByRole("button", { name: view }).click();

/** A device that asks, and is answered on its card. */
async function ask(
  answer: "Approve" | "Reject",
  options: Partial<PhoneOptions> & { name: string },
): Promise<SimulatedPhone> {
  const token = gateway.token === undefined ? {} : { token: gateway.token };
  const phone = createPhone({ url: gateway.url, ...token, platform: "android", role: "node", ...options });
  phones.push(phone);
  await phone.knock();
  await go("Requests");
  const card = row(options.name);
  await card.waitFor();
  const folded = card.getByRole("button", { expanded: false });
  if (await folded.isVisible()) await folded.click();
  await button(card, answer).click();
  await expect(card).toBeHidden();
  return phone;
}

/** The device's page, unfolded. */
async function open(name: string): Promise<Locator> {
  await go("Devices");
  const card = row(name);
  await card.waitFor();
  const head = card.locator("[data-heading]");
  if ((await head.getAttribute("aria-expanded")) === "false") await head.click();
  return card;
}

const now = () => button(page, "Now").click();

async function approveApp(): Promise<void> {
  const command = page.getByText(/openclaw devices approve [0-9a-f-]{36}/).first();
  await expect(command).toBeVisible({ timeout: 30_000 });
  await gateway.cli(["devices", "approve", /[0-9a-f-]{36}/.exec(await command.innerText())?.[0] ?? ""]);
  await expect(connected(page)).toBeVisible({ timeout: 30_000 });
}

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  await mkdir(pictures, { recursive: true });
  gateway = await startRealGateway();
  pairtray = await launchPairTray({ url: gateway.url, token: gateway.token, show: true });
  page = await pairtray.window();
  await approveApp();
});

test.afterAll(async () => {
  await Promise.all(phones.map((phone) => phone.close()));
  await pairtray.dispose();
  await gateway.stop();
});

test("approve, reject and list: the window shows what the gateway's own list has", async () => {
  await ask("Approve", { name: "Kitchen Pixel" });
  await ask("Reject", { name: "Nobody" });
  const list = await listed();
  expect(list.pending).toEqual([]);
  expect(names(list.paired)).not.toContain("Nobody");
  await go("Devices");
  await expect(page.getByRole("listitem")).toHaveCount(list.paired.length);
  await expect(row("Kitchen Pixel")).toBeVisible();
});

test("rename", async () => {
  const card = await open("Kitchen Pixel");
  await button(card, "Rename").click();
  await page.getByLabel("Name on this gateway").fill("Mira’s phone");
  await page.keyboard.press("Enter");
  await expect(row("Mira’s phone")).toContainText("Kitchen Pixel");
  expect((await listed()).paired.map(({ operatorLabel }) => operatorLabel)).toContain("Mira’s phone");
});

test("rotate with and without scopes, and revoke", async () => {
  const laptop = await ask("Approve", {
    name: "Laptop",
    platform: "linux",
    role: "operator",
    clientName: "gateway-client",
    mode: "ui",
    scopes: ["operator.read", "operator.write"],
  });
  const token = async () => (await listed()).paired.find(({ deviceId }) => deviceId === laptop.deviceId)?.tokens[0];
  const role = (await open("Laptop")).getByRole("region", { name: "Role operator" });
  await button(role, "Rotate…").click();
  await role.getByRole("checkbox", { name: "operator.write" }).uncheck();
  await page.screenshot({ path: path.join(pictures, "rotate.png") });
  await button(role, "Rotate token").click();
  await expect(button(role, "Rotate…")).toBeVisible();
  await expect
    .poll(async () => (await token().catch(() => undefined))?.scopes, { timeout: 20_000 })
    .toEqual(["operator.read"]);
  await expect(role).not.toContainText("operator.write");
  await button(role, "Rotate…").click();
  await button(role, "Rotate token").click();
  await expect(button(role, "Rotate…")).toBeVisible();
  expect((await token())?.scopes).toEqual(["operator.read"]);
  await button(role, "Revoke").click();
  await button(page.getByRole("dialog"), "Revoke").click();
  await now();
  await expect(role.getByText("Revoked", { exact: true })).toBeVisible();
  expect((await token())?.revokedAtMs).toBeGreaterThan(0);
});

test("remove: taken back, then not", async () => {
  const remove = async () => {
    await button(row("Mira’s phone"), "Remove").click();
    await button(page.getByRole("dialog"), "Remove").click();
  };
  await remove();
  await button(page, "Undo").click();
  await expect(button(page, "Undo")).toHaveCount(0);
  expect((await listed()).paired.map(({ operatorLabel }) => operatorLabel)).toContain("Mira’s phone");
  await remove();
  await now();
  await expect(row("Mira’s phone")).toBeHidden();
  expect((await listed()).paired.map(({ operatorLabel }) => operatorLabel)).not.toContain("Mira’s phone");
});

test("export: devices and access, in both forms, where the user says", async () => {
  for (const [form, file] of [
    ["CSV", path.join(pairtray.userData, "devices.csv")],
    ["JSON", path.join(pairtray.userData, "devices.json")],
  ] as const) {
    await pairtray.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, file);
    await page.getByLabel("More").click();
    await button(page, `Export as ${form}…`).click();
    await expect.poll(() => readFile(file, "utf8").catch(() => "")).toContain("Laptop");
  }
});

test("clear all, then clear all and pending, behind the number of devices", async () => {
  const clear = async (entry: string, count: number) => {
    await page.getByLabel("More").click();
    await button(page, entry).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill(String(count));
    await button(dialog, "Clear").click();
    await now();
  };
  const stranger = createPhone({ url: gateway.url, token: gateway.token ?? "", name: "Stranger", platform: "ios" });
  phones.push(stranger);
  await stranger.knock();
  await go("Requests");
  await row("Stranger").waitFor();
  await go("Devices");
  const { length } = (await listed()).paired;
  await expect(page.getByRole("listitem")).toHaveCount(length);
  await clear("Clear all devices…", length);
  await expect(page.getByText(/devices removed\./)).toBeVisible();
  const cleared = await listed();
  expect(cleared.paired).toEqual([]);
  expect(names(cleared.pending)).toContain("Stranger");

  // Its own entry went last: it is cut off and asks anew, as everybody else.
  await approveApp();
  await go("Requests");
  await row("Stranger").waitFor();
  await go("Devices");
  await expect(page.getByRole("listitem")).toHaveCount(1);
  await clear("Clear all devices and requests…", 1);
  await expect
    .poll(
      () =>
        listed().then(
          ({ paired }) => paired.length,
          () => undefined,
        ),
      { timeout: 20_000 },
    )
    .toBe(0);
  expect(names((await listed()).pending)).not.toContain("Stranger");
});
