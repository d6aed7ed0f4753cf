// The least that a tray app can be: what PairTray's start and memory are held against. It has no window and no network.
"use strict";
const { app, Menu, Tray } = require("electron");
const { join } = require("node:path");

let tray;
app.whenReady().then(() => {
  tray = new Tray(join(__dirname, "../../../assets/tray/idle-22.png"));
  tray.setToolTip("Empty tray app");
  tray.setContextMenu(Menu.buildFromTemplate([{ label: "Quit", click: () => app.quit() }]));
  console.log("Empty tray app: tray ready");
});
process.on("SIGTERM", () => app.quit());
