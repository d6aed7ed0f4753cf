import type { IpcMain, IpcMainInvokeEvent, WebContents } from "electron";
import { channels } from "../src/app/contract.ts";
import type { DeskPort } from "../src/app/desk-port.ts";
import { intentSchema, type Intent, type IntentResult } from "../src/app/intent.ts";
import type { AppSnapshot } from "../src/app/snapshot.ts";
import { appOrigin } from "./app-protocol.ts";
import { createPatchFeed, type PatchFeed } from "./patch-feed.ts";

export interface IpcOptions {
  readonly ipc: Pick<IpcMain, "handle" | "removeHandler">;
  readonly desk: Pick<DeskPort, "snapshot" | "subscribe">;
  /** The page of our window, while it is open. */
  readonly page: () => WebContents | undefined;
  readonly act: (intent: Intent) => Promise<IntentResult>;
  readonly onTrouble: (what: string, error?: unknown) => void;
}

/** A person can't have more than a few under way; a broken page could have thousands. */
const mostUnderWay = 32;

type Asked = Pick<IpcMainInvokeEvent, "sender" | "senderFrame">;

/** Only the main frame of our own window, showing our own page, may ask for anything. */
export function isTrusted({ sender, senderFrame }: Asked, page: WebContents | undefined): boolean {
  if (!page || sender !== page || !senderFrame || senderFrame !== page.mainFrame) return false;
  return senderFrame.url.startsWith(`${appOrigin}/`);
}

/** Answers the window on the channels of the contract and sends it what changes. Returns its own undo. */
export function serveWindow({ ipc, desk, page, act, onTrouble }: IpcOptions): () => void {
  let feed: { readonly to: WebContents; readonly patches: PatchFeed } | undefined;
  let underWay = 0;

  function check(event: Asked, channel: string): void {
    if (isTrusted(event, page())) return;
    onTrouble(`Refused a message on ${channel} from a page that isn't ours`);
    throw new Error("Refused.");
  }

  function startFeed(to: WebContents): AppSnapshot {
    feed?.patches.stop();
    const patches = createPatchFeed({
      desk,
      send(patch) {
        if (to.isDestroyed()) patches.stop();
        else to.send(channels.patch, patch);
      },
    });
    feed = { to, patches };
    to.once("destroyed", () => patches.stop());
    return patches.start;
  }

  ipc.handle(channels.ready, (event) => {
    check(event, channels.ready);
    return startFeed(event.sender);
  });

  ipc.handle(channels.intent, async (event, raw: unknown): Promise<IntentResult> => {
    check(event, channels.intent);
    const intent = intentSchema.safeParse(raw);
    if (!intent.success) {
      onTrouble("Refused an intent that is not in the contract");
      return { ok: false, sentence: "PairTray could not read this request." };
    }
    if (underWay >= mostUnderWay)
      return { ok: false, sentence: "Too much at once. Wait for the last clicks to finish." };
    underWay += 1;
    try {
      return await act(intent.data);
    } catch (error) {
      onTrouble(`The intent ${intent.data.type} failed`, error);
      return { ok: false, sentence: "Something went wrong inside PairTray. The log says more." };
    } finally {
      underWay -= 1;
    }
  });

  return () => {
    feed?.patches.stop();
    ipc.removeHandler(channels.ready);
    ipc.removeHandler(channels.intent);
  };
}
