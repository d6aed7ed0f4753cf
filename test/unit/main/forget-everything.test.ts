import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { forgetEverything } from "../../../main/storage/forget-everything.ts";
import { openSecretStore } from "../../../main/storage/secret-store.ts";
import { plainVault } from "../../../main/storage/secret-vault.ts";

test("nothing of PairTray stays, and nothing of anybody else goes", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "pairtray-forget-"));
  const secrets = await openSecretStore({
    folder: path.join(folder, "secrets"),
    vault: plainVault,
    onTrouble: () => undefined,
  });
  secrets.set("credentials/g", JSON.stringify({ token: "a-token-to-forget" }));
  await secrets.flush();
  await mkdir(path.join(folder, "logs"));
  for (const name of [
    "logs/pairtray.log",
    "settings.json",
    "history.jsonl",
    "history.jsonl.broken-1",
    "lock-outs.json",
    "letter.txt",
    "settings.jsonx",
  ])
    await writeFile(path.join(folder, name), "attic-pi.example.net a-token-to-forget");
  expect(forgetEverything(folder)).toEqual([]);
  expect((await readdir(folder)).toSorted()).toEqual(["letter.txt", "settings.jsonx"]);
  await rm(folder, { recursive: true });
});
