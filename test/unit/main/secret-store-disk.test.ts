import { lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { openSecretStore, secretFileName } from "../../../main/storage/secret-store.ts";
import { plainVault, type SecretVault } from "../../../main/storage/secret-vault.ts";
import { readOnlyAfter, smallDisk, smallDiskKind } from "../../support/disks.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { tempFolder } from "../../support/temp-folder.ts";
import { keyring } from "../../support/test-keyring.ts";

let folder: string;
let troubles: string[];
let clock: FakeClock;
const onTrouble = (sentence: string) => void troubles.push(sentence);
const open = (vault: SecretVault = keyring(7)) => openSecretStore({ folder, vault, clock, onTrouble });
const file = (name: string) => join(folder, secretFileName(name));

beforeEach(() => {
  troubles = [];
  clock = new FakeClock();
});

test("a keyring that refuses to seal one is said once, keeps no other waiting, and is asked again", async () => {
  folder = join(tempFolder(), "secrets");
  let stuck = true;
  const vault: SecretVault = {
    ...keyring(7),
    seal: (text) => (stuck && text.includes('"a"') ? Promise.reject(new Error("busy")) : keyring(7).seal(text)),
  };
  const store = await open(vault);
  store.set("a", "1");
  store.set("b", "2");
  await store.flush();
  clock.advance(10_000);
  await store.flush();
  expect(store.get("a")).toBe("1");
  expect(troubles).toEqual(["A key or token could not be stored: busy. PairTray keeps it in memory and tries again."]);
  expect((await open()).names()).toEqual(["b"]);
  stuck = false;
  clock.advance(10_000);
  await store.flush();
  expect((await open()).names().toSorted()).toEqual(["a", "b"]);
  expect(troubles).toHaveLength(1);
  expect(clock.waiting).toBe(0);
});

test(`full: what is set holds, is said, and is written once there is room (${smallDiskKind})`, async () => {
  const small = smallDisk();
  folder = join(small.folder, "secrets");
  const store = await openSecretStore({ folder, vault: plainVault, clock, disk: small.disk, onTrouble });
  store.set("a", "old");
  await store.flush();
  small.fill();
  store.set("a", "x".repeat(8_000));
  await store.flush();
  expect(store.get("a")).toHaveLength(8_000);
  expect(troubles).toEqual([
    "A key or token could not be stored: the disk is full. PairTray keeps it in memory and tries again.",
  ]);
  expect((await open(plainVault)).get("a"), "the old one is whole").toBe("old");
  small.free();
  clock.advance(10_000);
  // By itself: a flush would try again too.
  await expect.poll(() => readFileSync(file("a")).length).toBeGreaterThan(8_000);
  await store.flush();
  expect((await open(plainVault)).get("a")).toHaveLength(8_000);
});

test("full from the first start: everything works until the end", async () => {
  const small = smallDisk();
  folder = join(small.folder, "secrets");
  small.fill();
  const store = await openSecretStore({ folder, vault: plainVault, clock, disk: small.disk, onTrouble });
  store.set("a", "x".repeat(8_000));
  await store.close();
  expect(store.get("a")).toHaveLength(8_000);
  expect(troubles).toHaveLength(1);
  expect(clock.waiting, "no retry after the end").toBe(0);
});

test("read-only: what is there opens, also what should be sealed by now or is broken", async () => {
  folder = join(tempFolder(), "secrets");
  const first = await open(plainVault);
  for (const name of ["a", "b"]) first.set(name, "kept");
  await first.flush();
  writeFileSync(file("broken"), "hello");
  const disk = readOnlyAfter(folder);
  const store = await openSecretStore({ folder, vault: keyring(7), clock, disk, onTrouble });
  expect([store.get("a"), store.get("b"), store.get("broken")]).toEqual(["kept", "kept", undefined]);
  store.set("c", "new");
  await store.flush();
  expect(store.get("c")).toBe("new");
  expect(troubles.at(-1)).toBe(
    "A key or token could not be stored: the folder can't be written. PairTray keeps it in memory and tries again.",
  );
  expect(troubles).toHaveLength(2);
  expect(troubles[0]).toContain("is not in a form that PairTray writes");
});

test("what can't be read is left as it is, never replaced, and the others still open", async () => {
  folder = join(tempFolder(), "secrets");
  const first = await open();
  first.set("good", "kept");
  await first.flush();
  // A link to itself can't be read by root either.
  symlinkSync(file("identity"), file("identity"));
  const store = await open();
  expect(store.get("good")).toBe("kept");
  expect(store.shutBy("identity")).toBe("disk");
  store.set("identity", "another");
  store.delete("identity");
  await store.flush();
  expect(lstatSync(file("identity")).isSymbolicLink()).toBe(true);
  expect(troubles).toEqual(["A stored key or token can't be read: the disk answered ELOOP. It was left as it is."]);
});

test("a folder that can't be read keeps all shut; a file in its place is set aside; a folder in a file's place too", async () => {
  folder = join(tempFolder(), "secrets");
  symlinkSync(folder, folder);
  const store = await open();
  expect([store.shutBy("identity"), store.isFirstRun]).toEqual(["disk", false]);
  expect(troubles).toHaveLength(1);
  rmSync(folder);
  writeFileSync(folder, "garbage");
  const second = await open();
  second.set("a", "1");
  await second.flush();
  expect((await open()).get("a")).toBe("1");
  expect(readFileSync(`${folder}.broken-1`, "utf8")).toBe("garbage");
  mkdirSync(file("b"));
  const third = await open();
  third.set("b", "2");
  await third.flush();
  expect((await open()).names().toSorted()).toEqual(["a", "b"]);
});
