import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { refusableSecrets } from "../../../main/storage/refusable-secrets.ts";
import { openSecretStore } from "../../../main/storage/secret-store.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { plainVault } from "../../../main/storage/secret-vault.ts";

test("who refuses unencrypted files has none, at once, and loses nothing while the app runs", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "pairtray-refuse-"));
  const files = await openSecretStore({
    folder,
    vault: plainVault,
    clock: new FakeClock(),
    onTrouble: () => undefined,
  });
  let refused = false;
  const secrets = refusableSecrets(files, () => refused);
  const onDisk = async () => {
    await secrets.flush();
    return (await readdir(folder)).length;
  };
  secrets.set("identity", "i");
  secrets.set("credentials/g", "c");
  expect(await onDisk()).toBe(2);
  refused = true;
  secrets.sweep();
  secrets.set("device-token/g", "d");
  expect(await onDisk()).toBe(0);
  expect(["identity", "credentials/g", "device-token/g"].map((name) => secrets.get(name))).toEqual(["i", "c", "d"]);
  refused = false;
  secrets.sweep();
  expect(await onDisk()).toBe(3);
  secrets.delete("identity");
  expect(secrets.get("identity")).toBeUndefined();
  expect(await onDisk()).toBe(2);
  await rm(folder, { recursive: true });
});
