import { expect, type Page, test } from "@playwright/test";
import { existsSync, watch as watchFolder } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { connectSessionBus, sessionBusAddress } from "../../main/notifications/session-bus.ts";
import type { SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import {
  approvePhone,
  connectBoth,
  glanceAtCode,
  goTo,
  keptSecrets,
  secretFiles,
  takeEverythingOut,
  type TwoGateways,
  windowBytes,
} from "../support/full-run.ts";
import { type NotificationWatch, watchNotifications } from "../support/notification-watch.ts";
import { snapshotOf } from "../support/pair-hands.ts";
import { filesBelow, launchPairTray, type RunningPairTray } from "../support/pairtray.ts";
import { startRealGateway } from "../support/real-gateway.ts";
import { findSecrets, type NamedBytes, type NamedSecret, shapesOf } from "../support/secret-scan.ts";

let gateways: TwoGateways;
let notified: NotificationWatch;
let outside: string;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  const [tokenOne, passwordOne] = await Promise.all([
    startRealGateway(),
    startRealGateway({ auth: { mode: "password" }, tls: true, autoApproveLocal: true }),
  ]);
  gateways = { tokenOne, passwordOne };
  notified = await watchNotifications();
  outside = await mkdtemp(path.join(tmpdir(), "pairtray-outside-"));
});

test.afterAll(async () => {
  notified.close();
  await Promise.all([gateways.tokenOne.stop(), gateways.passwordOne.stop()]);
  await rm(outside, { recursive: true });
});

/** How many keys this app has in the desktop's keyring. */
async function keysInKeyring(): Promise<number> {
  const bus = await connectSessionBus(sessionBusAddress(process.env) ?? "");
  const { body } = await bus.call({
    destination: "org.freedesktop.secrets",
    path: "/org/freedesktop/secrets",
    interface: "org.freedesktop.Secret.Service",
    member: "SearchItems",
    signature: "a{ss}",
    body: [{ application: "PairTray" }],
  });
  bus.close();
  return (body as string[][]).flat().length;
}

/** Everything this app ever writes, by the beginning of its name; the rest of a profile is Chromium's. */
const own =
  /^(?:secrets|logs|settings\.json|history\.|lock-outs|blocked-keys|muted-devices|known-devices|forget-everything)/;
const ownFiles = async (folder: string) => (await readdir(folder)).filter((name) => own.test(name));

const question = async (page: Page, name: string) => {
  await page
    .getByRole("button", { name: `${name}…`, exact: true })
    .last()
    .click();
  await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
};

for (const keyring of [true, false]) {
  test.describe(keyring ? "with a keyring" : "without a keyring", () => {
    let pairtray: RunningPairTray;
    let page: Page;
    let phone: SimulatedPhone | undefined;
    let secrets: NamedSecret[];
    let shown: NamedBytes[];
    let terminal = "";
    const scan = async () => findSecrets([...(await filesBelow(pairtray.userData)), ...shown], secrets);
    const args = keyring ? [] : ["--password-store=basic"];

    test.beforeAll(async () => {
      pairtray = await launchPairTray({ show: true, args });
      for (const stream of [pairtray.app.process().stdout, pairtray.app.process().stderr])
        stream?.on("data", (text: Buffer) => (terminal += text.toString()));
      page = await pairtray.window();
    });
    test.afterAll(async () => {
      await phone?.close();
      await pairtray.dispose();
    });

    test("after a full run no secret stands anywhere but where it is kept", async () => {
      const warning = page.getByText("This desktop has no keyring");
      await expect(warning, "said before anything is typed").toHaveCount(keyring ? 0 : 1);
      secrets = await connectBoth(page, gateways);
      phone = await approvePhone(page, gateways, "Pixel 9");
      secrets.push(...(await glanceAtCode(page, gateways)));
      shown = await takeEverythingOut(pairtray, page, outside);
      await expect(warning).toHaveCount(keyring ? 0 : 1);
      // Written through in the background: all must be there before they are looked for.
      await expect.poll(async () => (await keptSecrets(pairtray)).length, { timeout: 20_000 }).toBe(8);
      secrets.push(...(await keptSecrets(pairtray)));
      expect(secrets.map(({ name }) => name.replace(/[0-9a-f]{12}/, "…")).toSorted()).toEqual([
        "bootstrap token",
        "credentials/…",
        "credentials/…",
        "device-token/…",
        "device-token/…",
        "mistyped token",
        "private key",
        "private key",
        "seed of the private key",
        "seed of the private key",
        "set-up code",
        "shared password",
        "shared token",
      ]);
      expect(notified.seen.map(({ summary }) => summary).join()).toContain("Pixel 9");
      expect((await secretFiles(pairtray)).map(({ mode }) => mode)).toEqual(Array(6).fill("600"));

      shown.push(await windowBytes(page), {
        name: "notifications",
        bytes: Buffer.from(JSON.stringify(notified.seen)),
      });
      shown.push({ name: "what it said on its terminal", bytes: Buffer.from(terminal) });
      expect((await filesBelow(pairtray.userData)).length).toBeGreaterThan(5);
      const found = await scan();
      const elsewhere = found.filter((line) => !line.includes(`in ${pairtray.userData}/secrets/`));
      expect(elsewhere).toEqual([]);
      // Unencrypted, what is kept is found there: the scan sees what it should.
      expect(found.length > 0).toBe(!keyring);
    });

    if (keyring) {
      test("the scan finds every secret in every disguise", async () => {
        const planted = path.join(pairtray.userData, "logs", "planted");
        for (const [disguise, bytes] of shapesOf(secrets[0]?.value ?? "")) {
          await writeFile(planted, Buffer.concat([Buffer.from("before "), bytes, Buffer.from(" after")]));
          const found = findSecrets([{ name: "planted", bytes: await readFile(planted) }], secrets.slice(0, 1));
          expect(found, disguise).toHaveLength(1);
        }
        // And where it lies in the profile, with all the others.
        expect(await scan()).toHaveLength(1);
        await rm(planted);
      });

      test("two gateways: each row says whose it is; one is renamed, paused and removed with its secrets", async () => {
        const [first = "", second = ""] = (await snapshotOf(page)).gateways.map(({ name }) => name);
        await goTo(page, "Devices");
        const marks = page.locator(".device .gateway-mark");
        await expect(marks.getByText(first)).toHaveCount(2);
        await expect(marks.getByText(second)).toHaveCount(1);
        await expect(page.locator(".device .gateway-blue")).toHaveCount(1);
        await goTo(page, "Activity");
        await expect(page.locator(".activity .gateway-mark").getByText(first).first()).toBeVisible();
        await goTo(page, "Settings");
        await page.getByLabel(`Name of ${gateways.passwordOne.url}`).fill("Attic");
        await page.getByRole("button", { name: "Rename", exact: true }).last().click();
        await page.getByLabel("Colour of Attic").selectOption("purple");
        await expect(page.locator(".status-bar .gateway-purple")).toHaveCount(1);
        await page.getByRole("button", { name: "Pause", exact: true }).last().click();
        await expect(page.getByText("Paused", { exact: true }).first()).toBeVisible();
        await expect(page.getByRole("status").getByText("Connected")).toHaveCount(1);
        await page.getByRole("button", { name: "Remove gateway…" }).last().click();
        await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
        await expect.poll(async () => (await snapshotOf(page)).gateways.length).toBe(1);
        await expect.poll(async () => (await secretFiles(pairtray)).length).toBe(3);
        expect((await keptSecrets(pairtray)).map(({ value }) => String(value))).not.toContain(
          gateways.passwordOne.password,
        );
        const settings = await readFile(path.join(pairtray.userData, "settings.json"), "utf8");
        expect(settings).not.toContain(String(gateways.passwordOne.port));
        // What is written when the app quits holds no secret either, and what was removed stays away.
        await pairtray.quit();
        expect(await scan()).toEqual([]);
        pairtray = await launchPairTray({ show: true, userData: pairtray.userData });
        page = await pairtray.window();
        await expect(page.getByRole("status").getByText("Connected")).toHaveCount(1, { timeout: 30_000 });
      });

      test("forget everything: no file, no key in the keyring, and the next start is a first run", async () => {
        expect(await keysInKeyring()).toBe(1);
        const { userData } = pairtray;
        await goTo(page, "Settings");
        const ended = new Promise((resolve) => pairtray.app.process().once("exit", resolve));
        await question(page, "Forget everything");
        await ended;
        expect(await ownFiles(userData)).toEqual([]);
        expect(await keysInKeyring()).toBe(0);
        expect(findSecrets(await filesBelow(userData), [...secrets, ...traces()])).toEqual([]);
        pairtray = await launchPairTray({ show: true, userData });
        page = await pairtray.window();
        await expect(page.getByRole("heading", { name: "Connect to your gateway" })).toBeVisible();
        await expect(page.locator(".notices .callout")).toHaveCount(0);
      });
    } else {
      test("who refuses unencrypted files has none, and the app goes on", async () => {
        await page.getByRole("switch", { name: "Never write keys and tokens unencrypted" }).click();
        await expect.poll(async () => (await secretFiles(pairtray)).length).toBe(0);
        expect(findSecrets([...(await filesBelow(pairtray.userData)), await windowBytes(page)], secrets)).toEqual([]);
        await expect(page.getByRole("status").getByText("Connected")).toHaveCount(2);
        await page.getByRole("switch", { name: "Never write keys and tokens unencrypted" }).click();
        await expect.poll(async () => (await secretFiles(pairtray)).length).toBe(6);
      });

      test("forget everything, killed in the middle: the next start finishes and says so", async () => {
        const { userData } = pairtray;
        const order = path.join(userData, "forget-everything.order");
        const child = pairtray.app.process();
        const ended = new Promise((resolve) => child.once("exit", resolve));
        // The first thing that happens is the order on the disk; with it the process dies.
        const watcher = watchFolder(userData, () => existsSync(order) && child.kill("SIGKILL"));
        // The page may die before it has an answer.
        await question(page, "Forget everything").catch(() => undefined);
        await ended;
        watcher.close();
        const interrupted = existsSync(order);
        console.log(
          `Killed ${interrupted ? "in the middle" : "too late"}; left: ${(await ownFiles(userData)).join(", ")}`,
        );
        pairtray = await launchPairTray({ show: true, args, userData });
        page = await pairtray.window();
        await expect(page.getByRole("heading", { name: "Connect to your gateway" })).toBeVisible();
        if (interrupted) await expect(page.getByText("It has finished that now.")).toBeVisible();
        expect(existsSync(order)).toBe(false);
        expect(await secretFiles(pairtray)).toEqual([]);
        expect(findSecrets(await filesBelow(userData), [...secrets, ...traces()])).toEqual([]);
      });
    }
  });
}

/** What is no secret, and is to be forgotten all the same. */
function traces(): NamedSecret[] {
  return [
    { name: "address", value: `127.0.0.1:${gateways.tokenOne.port}` },
    { name: "other address", value: `127.0.0.1:${gateways.passwordOne.port}` },
    { name: "name of a device", value: "Pixel 9" },
  ];
}
