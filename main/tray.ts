import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from "electron";
import type { Intent } from "../src/app/intent.ts";
import type { TrayItem, TrayModel } from "../src/app/tray-model.ts";
import type { TrayIcon } from "./tray-images.ts";

export interface TrayOptions {
  readonly create: (image: NativeImage) => Tray;
  readonly buildMenu: (items: MenuItemConstructorOptions[]) => Menu;
  readonly image: (icon: TrayIcon, count: number) => NativeImage;
  readonly platform: NodeJS.Platform;
  readonly act: (intent: Intent) => void;
  readonly toggleWindow: () => void;
}

/** What stands there before the desk knows anything. */
export const startingTray: TrayModel = {
  icon: "offline",
  count: 0,
  tooltip: "PairTray: starting",
  menu: [
    { kind: "item", id: "open", label: "Open PairTray", intent: { type: "open", view: "requests" } },
    { kind: "separator" },
    { kind: "item", id: "quit", label: "Quit PairTray", intent: { type: "quit" } },
  ],
};

export interface AppTray {
  show(model: TrayModel): void;
  close(): void;
}

/** A lone & would mark a key for the keyboard and vanish; names come from strangers. */
const plain = (label: string) => label.replaceAll("&", "&&");

function menuItem(item: TrayItem, act: (intent: Intent) => void): MenuItemConstructorOptions {
  if (item.kind === "separator") return { type: "separator" };
  const { id } = item;
  const label = plain(item.label);
  if (item.kind === "submenu") return { id, label, submenu: item.items.map((one) => menuItem(one, act)) };
  const { intent } = item;
  return intent ? { id, label, click: () => act(intent) } : { id, label, enabled: false };
}

/** Puts the icon up at once and changes only what the model changed: panels flicker, and an open menu would close. */
export function createTray(options: TrayOptions, first: TrayModel): AppTray {
  const { create, buildMenu, image, platform, act, toggleWindow } = options;
  const tray = create(image(first.icon, first.count));
  let shown: TrayModel | undefined;
  // On macOS a click opens the menu; on Linux few panels send one, but where they do it is welcome.
  if (platform !== "darwin") tray.on("click", toggleWindow);

  function show(model: TrayModel): void {
    const before = shown;
    shown = model;
    const icon = before?.icon !== model.icon || before.count !== model.count;
    if (before && icon) tray.setImage(image(model.icon, model.count));
    if (icon && platform === "darwin") tray.setTitle(model.count > 0 ? ` ${model.count}` : "");
    const tooltip = before?.tooltip !== model.tooltip;
    if (tooltip) tray.setToolTip(model.tooltip);
    const menu = JSON.stringify(before?.menu) !== JSON.stringify(model.menu);
    // Linux panels only take over a change of icon or tooltip together with a menu.
    if (menu || (platform === "linux" && (icon || tooltip))) {
      tray.setContextMenu(buildMenu(model.menu.map((item) => menuItem(item, act))));
    }
  }

  show(first);
  return {
    show,
    close: () => tray.destroy(),
  };
}
