/* eslint-disable @typescript-eslint/no-deprecated -- Electron 33 has only these, so they are tested */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type AnySafeStorage, openSafeStorage } from "../../../main/electron-adapter.ts";
import { openSecretStore, secretFileName } from "../../../main/storage/secret-store.ts";
import { keepingOf, plainVault, type SecretVault } from "../../../main/storage/secret-vault.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { keyring } from "../../support/test-keyring.ts";

let folder: string;
let troubles: string[];
let clock: FakeClock;
const onTrouble = (sentence: string) => void troubles.push(sentence);
const open = (vault: SecretVault = keyring(7)) => openSecretStore({ folder, vault, clock, onTrouble });
const file = (name: string) => join(folder, secretFileName(name));

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "pairtray-")), "secrets");
  troubles = [];
  clock = new FakeClock();
});

describe("with a keyring", () => {
  test("secrets are there again after a restart, sealed, mode 600", async () => {
    const first = await open();
    first.set("identity", "private-key-text");
    first.set("device-token/g1", "token-1");
    first.set("device-token/g1", "token-2");
    await first.flush();
    const second = await open();
    expect(second.get("identity")).toBe("private-key-text");
    expect(second.get("device-token/g1")).toBe("token-2");
    for (const name of readdirSync(folder)) {
      expect(readFileSync(join(folder, name), "latin1")).not.toMatch(/private-key-text|token-/);
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
    expect(troubles).toEqual([]);
  });

  test("a deleted one stays deleted", async () => {
    const first = await open();
    first.set("a", "1");
    first.delete("a");
    await first.flush();
    expect((await open()).get("a")).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ["another keyring's", () => openSecretStore({ folder, vault: keyring(9), clock, onTrouble: () => undefined })],
    ["cut short", async () => truncateSync(file("identity"), 30)],
    ["empty", async () => truncateSync(file("identity"), 0)],
    ["not ours", async () => writeFileSync(file("identity"), "hello")],
    ["random bytes", async () => writeFileSync(file("identity"), Buffer.from([0, 255, 1, 254]))],
  ])("a file that is %s is set aside, said, and the others still open", async (what, spoil) => {
    const first = await open();
    first.set("identity", "one");
    first.set("credentials/g", "two");
    await first.flush();
    if (what === "another keyring's") {
      await spoil();
      expect(readdirSync(folder).filter((name) => name.includes(".broken-1"))).toHaveLength(2);
      return;
    }
    const whole = readFileSync(file("credentials/g"));
    await spoil();
    const spoilt = readFileSync(file("identity"));
    const second = await open();
    expect(second.get("identity")).toBeUndefined();
    expect(second.get("credentials/g")).toBe("two");
    expect(readFileSync(file("credentials/g"))).toEqual(whole);
    expect(readFileSync(`${file("identity")}.broken-1`)).toEqual(spoilt);
    expect(troubles).toHaveLength(1);
    second.set("identity", "new");
    await second.flush();
    expect((await open()).get("identity")).toBe("new");
  });
});

describe("without a keyring", () => {
  test("a file of mode 600, and a warning that says so", async () => {
    const first = await open(plainVault);
    first.set("identity", "x");
    await first.flush();
    expect(statSync(file("identity")).mode & 0o777).toBe(0o600);
    expect((await open(plainVault)).get("identity")).toBe("x");
    expect(keepingOf(plainVault).warning).toBe(true);
    expect(keepingOf(keyring(1)).warning).toBe(false);
  });

  test("the day a keyring is there, everything gets sealed", async () => {
    const first = await open(plainVault);
    first.set("identity", "in-clear");
    await first.flush();
    expect((await open()).get("identity")).toBe("in-clear");
    expect(readFileSync(file("identity"), "latin1")).not.toContain("in-clear");
    expect((await open()).get("identity")).toBe("in-clear");
  });

  test("the day the keyring is missing, its files wait for it: nothing replaces them, and only the user's word deletes them", async () => {
    const first = await open();
    for (const name of ["identity", "credentials/g", "device-token/g"]) first.set(name, "sealed");
    await first.flush();
    const sealed = readFileSync(file("identity"));
    const second = await open(plainVault);
    expect(troubles, "said once, however many").toHaveLength(1);
    expect(second.isFirstRun).toBe(false);
    expect(second.names()).toEqual([]);
    expect([second.shutBy("identity"), second.shutBy("new")]).toEqual(["keyring", undefined]);
    second.set("identity", "of this day");
    second.delete("device-token/g");
    second.set("new", "plain");
    await second.flush();
    expect(second.get("identity"), "it holds until PairTray quits").toBe("of this day");
    expect(readFileSync(file("identity"))).toEqual(sealed);
    second.forget("credentials/g");
    await second.flush();
    const third = await open();
    expect(["identity", "device-token/g", "credentials/g", "new"].map((name) => third.get(name))).toEqual([
      "sealed",
      "sealed",
      undefined,
      "plain",
    ]);
    expect(readdirSync(folder).filter((name) => name.includes(".broken"))).toEqual([]);
  });
});

test("killed in the middle of writing: all of an old secret or all of a new one, never half", async () => {
  const module = new URL("../../../main/storage/atomic-file.ts", import.meta.url).href;
  const path = join(folder, "big.secret");
  const script = `const { writeAtomically } = await import(${JSON.stringify(module)});
    for (let n = 0; ; n += 1) { await writeAtomically(${JSON.stringify(path)}, Buffer.alloc(400_000, 65 + (n % 26))); if (n === 0) console.log("go"); }`;
  for (let round = 0; round < 5; round += 1) {
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    await new Promise((resolve) => setTimeout(resolve, 5 + round * 7));
    child.kill("SIGKILL");
    await once(child, "exit");
    const bytes = readFileSync(path);
    expect(bytes).toHaveLength(400_000);
    expect(bytes.every((byte) => byte === bytes[0])).toBe(true);
  }
  await open();
  expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

describe("Electron's safeStorage as a vault", () => {
  const sync: AnySafeStorage = {
    isEncryptionAvailable: () => true,
    encryptString: (text) => Buffer.from(`v10${text}`),
    decryptString: (bytes) => {
      if (!bytes.toString().startsWith("v10")) throw new Error("bad");
      return bytes.toString().slice(3);
    },
    getSelectedStorageBackend: () => "gnome_libsecret",
  };

  test("33 has only the synchronous half", async () => {
    const vault = await openSafeStorage(sync, "linux");
    expect(vault.kind).toBe("keyring");
    expect(await vault.open(await vault.seal("x"))).toBe("x");
    await expect(vault.open(Buffer.from("junk"))).rejects.toThrow();
  });

  test("45 is asked asynchronously", async () => {
    const storage: AnySafeStorage = {
      ...sync,
      isEncryptionAvailable: () => expect.unreachable(),
      isAsyncEncryptionAvailable: async () => true,
      encryptStringAsync: async (text) => Buffer.from(`a${text}`),
      decryptStringAsync: async (bytes) => ({ shouldReEncrypt: false, result: bytes.toString().slice(1) }),
    };
    const vault = await openSafeStorage(storage, "darwin");
    expect(await vault.open(await vault.seal("x"))).toBe("x");
    expect(vault.name).toContain("Keychain");
  });

  test.each(["basic_text", "unknown"] as const)("%s protects nothing, and is treated so", async (backend) => {
    const vault = await openSafeStorage({ ...sync, getSelectedStorageBackend: () => backend }, "linux");
    expect(vault.kind).toBe("plain");
  });

  test("a keyring that is not available", async () => {
    expect((await openSafeStorage({ ...sync, isEncryptionAvailable: () => false }, "linux")).kind).toBe("plain");
    const late = {
      ...sync,
      isAsyncEncryptionAvailable: async () => false,
      encryptStringAsync: async () => Buffer.of(),
      decryptStringAsync: async () => ({ shouldReEncrypt: false, result: "" }),
    };
    expect((await openSafeStorage(late, "win32")).kind).toBe("plain");
  });
});
