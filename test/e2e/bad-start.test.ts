import { expect, type Page, test } from "@playwright/test";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { DemoGateway } from "../../src/demo/demo-gateway-types.ts";
import { startDemoGateway } from "../../src/demo/demo-gateway.ts";
import { createPhone } from "../../src/demo/simulated-phone.ts";
import { snapshotOf } from "../support/pair-hands.ts";
import { filesBelow, launchPairTray, type RunningPairTray } from "../support/pairtray.ts";

let gateway: DemoGateway;
let pairtray: RunningPairTray;
let page: Page;
/** Whether the gateway lets a PairTray in that it doesn't know. */
let welcoming = true;

test.beforeAll(async () => {
  gateway = await startDemoGateway({ autoApproveLocal: () => welcoming });
});

test.afterAll(() => gateway.stop());

test.beforeEach(async () => {
  welcoming = true;
  pairtray = await launchPairTray({ url: gateway.url, token: gateway.token, show: true });
  page = await pairtray.window();
  await connected();
  welcoming = false;
  await pairtray.quit();
});

test.afterEach(() => pairtray.dispose());

async function connected(): Promise<void> {
  await expect(page.getByRole("status").getByText("Connected")).toBeVisible({ timeout: 30_000 });
}

async function startAgain(args: readonly string[] = []): Promise<void> {
  const { userData } = pairtray;
  pairtray = await launchPairTray({ url: gateway.url, token: gateway.token, show: true, userData, args });
  page = await pairtray.window();
}

const told = async () => (await snapshotOf(page)).notices.map(({ sentence }) => sentence).join("\n");

/** Files that PairTray itself keeps; the rest of a profile is Chromium's. */
const own = /^(?:secrets\/|logs\/|settings\.json|history\.|lock-outs|blocked-keys|muted-devices)/;

test("garbage in every file: it starts, says so, keeps what was there, and the next start is quiet", async () => {
  const { userData } = pairtray;
  const lists = ["lock-outs.json", "blocked-keys.json", "muted-devices.json", "history.jsonl", "history.mark"];
  for (const name of lists) await writeFile(path.join(userData, name), "");
  const files = (await filesBelow(userData)).map(({ name }) => path.relative(userData, name));
  const spoilt = files.filter((name) => own.test(name));
  expect(spoilt.filter((name) => name.startsWith("secrets/")).length).toBeGreaterThan(1);
  expect(spoilt).toEqual(expect.arrayContaining(["settings.json", "logs/pairtray.log", ...lists]));
  const garbage = randomBytes(3_000);
  for (const name of spoilt) await writeFile(path.join(userData, name), garbage);

  welcoming = true;
  await startAgain();
  await connected();
  expect(await told()).toContain("could not be read");
  const kept = (await filesBelow(userData)).filter(({ name }) => name.includes(".broken-"));
  const names = kept.map(({ name }) => path.relative(userData, name).replace(/\.broken-\d+$/, ""));
  const mustBeKept = spoilt.filter((name) => !name.startsWith("logs/") && name !== "history.mark");
  expect(names).toEqual(expect.arrayContaining(mustBeKept));
  for (const { bytes } of kept) expect(bytes.equals(garbage)).toBe(true);
  await pairtray.quit();

  welcoming = false;
  await startAgain();
  await connected();
  expect(await told()).toBe("");
});

/** Nobody may write there any more; gives the way back. */
function makeReadOnly(folder: string): () => void {
  const run = (command: string, ...args: string[]) => expect(spawnSync(command, args).status, command).toBe(0);
  // Root may write whatever the modes say.
  if (process.getuid?.() !== 0) {
    run("chmod", "-R", "a-w", folder);
    return () => run("chmod", "-R", "u+w", folder);
  }
  run("/usr/bin/mount", "--bind", folder, folder);
  run("/usr/bin/mount", "-o", "remount,bind,ro", folder);
  return () => run("/usr/bin/umount", "-l", folder);
}

test("a profile that can't be written: it starts, is let in as before, decides, and says that nothing is kept", async () => {
  const before = await readFile(path.join(pairtray.userData, "settings.json"), "utf8").catch(() => "");
  const undo = makeReadOnly(pairtray.userData);
  try {
    await startAgain();
    await connected();
    const { url, token = "" } = gateway;
    const phone = createPhone({ url, token, name: "Pixel 9", platform: "android", role: "node" });
    await phone.knock();
    const card = page.getByRole("listitem", { name: "Pixel 9" });
    await card.getByRole("button", { name: "Approve", exact: true }).click();
    await expect(card).toHaveCount(0, { timeout: 20_000 });
    await phone.close();
    await expect.poll(told).toContain("can't be saved: the folder can't be written");
    await pairtray.quit();
  } finally {
    await pairtray.kill();
    undo();
  }
  expect(await readFile(path.join(pairtray.userData, "settings.json"), "utf8").catch(() => "")).toBe(before);
});

test("the keyring is away for one start: nothing is sent or lost, and the next start is let in as before", async () => {
  const secrets = path.join(pairtray.userData, "secrets");
  const read = async () =>
    Promise.all((await readdir(secrets)).map((name) => readFile(path.join(secrets, name), "hex")));
  const before = await read();
  await startAgain(["--password-store=basic"]);
  await expect(page.getByRole("heading", { name: "The keyring is locked" })).toBeVisible();
  await expect(page.getByText("Unlock the keyring and restart PairTray.").first()).toBeVisible();
  await pairtray.quit();
  expect(await read()).toEqual(before);
  await startAgain();
  await connected();
});
