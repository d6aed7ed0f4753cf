import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { autostartEntry, autostartFolder, linuxLoginItem, openLoginItem } from "../../../main/login-item.ts";

test("the autostart file quotes what a path may hold", () => {
  const entry = autostartEntry({ executable: "/opt/Pair Tray/pairtray", args: ['/a "b" $c 50%'] });
  expect(entry).toContain('Exec="/opt/Pair Tray/pairtray" "/a \\\\"b\\\\" \\\\$c 50%%"\n');
  expect(entry.startsWith("[Desktop Entry]\nType=Application\n")).toBe(true);
});

test("it is written, seen and taken away", async () => {
  const folder = join(mkdtempSync(join(tmpdir(), "pairtray-")), "autostart");
  const item = linuxLoginItem(folder, { executable: "/usr/bin/pairtray", args: [] });
  expect(item.isOn()).toBe(false);
  await item.set(true);
  expect(item.isOn()).toBe(true);
  expect(readFileSync(join(folder, "pairtray.desktop"), "utf8")).toContain('Exec="/usr/bin/pairtray"\n');
  await item.set(false);
  await item.set(false);
  expect(existsSync(join(folder, "pairtray.desktop"))).toBe(false);
});

test("the folder follows XDG_CONFIG_HOME, unless it is relative", () => {
  expect(autostartFolder({ XDG_CONFIG_HOME: "/x" }, "/home/me")).toBe("/x/autostart");
  expect(autostartFolder({ XDG_CONFIG_HOME: "x" }, "/home/me")).toBe("/home/me/.config/autostart");
  expect(autostartFolder({}, "/home/me")).toBe("/home/me/.config/autostart");
});

test("macOS and Windows keep the list themselves", async () => {
  let on = false;
  const app = {
    getLoginItemSettings: () => ({ openAtLogin: on }),
    setLoginItemSettings: ({ openAtLogin }: { openAtLogin?: boolean }) => void (on = openAtLogin ?? false),
    getAppPath: () => "/app",
  };
  const item = openLoginItem(app as unknown as Parameters<typeof openLoginItem>[0], "darwin", {
    env: {},
    execPath: "/x",
  });
  await item.set(true);
  expect(item.isOn()).toBe(true);
});
