import { app, Menu, nativeImage, protocol, Tray } from "electron";
import { appFiles } from "./app-files.ts";
import { watchLinks } from "./app-links.ts";
import { registerAppScheme } from "./app-protocol.ts";
import type { Desktop } from "./desktop.ts";
import { hardenApp } from "./hardening.ts";
import { mayRun } from "./instance-lock.ts";
import { readLaunch } from "./launch.ts";
import { closeBeforeQuit, quitOnSignals } from "./quit.ts";
import { isForgettingOrdered } from "./storage/forget-everything.ts";
import { createTray, startingTray } from "./tray.ts";
import { createTrayImages } from "./tray-images.ts";

const launch = readLaunch(process.argv);
const files = appFiles(import.meta.dirname, app.isPackaged, process.resourcesPath);

/** The tray first, and everything else after it: a person who logs in should wait for nothing. */
async function start(): Promise<Desktop> {
  // Nothing here needs a menu bar, and building Electron's default one takes its time.
  Menu.setApplicationMenu(null);
  const tray = createTray(
    {
      create: (image) => new Tray(image),
      // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- it is made by its factory
      buildMenu: (items) => Menu.buildFromTemplate(items),
      image: createTrayImages({
        folder: files.trayFolder,
        platform: process.platform,
        empty: () => nativeImage.createEmpty(),
      }),
      platform: process.platform,
      act: (intent) => {
        if (intent.type === "quit") app.quit();
        else void desktop.then((opened) => opened.click(intent));
      },
      toggleWindow: () => void desktop.then((opened) => opened.toggleWindow()),
    },
    startingTray,
  );
  // Tests and the bench wait for this line.
  console.log("PairTray: tray ready");
  const { openDesktop } = await import("./desktop.ts");
  return openDesktop(launch, files, tray);
}

// enableSandbox() would undo --no-sandbox, without which nothing runs as root. The window asks for its sandbox by itself.
if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
app.setAppUserModelId("app.pairtray.desktop");
app.dock?.hide();
// The demo never touches the user's own settings and keys.
if (launch.demo && !launch.hasUserDataDir) app.setPath("userData", `${app.getPath("userData")} Demo`);
registerAppScheme(protocol);
hardenApp(app);
// A pipe that a terminal closed must not end the app.
process.stdout.on("error", () => undefined);

if (!mayRun(app, process.platform)) app.exit();
const desktop = app.whenReady().then(start);
const show = () => void desktop.then((opened) => opened.showWindow());
watchLinks({
  app,
  platform: process.platform,
  argv: process.argv,
  demo: launch.demo,
  open: (intent) => void desktop.then((opened) => opened.click(intent)),
  show,
});
app.on("activate", show);
// Closing the window keeps the app; only Quit ends it.
app.on("window-all-closed", () => undefined);
quitOnSignals(app);
closeBeforeQuit(
  app,
  async () => (await desktop).close(),
  // Whoever wants everything forgotten would rather wait than find half of it.
  () => (isForgettingOrdered(app.getPath("userData")) ? 20_000 : 2_000),
);
if (launch.show) show();
desktop.catch((error: unknown) => {
  console.error("PairTray could not start:", error instanceof Error ? error.message : "unknown error");
  app.exit(1);
});
