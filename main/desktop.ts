import { homedir, hostname } from "node:os";
import { join } from "node:path";
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
} from "electron";
import { safeStorage, screen, session } from "electron";
import type { Intent } from "../src/app/intent.ts";
import { NoticeBoard } from "../src/app/notice-board.ts";
import { openDesk } from "../src/app/open-desk.ts";
import type { MachineView } from "../src/app/snapshot.ts";
import { trayModel } from "../src/app/tray-model.ts";
import { systemClock } from "../src/gateway/clock.ts";
import type { AppFiles } from "./app-files.ts";
import { serveApp } from "./app-protocol.ts";
import { createSecretClipboard } from "./clipboard.ts";
import { createActor } from "./desktop-intents.ts";
import { activationsOf, openSafeStorage } from "./electron-adapter.ts";
import { createForgetting } from "./forgetting.ts";
import { gatherChanges } from "./gather-changes.ts";
import { hardenSession } from "./hardening.ts";
import { serveWindow } from "./ipc.ts";
import type { LaunchOptions } from "./launch.ts";
import { createLog } from "./log.ts";
import { openLoginItem } from "./login-item.ts";
import { isUnofficial } from "./machine.ts";
import { createNotificationShell } from "./notifications/notification-shell.ts";
import { watchOldClicks } from "./notifications/old-clicks.ts";
import { openNotifier } from "./notifications/open-notifier.ts";
import { connectSessionBus, sessionBusAddress } from "./notifications/session-bus.ts";
import { watchAttention } from "./notifications/watch-attention.ts";
import { machinePairing } from "./pairing.ts";
import { machineNearby, placeFrom } from "./nearby.ts";
import { createOutsideClicks } from "./outside-clicks.ts";
import { watchPower } from "./power.ts";
import { leave } from "./quit.ts";
import { createScreenPrivacy } from "./screen-privacy.ts";
import { saveDevices } from "./storage/export-devices.ts";
import { exportActivity } from "./storage/export-history.ts";
import { openLockOutLists } from "./storage/lock-out-lists.ts";
import { openReviewFiles } from "./storage/review-files.ts";
import { finishForgetting } from "./storage/forget-everything.ts";
import { saveSettings } from "./storage/save-settings.ts";
import { refusableSecrets } from "./storage/refusable-secrets.ts";
import { openSecretStore } from "./storage/secret-store.ts";
import { keepingOf, unencryptedWords } from "./storage/secret-vault.ts";
import { createSettingsStore } from "./storage/settings-store.ts";
import { readTextIfThere } from "./storage/text-file.ts";
import type { AppTray } from "./tray.ts";
import { isTrayShown } from "./tray-presence.ts";
import { createAppWindow } from "./window.ts";

export interface Desktop {
  /** A click in the tray, or a link: what doesn't go through is told in the window. */
  click(intent: Intent): Promise<void>;
  showWindow(): void;
  toggleWindow(): void;
  /** Takes notifications off the screen and writes what isn't written yet. */
  close(): Promise<void>;
}

/** A panel takes a new menu over the bus each time. */
const TRAY_EVERY_MS = 200;
const TELL_EVERY_MS = 33;

/** Everything behind the tray, wired together. Loaded after the tray stands, so that nothing here delays it. */
export async function openDesktop(launch: LaunchOptions, files: AppFiles, tray: AppTray): Promise<Desktop> {
  const { platform } = process;
  const folder = app.getPath("userData");
  const version = app.getVersion();
  // Before anything reads what should be gone.
  const finished = finishForgetting(folder);
  const log = createLog({ folder: join(folder, "logs"), now: Date.now });
  for (const name of ["OPENCLAW_GATEWAY_TOKEN", "OPENCLAW_GATEWAY_PASSWORD"]) log.hide(process.env[name] ?? "");
  process.on("uncaughtException", (error) => log.warn("Uncaught", error));
  process.on("unhandledRejection", (error) => log.warn("Unhandled", error));

  const notices = new NoticeBoard();
  const warn = (sentence: string) => {
    log.warn(sentence);
    notices.post({ tone: "warning", sentence });
  };
  if (finished !== undefined) warn(finished);
  const settings = createSettingsStore({ folder, version, clock: systemClock, onTrouble: warn });
  nativeTheme.themeSource = settings.get().theme;
  // The demo touches nothing of the user's.
  const demo = launch.demo ? await (await import("./demo.ts")).startDemo("PairTray demo") : undefined;
  const vault = demo?.vault ?? (await openSafeStorage(safeStorage, platform));
  const secretFiles = await openSecretStore({
    folder: join(folder, "secrets"),
    vault,
    clock: systemClock,
    onTrouble: warn,
  });
  const refused = () => vault.kind === "plain" && settings.get().refuseUnencrypted === true;
  const secrets = refusableSecrets(secretFiles, refused);
  secrets.sweep();
  const lockOutLists = openLockOutLists({ folder, clock: systemClock, onTrouble: warn });
  const { history, muted, knownDevices, ...reviewFiles } = await openReviewFiles({
    folder,
    clock: systemClock,
    onTrouble: warn,
  });
  const loginItem = demo?.loginItem ?? openLoginItem(app, platform, process);
  if (finished !== undefined) await loginItem.set(false).catch(() => undefined);
  if (settings.get().openAtLogin !== loginItem.isOn()) settings.set({ openAtLogin: loginItem.isOn() });

  const machine: MachineView = {
    version,
    electron: process.versions.electron,
    platform,
    demo: launch.demo,
    keeping: demo?.keeping ?? keepingOf(vault),
    notifying: { sentence: "Looking for the notification server.", warning: false },
    trayShown: true,
    unofficialElectron: isUnofficial(process.versions.electron, app.isPackaged),
  };
  const desk = openDesk({
    surroundings: { env: demo?.env ?? process.env, home: homedir(), readFile: readTextIfThere },
    machine,
    clock: systemClock,
    random: Math.random,
    secrets,
    settings,
    notices,
    lockOutLists,
    history,
    muted,
    knownDevices,
    pairing: machinePairing(files.shortCodePage, launch.demo),
    nearby: machineNearby(demo?.nearby ?? placeFrom(process.env)),
    app: { displayName: demo ? "PairTray demo" : `PairTray on ${hostname()}`, version, platform },
    log: log.info,
    hide: log.hide,
  });

  // Where a gateway has to be entered, the form says so before anything is typed.
  if (secrets.isFirstRun && !demo && vault.kind === "plain" && !refused() && !desk.snapshot().needsGateway) {
    notices.post({ tone: "warning", ...unencryptedWords });
  }

  const window = createAppWindow({
    create: (options) => new BrowserWindow(options),
    preload: files.preload,
    icon: files.icon,
    isDark: () => nativeTheme.shouldUseDarkColors,
    areas: () => screen.getAllDisplays().map(({ workArea }) => workArea),
    savedBounds: () => settings.get().windowBounds,
    saveBounds: (windowBounds) => settings.set({ windowBounds }),
    onTrouble: (what) => log.warn(what),
    onClosed: () => {
      void desk.handle({ type: "pair-leave" });
      void desk.handle({ type: "nearby-watch", on: false });
    },
  });
  const address = platform === "linux" ? sessionBusAddress(process.env) : undefined;
  const connect = address === undefined ? undefined : () => connectSessionBus(address);
  const forgetting = createForgetting({
    folder,
    loginItem,
    connect: demo ? undefined : connect,
    appName: app.getName(),
    showError: (title, sentence) => dialog.showErrorBox(title, sentence),
    quit: () => app.quit(),
  });
  const secretClipboard = createSecretClipboard(clipboard, systemClock);
  const act = createActor({
    desk,
    showWindow: window.show,
    copy: (text) => clipboard.writeText(text),
    copySecret: (text) => secretClipboard.copy(text),
    loginItem,
    exportActivity: () => exportActivity({ dialog, history, now: Date.now }),
    exportDevices: (format) => saveDevices({ dialog, snapshot: () => desk.snapshot(), now: Date.now }, format),
    sweepSecrets: () => secrets.sweep(),
    setTheme: (theme) => (nativeTheme.themeSource = theme),
    exportSettings: () => saveSettings(dialog, settings.get()),
    forgetEverything: () => forgetting.order(),
    quit: () => app.quit(),
  });
  const click = createOutsideClicks({ act, notices });
  const undo = [
    hardenSession(session.defaultSession),
    serveApp(protocol, files.renderer),
    // Before the window hears of a code, so that no capture is ahead of it.
    desk.subscribe(createScreenPrivacy(platform, () => window.current(), systemClock)),
    serveWindow({ ipc: ipcMain, desk, page: () => window.current()?.webContents, act, onTrouble: log.warn }),
    gatherChanges(desk, systemClock, TRAY_EVERY_MS).subscribe((snapshot) => tray.show(trayModel(snapshot))),
    watchPower({ monitor: powerMonitor, wake: () => desk.wake() }),
  ];

  const hearOwnClicks = watchOldClicks({
    clock: systemClock,
    watch: activationsOf(Notification, platform),
    open: () => void act({ type: "open", view: "requests" }),
  });
  const notifier = await openNotifier({
    platform,
    connect,
    icon: files.notificationIcon,
    create: (options) => hearOwnClicks(new Notification(options)),
  });
  const tellNotifying = () => desk.setMachine({ notifying: notifier.describe() });
  const shell = createNotificationShell({
    notifier,
    act: (intent) => void click(intent),
    onShown: ({ arrivals = [] }) => desk.told(arrivals),
    onTrouble(what, error) {
      log.warn(`Could not ${what}`, error);
      tellNotifying();
    },
  });
  undo.push(
    watchAttention({ desk: gatherChanges(desk, systemClock, TELL_EVERY_MS), clock: systemClock, shell }),
    notifier.onReturn(tellNotifying),
  );
  tellNotifying();
  void isTrayShown({ platform, env: process.env, connect }).then((trayShown) => desk.setMachine({ trayShown }));
  log.info(`PairTray ${version} on Electron ${process.versions.electron}, ${platform}`);

  return {
    click,
    showWindow: window.show,
    toggleWindow: window.toggle,
    async close() {
      for (const one of undo) one();
      await leave([() => secretClipboard.clearNow(), () => shell.close()], () => desk.sendWaiting());
      notifier.close();
      desk.close();
      await Promise.all([lockOutLists.close(), reviewFiles.close()]);
      await secrets.close();
      await demo?.stop();
      // Last, and the log with it: whatever writes has ended.
      if (forgetting.isOrdered()) {
        settings.stop();
        log.stop();
        await forgetting.carryOut();
      } else log.info("PairTray quits");
      tray.close();
    },
  };
}
