import { expect, type Page } from "@playwright/test";
import { createPrivateKey } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { createPhone, type SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import { openChoice, showCode, snapshotOf } from "./pair-hands.ts";
import type { RunningPairTray } from "./pairtray.ts";
import type { RealGateway } from "./real-gateway.ts";
import type { NamedBytes, NamedSecret } from "./secret-scan.ts";

/** A gateway with a token that asks its owner about everybody, and one behind TLS that wants a password. */
export interface TwoGateways {
  readonly tokenOne: RealGateway;
  readonly passwordOne: RealGateway;
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

export async function goTo(page: Page, view: "Requests" | "Devices" | "Activity" | "Settings"): Promise<void> {
  await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: view }).click();
}

/** Types an address and a credential into the form that is open, and connects. */
async function typeGateway(page: Page, url: string | undefined, credential: { token: string } | { password: string }) {
  if (url !== undefined) await page.getByLabel("Gateway address").fill(url);
  if ("password" in credential) {
    await page.getByRole("radio", { name: "Password" }).check();
    await page.getByLabel("Gateway password").fill(credential.password);
  } else await page.getByLabel("Gateway token").fill(credential.token);
  await button(page, "Connect").click();
}

/** From the first run to two gateways: a wrong token and the way out, the owner's approval, a certificate pinned. */
export async function connectBoth(page: Page, { tokenOne, passwordOne }: TwoGateways): Promise<NamedSecret[]> {
  const wrong = `wrong-${tokenOne.token ?? ""}`.slice(0, 30).toUpperCase();
  await typeGateway(page, tokenOne.url, { token: wrong });
  const cause = async () => (await snapshotOf(page)).gateways[0]?.state.recovery?.code;
  await expect.poll(cause, { timeout: 30_000 }).toBe("AUTH_TOKEN_MISMATCH");
  await button(page, "Enter credentials").click();
  await typeGateway(page, undefined, { token: tokenOne.token ?? "" });
  await expect(page.getByRole("heading", { name: "Waiting to be approved" })).toBeVisible({ timeout: 30_000 });
  const command = (await snapshotOf(page)).gateways[0]?.state.command ?? "";
  await tokenOne.cli(["devices", "approve", /approve (\S+)/.exec(command)?.[1] ?? ""]);
  await expect(page.getByRole("status").getByText("Connected")).toHaveCount(1, { timeout: 30_000 });

  await goTo(page, "Settings");
  await button(page, "Connect…").click();
  await typeGateway(page, passwordOne.url, { password: passwordOne.password ?? "" });
  await goTo(page, "Requests");
  await button(page, "I compared it: trust this certificate…").click();
  await page.getByRole("dialog").getByRole("button", { name: "Trust it" }).click();
  await expect(page.getByRole("status").getByText("Connected")).toHaveCount(2, { timeout: 30_000 });
  return [
    { name: "mistyped token", value: wrong },
    { name: "shared token", value: tokenOne.token ?? "" },
    { name: "shared password", value: passwordOne.password ?? "" },
  ];
}

/** A phone asks at the first gateway and is approved in the window. */
export async function approvePhone(page: Page, { tokenOne }: TwoGateways, name: string): Promise<SimulatedPhone> {
  const token = tokenOne.token ?? "";
  const phone = createPhone({ url: tokenOne.url, token, name, platform: "android", deviceFamily: "Android" });
  await phone.knock();
  await goTo(page, "Requests");
  const card = page.getByRole("listitem", { name });
  await card.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(card).toHaveCount(0, { timeout: 20_000 });
  return phone;
}

/** A set-up code on the screen, and away again. Gives it and the one-time token within. */
export async function glanceAtCode(page: Page, { tokenOne }: TwoGateways): Promise<NamedSecret[]> {
  await openChoice(page, tokenOne.url);
  await showCode(page);
  const code = (await snapshotOf(page)).pair?.code?.setupCode ?? "";
  const inside = JSON.parse(Buffer.from(code, "base64url").toString("utf8")) as { bootstrapToken: string };
  await button(page, "Back").click();
  return [
    { name: "set-up code", value: code },
    { name: "bootstrap token", value: inside.bootstrapToken },
  ];
}

/** The report as it lands in the clipboard, and every file that the app exports. They go to `folder`. */
export async function takeEverythingOut(pairtray: RunningPairTray, page: Page, folder: string): Promise<NamedBytes[]> {
  const exported: NamedBytes[] = [];
  const exportBy = async (name: string, press: () => Promise<void>) => {
    const file = path.join(folder, name);
    await pairtray.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, file);
    await press();
    await expect.poll(() => readFile(file, "utf8").catch(() => "")).not.toBe("");
    exported.push({ name, bytes: await readFile(file) });
  };
  await goTo(page, "Devices");
  for (const form of ["CSV", "JSON"]) {
    await exportBy(`devices.${form.toLowerCase()}`, async () => {
      await page.getByLabel("More").click();
      await button(page, `Export as ${form}…`).click();
    });
  }
  await goTo(page, "Activity");
  await exportBy("activity.json", () => button(page, "Export as JSON…").click());
  await goTo(page, "Settings");
  await exportBy("settings.json", () => button(page, "Export settings…").click());
  await button(page, "Show report").click();
  await button(page, "Copy report").click();
  const clipboard = () => pairtray.app.evaluate(({ clipboard: board }) => board.readText());
  await expect.poll(clipboard).toContain("PairTray diagnostic report");
  return [...exported, { name: "report", bytes: Buffer.from(await clipboard()) }];
}

/** All that the window holds: its document, what stands in its fields, and the picture that main sent it. */
export async function windowBytes(page: Page): Promise<NamedBytes> {
  // As text because these files know no DOM.
  const parts = "[document.documentElement.outerHTML, ...[...document.querySelectorAll('input')].map((i) => i.value)]";
  const seen = [await snapshotOf(page), await page.evaluate<string[]>(parts)];
  return { name: "the window", bytes: Buffer.from(JSON.stringify(seen)) };
}

const secretsFolder = (pairtray: RunningPairTray) => path.join(pairtray.userData, "secrets");

/** What is kept, opened by the app's own keyring in its own process; without one, read as it lies there. */
export async function keptSecrets(pairtray: RunningPairTray): Promise<NamedSecret[]> {
  const texts = await pairtray.app.evaluate(({ safeStorage }, folder) => {
    const { readdirSync, readFileSync } = process.getBuiltinModule("node:fs");
    // The others are drafts, and go away any moment.
    const names = readdirSync(folder).filter((name: string) => name.endsWith(".secret"));
    return names.map((name: string) => {
      const file = readFileSync(`${folder}/${name}`);
      const start = file.indexOf(10) + 1;
      if (file.subarray(0, start).toString().includes("plain")) return file.subarray(start).toString();
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- Electron 33, which tests may run on, has no other
      return safeStorage.decryptString(file.subarray(start));
    });
  }, secretsFolder(pairtray));
  return texts.flatMap((text) => {
    const { name, value } = JSON.parse(text) as { name: string; value: string };
    const inner = JSON.parse(value) as { privateKeyPem?: string; token?: string; password?: string };
    return [
      ...(inner.privateKeyPem === undefined ? [] : keySecrets(inner.privateKeyPem)),
      ...[inner.token, inner.password].flatMap((secret) => (secret === undefined ? [] : [{ name, value: secret }])),
    ];
  });
}

/** A private key as the text of its PEM, and as the 32 bytes that it comes down to. */
function keySecrets(pem: string): NamedSecret[] {
  const { d = "" } = createPrivateKey(pem).export({ format: "jwk" });
  return [
    { name: "private key", value: pem.split("\n")[1] ?? "" },
    { name: "seed of the private key", value: Buffer.from(d, "base64url") },
  ];
}

/** The files with secrets, each with who may read it. */
export async function secretFiles(pairtray: RunningPairTray): Promise<{ name: string; mode: string }[]> {
  const folder = secretsFolder(pairtray);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".secret"));
  const files = names.map(async (name) => {
    // One that goes is no file any more.
    const found = await stat(path.join(folder, name)).catch(() => undefined);
    return found ? [{ name, mode: (found.mode & 0o777).toString(8) }] : [];
  });
  return (await Promise.all(files)).flat();
}
