import type { App, Session, WebContents } from "electron";
import { appOrigin } from "./app-protocol.ts";

/** Addresses the window may load. DevTools brings its own pages, and only where DevTools can be opened at all. */
export function mayLoad(address: string): boolean {
  return address.startsWith(`${appOrigin}/`) || address.startsWith("data:") || address.startsWith("devtools:");
}

/** A page of ours never navigates, opens windows or embeds guests: whatever tries to is an attack or a mistake. */
function hardenContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
  contents.on("will-navigate", (event) => event.preventDefault());
  contents.on("will-frame-navigate", (event) => event.preventDefault());
  contents.on("will-redirect", (event) => event.preventDefault());
  contents.on("will-attach-webview", (event) => event.preventDefault());
}

/** No permission, device, download or network for pages in this session. Returns its own undo. */
export function hardenSession(session: Session): () => void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !mayLoad(details.url) }));
  const refuse = (event: Electron.Event) => event.preventDefault();
  session.on("will-download", refuse);
  return () => {
    session.off("will-download", refuse);
    session.webRequest.onBeforeRequest(null);
  };
}

/** Every page of the app, now and later, is hardened before it loads anything. Returns its own undo. */
export function hardenApp(app: App): () => void {
  const harden = (_event: Electron.Event, contents: WebContents) => hardenContents(contents);
  app.on("web-contents-created", harden);
  return () => void app.off("web-contents-created", harden);
}
