import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from "electron";
import { describe, expect, test } from "vitest";
import { createTray, startingTray } from "../../../main/tray.ts";
import { isTrayShown } from "../../../main/tray-presence.ts";
import { drawingFiles, drawingName, type TrayIcon } from "../../../main/tray-images.ts";
import type { SessionBus } from "../../../main/notifications/session-bus.ts";
import type { Intent } from "../../../src/app/intent.ts";
import type { TrayModel } from "../../../src/app/tray-model.ts";

function setUp(platform: NodeJS.Platform) {
  const calls: string[] = [];
  const acted: Intent[] = [];
  let menu: MenuItemConstructorOptions[] = [];
  let click: (() => void) | undefined;
  const fake = {
    setImage: (image: string) => calls.push(`image ${image}`),
    setToolTip: (text: string) => calls.push(`tip ${text}`),
    setTitle: (text: string) => calls.push(`title ${text}`),
    setContextMenu: () => calls.push("menu"),
    on: (_event: string, listener: () => void) => (click = listener),
    destroy: () => calls.push("destroy"),
  };
  const tray = createTray(
    {
      create: (image) => {
        calls.push(`create ${image as unknown as string}`);
        return fake as unknown as Tray;
      },
      buildMenu: (items) => {
        menu = items;
        // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- never looked at
        return {} as Menu;
      },
      image: (icon, count) => `${icon}/${count}` as unknown as NativeImage,
      platform,
      act: (intent) => acted.push(intent),
      toggleWindow: () => calls.push("toggle"),
    },
    startingTray,
  );
  return { tray, calls, acted, menu: () => menu, click: () => click?.() };
}

const press = (item: MenuItemConstructorOptions | undefined) =>
  (item?.click as unknown as (() => void) | undefined)?.();
const pending: TrayModel = { ...startingTray, icon: "pending", count: 2, tooltip: "PairTray: 2 devices ask to pair" };

test("only what changed is changed; Linux gets its menu again with every change", () => {
  const linux = setUp("linux");
  linux.calls.length = 0;
  linux.tray.show(startingTray);
  linux.tray.show({ ...startingTray });
  expect(linux.calls).toEqual([]);
  linux.tray.show(pending);
  expect(linux.calls).toEqual(["image pending/2", `tip ${pending.tooltip}`, "menu"]);

  const windows = setUp("win32");
  windows.calls.length = 0;
  windows.tray.show(pending);
  expect(windows.calls).toEqual(["image pending/2", `tip ${pending.tooltip}`]);
});

test("macOS shows the number beside the icon", () => {
  const { tray, calls } = setUp("darwin");
  tray.show(pending);
  tray.show({ ...pending, icon: "idle", count: 0 });
  expect(calls.filter((call) => call.startsWith("title"))).toEqual(["title ", "title  2", "title "]);
});

test("menu items carry their intents; lines that only tell are disabled; & stays readable", () => {
  const { tray, menu, acted } = setUp("linux");
  const intent: Intent = { type: "reject", gatewayId: "g", requestId: "r", digest: "d" };
  tray.show({
    ...pending,
    menu: [
      { kind: "item", id: "status", label: "Tom & Jerry" },
      { kind: "separator" },
      { kind: "submenu", id: "s", label: "Pixel", items: [{ kind: "item", id: "reject", label: "Reject", intent }] },
    ],
  });
  const [status, separator, submenu] = menu();
  expect(status).toMatchObject({ label: "Tom && Jerry", enabled: false });
  expect(separator).toEqual({ type: "separator" });
  press((submenu!.submenu as MenuItemConstructorOptions[])[0]);
  expect(acted).toEqual([intent]);
});

test("from the first moment the menu opens and quits", () => {
  const { menu, acted } = setUp("linux");
  for (const item of menu()) press(item);
  expect(acted.map(({ type }) => type)).toEqual(["open", "quit"]);
});

test("a click toggles the window, except on macOS, where it opens the menu", () => {
  const linux = setUp("linux");
  linux.click();
  expect(linux.calls).toContain("toggle");
  const mac = setUp("darwin");
  mac.click();
  expect(mac.calls).not.toContain("toggle");
});

describe("drawings", () => {
  const folder = join(import.meta.dirname, "../../../assets/tray");
  const states: [TrayIcon, number][] = [["idle", 0], ["offline", 0], ["attention", 3], ...[1, 2, 9, 10, 500].map((n): [TrayIcon, number] => ["pending", n])]; // prettier-ignore

  test.each(["linux", "win32", "darwin"] as const)("every state has every file on %s", (platform) => {
    for (const [icon, count] of states) {
      for (const [file] of drawingFiles(drawingName(icon, count, platform), platform)) {
        expect(existsSync(join(folder, file)), file).toBe(true);
      }
    }
  });

  test("the number is in the drawing, up to nine", () => {
    expect(drawingName("pending", 3, "linux")).toBe("pending-3");
    expect(drawingName("pending", 12, "linux")).toBe("pending-more");
    expect(drawingName("pending", 12, "darwin")).toBe("pendingTemplate");
  });
});

describe("whether the user sees a tray", () => {
  const bus = (has: boolean) =>
    ({ call: async () => ({ body: [has] }), close: () => undefined }) as unknown as SessionBus;
  const gnome = { platform: "linux", env: { XDG_CURRENT_DESKTOP: "ubuntu:GNOME" } } as const;

  test("GNOME only with its extension", async () => {
    expect(await isTrayShown({ ...gnome, connect: async () => bus(true) })).toBe(true);
    expect(await isTrayShown({ ...gnome, connect: async () => bus(false) })).toBe(false);
    expect(await isTrayShown({ ...gnome, connect: undefined })).toBe(false);
    expect(await isTrayShown({ ...gnome, connect: () => Promise.reject(new Error("x")) })).toBe(false);
  });

  test("everybody else has one, and the bus isn't asked", async () => {
    const connect = () => expect.unreachable();
    expect(await isTrayShown({ platform: "linux", env: { XDG_CURRENT_DESKTOP: "XFCE" }, connect })).toBe(true);
    expect(await isTrayShown({ platform: "darwin", env: {}, connect })).toBe(true);
  });
});
