import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { defaultSettings } from "../../../main/storage/settings.ts";
import type { SettingsFile } from "../../../main/storage/settings-store.ts";
import { readOnlyAfter, smallDisk, smallDiskKind } from "../../support/disks.ts";
import { FakeClock } from "../../support/fake-clock.ts";

// electron-store imports "electron", whose package would download a binary; a named folder keeps it from looking.
process.env["ELECTRON_OVERRIDE_DIST_PATH"] ??= "/nowhere";
const { createSettingsStore, openSettingsFile } = await import("../../../main/storage/settings-store.ts");

let folder: string;
let lost: string[];
const path = () => join(folder, "settings.json");
/** Why the disk refuses, where this user can't have one that really does. */
let refusal: "ENOSPC" | "EROFS" | undefined;
const check = () => {
  if (refusal) throw Object.assign(new Error("the test's disk refuses"), { code: refusal });
};
function openFile(options: { folder: string; version: string }, migrate: boolean): SettingsFile {
  if (migrate) check();
  const file = openSettingsFile(options, migrate);
  return {
    store: file.store,
    set: (change: object) => {
      check();
      file.set(change);
    },
  };
}
const clock = new FakeClock();
const open = (version = "0.1.0") =>
  createSettingsStore({ folder, version, clock, openFile, onTrouble: (sentence) => lost.push(sentence) });
const written = () => JSON.parse(readFileSync(path(), "utf8")) as Record<string, unknown>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pairtray-"));
  lost = [];
  refusal = undefined;
});

test("keeps which openclaw.json a gateway follows, and reads a file that doesn't say so", () => {
  const [followed, entered] = [
    { id: "a", url: "ws://127.0.0.1:18789", follows: "0123456789ab" },
    { id: "b", url: "wss://pi.example" },
  ];
  open().set({ gateways: [followed, entered] });
  expect(open().get().gateways).toEqual([followed, entered]);
  expect(() => open().set({ gateways: [{ ...followed, follows: "" }] })).toThrow();
  expect(lost).toEqual([]);
});

test("starts with the defaults and keeps what is set, mode 600", () => {
  const settings = open();
  expect(settings.get()).toMatchObject(defaultSettings);
  settings.set({ theme: "dark", gateways: [{ id: "a", url: "wss://pi.example:18789" }] });
  expect(open().get()).toMatchObject({ theme: "dark", gateways: [{ id: "a", url: "wss://pi.example:18789" }] });
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  expect(lost).toEqual([]);
});

test("once it is stopped, what is set stays in memory: a forgotten file doesn't come back", () => {
  const settings = open();
  settings.set({ theme: "dark" });
  rmSync(path());
  settings.stop();
  settings.set({ windowBounds: { x: 1, y: 1, width: 400, height: 600 } });
  expect(settings.get()).toMatchObject({ theme: "dark", windowBounds: { width: 400 } });
  expect(existsSync(path())).toBe(false);
});

test("the same object until something is set: the window is sent nothing for nothing", () => {
  const settings = open();
  expect(settings.get()).toBe(settings.get());
});

test("an address never brings its secrets into the file", () => {
  open().set({ gateways: [{ id: "a", url: "wss://me:hunter2@pi.example/x?token=abc#t" }] });
  expect(readFileSync(path(), "utf8")).not.toMatch(/hunter2|abc|me:/);
  expect(open().get().gateways[0]?.url).toBe("wss://pi.example/x");
});

test("what the schema doesn't allow is refused, and the file stays", () => {
  const settings = open();
  settings.set({ theme: "dark" });
  expect(() => settings.set({ theme: "pink" as "dark" })).toThrow();
  expect(settings.get().theme).toBe("dark");
  expect(written()["theme"]).toBe("dark");
});

describe("a broken file", () => {
  test.each([
    ["cut short", '{"theme":"da'],
    ["of wrong types", '{"theme":7,"gateways":"x"}'],
    ["empty", ""],
    ["binary", "\u0000\u0001"],
  ])("%s is kept as a copy, said, and the defaults take over", (_what, text) => {
    writeFileSync(path(), text);
    expect(open().get()).toMatchObject(defaultSettings);
    expect(lost).toHaveLength(1);
    expect(readFileSync(`${path()}.broken-1`, "utf8")).toBe(text);
    writeFileSync(path(), text);
    open();
    expect(readdirSync(folder)).toContain("settings.json.broken-2");
  });
});

describe("an older file", () => {
  test("its one gateway moves into the list, without its secret, and unknown keys go", () => {
    writeFileSync(
      path(),
      JSON.stringify({ theme: "light", gatewayUrl: "ws://u:p@pi:18789/?token=t", sharedToken: "leak" }),
    );
    expect(open().get()).toMatchObject({ theme: "light", gateways: [{ id: "gateway", url: "ws://pi:18789/" }] });
    expect(readFileSync(path(), "utf8")).not.toMatch(/leak|token=|u:p/);
    expect(lost).toEqual([]);
  });

  test("a migration runs once", () => {
    writeFileSync(path(), JSON.stringify({ theme: "light" }));
    open().set({ gateways: [] });
    writeFileSync(path(), JSON.stringify({ ...written(), later: 1 }));
    open();
    expect(written()["later"]).toBe(1);
  });
});

describe("a disk that refuses", () => {
  const full = "The settings can't be saved: the disk is full. PairTray keeps them in memory and tries again.";
  const readOnly =
    "The settings can't be saved: the folder can't be written. PairTray keeps them in memory and tries again.";
  const isReal = smallDiskKind.startsWith("a real");
  /** The folder takes no write any more, in whichever way this user can have that. */
  const lock = () => {
    const { refuse } = readOnlyAfter(folder) as { refuse?: "EROFS" };
    refusal = refuse;
  };

  test(`full: what is set holds, is said once, and is saved once there is room (${smallDiskKind})`, () => {
    const disk = smallDisk();
    folder = disk.folder;
    const settings = open();
    settings.set({ theme: "dark" });
    disk.fill();
    if (!isReal) refusal = "ENOSPC";
    settings.set({ notifications: false });
    settings.set({ showNames: false, gateways: [{ id: "a", url: "wss://pi.example" }] });
    expect(settings.get()).toMatchObject({ theme: "dark", notifications: false, showNames: false });
    expect(lost).toEqual([full]);
    expect(written()).toMatchObject({ theme: "dark" });
    expect(written()).not.toHaveProperty("notifications");
    disk.free();
    refusal = undefined;
    clock.advance(10_000);
    expect(written()).toMatchObject({ theme: "dark", notifications: false, showNames: false, gateways: [{ id: "a" }] });
    settings.set({ theme: "light" });
    expect(open().get()).toMatchObject({ theme: "light", notifications: false });
    expect(lost).toEqual([full]);
  });

  test("read-only: starts with what is there, also for a later version, and says that nothing can be saved", () => {
    open().set({ theme: "dark" });
    lock();
    const settings = open("0.2.0");
    expect(settings.get()).toMatchObject({ ...defaultSettings, theme: "dark" });
    settings.set({ theme: "light" });
    expect(settings.get().theme).toBe("light");
    expect(lost).toEqual([readOnly]);
    expect(written()["theme"]).toBe("dark");
  });

  test("read-only from the first start: the defaults, and what is set, hold until the end", () => {
    lock();
    const settings = open();
    settings.set({ theme: "dark" });
    expect(settings.get()).toMatchObject({ ...defaultSettings, theme: "dark" });
    expect(lost).toEqual([readOnly]);
  });

  test("read-only around a broken file: it stays, and the defaults take over", () => {
    writeFileSync(path(), "{");
    lock();
    const settings = open();
    settings.set({ theme: "dark" });
    expect(settings.get()).toMatchObject({ ...defaultSettings, theme: "dark" });
    expect(lost).toContain(readOnly);
    expect(readFileSync(path(), "utf8")).toBe("{");
  });
});
