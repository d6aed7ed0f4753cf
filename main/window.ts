import type { BrowserWindow, BrowserWindowConstructorOptions } from "electron";
import { windowUrl } from "./app-protocol.ts";
import type { WindowBounds } from "./storage/settings.ts";
import { defaultSize, minimumSize, restoredBounds } from "./window-bounds.ts";

export interface WindowOptions {
  readonly create: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly preload: string;
  readonly icon: string;
  readonly isDark: () => boolean;
  /** Work areas of the displays, now. */
  readonly areas: () => readonly WindowBounds[];
  readonly savedBounds: () => WindowBounds | undefined;
  readonly saveBounds: (bounds: WindowBounds) => void;
  readonly onTrouble: (what: string) => void;
  /** The window is gone, however it went. */
  readonly onClosed?: () => void;
}

/** The one window. It exists only while it is open: a closed window costs no memory. */
export interface AppWindow {
  readonly show: () => void;
  /** Hides what is in front, else shows: what a click on the tray does. */
  readonly toggle: () => void;
  current(): BrowserWindow | undefined;
  close(): void;
}

/** The page's own background, so that nothing flashes before the first paint. The same values as --window in the renderer's tokens.css. */
const backgrounds = { light: "#f3f3f5", dark: "#1c1d20" };

export function createAppWindow(options: WindowOptions): AppWindow {
  let window: BrowserWindow | undefined;

  function open(): BrowserWindow {
    const opened = options.create({
      ...defaultSize,
      ...restoredBounds(options.savedBounds(), options.areas()),
      minWidth: minimumSize.width,
      minHeight: minimumSize.height,
      show: false,
      title: "PairTray",
      icon: options.icon,
      backgroundColor: options.isDark() ? backgrounds.dark : backgrounds.light,
      autoHideMenuBar: true,
      fullscreenable: false,
      webPreferences: {
        preload: options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        disableDialogs: true,
        enableWebSQL: false,
      },
    });
    opened.removeMenu();
    opened.once("ready-to-show", () => opened.show());
    opened.on("close", () => options.saveBounds(opened.getNormalBounds()));
    opened.on("closed", () => {
      if (window === opened) window = undefined;
      options.onClosed?.();
    });
    opened.webContents.on("render-process-gone", (_event, { reason }) => {
      // A window without a page is worse than none: the next show opens a new one.
      options.onTrouble(`The window's process ended: ${reason}`);
      opened.destroy();
    });
    opened.webContents.on("did-fail-load", (_event, code, why) =>
      options.onTrouble(`The window failed to load: ${code} ${why}`),
    );
    void opened.loadURL(windowUrl).catch(() => undefined);
    return opened;
  }

  function show(): void {
    if (!window) {
      window = open();
      return;
    }
    if (window.isMinimized()) window.restore();
    // Before ready-to-show there is nothing to see yet; that event shows it.
    if (window.isVisible()) window.focus();
    else if (!window.webContents.isLoading()) window.show();
  }

  return {
    show,
    toggle() {
      if (window?.isVisible() && window.isFocused()) window.close();
      else show();
    },
    current: () => window,
    close: () => window?.close(),
  };
}
