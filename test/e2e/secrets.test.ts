import { expect, test } from "@playwright/test";
import { createHash } from "node:crypto";
import { createPhone } from "../../src/demo/simulated-phone.ts";
import { filesBelow, launchPairTray, type RunningPairTray } from "../support/pairtray.ts";
import { type RealGateway, startRealGateway } from "../support/real-gateway.ts";
import { findSecrets, type NamedSecret } from "../support/secret-scan.ts";

let gateway: RealGateway;
let pairtray: RunningPairTray;

test.beforeAll(async () => {
  gateway = await startRealGateway({ autoApproveLocal: true });
});

test.afterAll(async () => {
  await pairtray.dispose();
  await gateway.stop();
});

/** The secrets of this run, read where they are meant to be: opened by the app's own keyring, in its own process. */
async function secretsInKeyring(app: RunningPairTray): Promise<NamedSecret[]> {
  const texts = await app.app.evaluate(async ({ safeStorage }, folder) => {
    const { readdirSync, readFileSync } = process.getBuiltinModule("node:fs");
    return readdirSync(folder).map((name: string) => {
      const file = readFileSync(`${folder}/${name}`);
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- Electron 33, which tests may run on, has no other
      return safeStorage.decryptString(file.subarray(file.indexOf(10) + 1));
    });
  }, `${app.userData}/secrets`);
  return texts.flatMap((text) => {
    const { name, value } = JSON.parse(text) as { name: string; value: string };
    const inner = JSON.parse(value) as { privateKeyPem?: string; token?: string };
    const key = inner.privateKeyPem?.split("\n")[1];
    return [
      ...(key ? [{ name: `private key (${name})`, value: key }] : []),
      ...(inner.token ? [{ name: `token (${name})`, value: inner.token }] : []),
    ];
  });
}

test("after a full run no secret stands in clear in the profile, the log or the window", async () => {
  pairtray = await launchPairTray({ url: gateway.url, token: gateway.token, show: true });
  const page = await pairtray.window();
  await expect(page.getByText("Connected").first()).toBeVisible({ timeout: 30_000 });
  const phone = createPhone({
    url: gateway.url,
    token: gateway.token ?? "",
    name: "Pixel",
    platform: "android",
    role: "node",
  });
  await phone.knock();
  await page
    .getByRole("button", { name: "Devices" })
    .or(page.getByRole("tab", { name: "Devices" }))
    .first()
    .click();
  await expect(page.getByRole("listitem", { name: /Pixel/ })).toBeVisible();
  const seen = await page.evaluate(async () =>
    JSON.stringify([
      await (window as never as { pairtray: { ready(): unknown } }).pairtray.ready(),
      document.documentElement.outerHTML,
    ]),
  );
  // Written through in the background: both must be there before they are looked for.
  await expect.poll(async () => (await secretsInKeyring(pairtray)).length, { timeout: 10_000 }).toBe(2);
  const kept = await secretsInKeyring(pairtray);
  const secrets = [...kept, { name: "shared token", value: gateway.token ?? "" }];
  expect(secrets.map(({ name }) => name.replace(/[0-9a-f]{12}/, "…")).toSorted()).toEqual([
    "private key (identity)",
    "shared token",
    "token (device-token/…)",
  ]);
  await pairtray.quit();
  await phone.close();

  const files = await filesBelow(pairtray.userData);
  expect(files.length).toBeGreaterThan(5);
  expect(findSecrets([...files, { name: "the window", bytes: Buffer.from(seen) }], secrets)).toEqual([]);
  // The scan itself can find: a hash of nothing secret, planted in a copy of the list.
  const planted = { name: "planted", value: createHash("sha256").update("planted").digest("base64") };
  expect(findSecrets([{ name: "log", bytes: Buffer.from(`x ${planted.value} y`) }], [planted])).toEqual([
    "planted in log",
  ]);
});
