import { contextBridge, ipcRenderer, type IpcRendererEvent } from "electron";
import { channels, type WindowBridge } from "../src/app/contract.ts";
import type { IntentResult } from "../src/app/intent.ts";
import type { AppSnapshot } from "../src/app/snapshot.ts";
import type { SnapshotPatch } from "../src/app/snapshot-patch.ts";

/** All that the page gets: three functions and no Electron object. */
const bridge: WindowBridge = {
  ready: () => ipcRenderer.invoke(channels.ready) as Promise<AppSnapshot>,
  send: (intent) => ipcRenderer.invoke(channels.intent, intent) as Promise<IntentResult>,
  onPatch(listener) {
    const pass = (_event: IpcRendererEvent, patch: SnapshotPatch) => listener(patch);
    ipcRenderer.on(channels.patch, pass);
    return () => void ipcRenderer.off(channels.patch, pass);
  },
};

contextBridge.exposeInMainWorld("pairtray", bridge);
