import type { IpcMain, IpcMainInvokeEvent, WebContents } from "electron";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { isTrusted, serveWindow } from "../../../main/ipc.ts";
import { channels } from "../../../src/app/contract.ts";
import type { Intent } from "../../../src/app/intent.ts";
import { applyPatch, type SnapshotPatch } from "../../../src/app/snapshot-patch.ts";
import type { AppSnapshot } from "../../../src/app/snapshot.ts";
import { appSnapshot, requestView } from "../../support/app-snapshot.ts";

type Handler = (event: IpcMainInvokeEvent, raw?: unknown) => unknown;

function fakePage(url = "app://pairtray/index.html") {
  const mainFrame = { url };
  const sent: SnapshotPatch[] = [];
  const page = {
    mainFrame,
    sent,
    isDestroyed: () => false,
    once: () => undefined,
    send: (_channel: string, patch: SnapshotPatch) => sent.push(patch),
  };
  return page as unknown as WebContents & { sent: SnapshotPatch[] };
}

function fakeDesk() {
  let snapshot = appSnapshot();
  const listeners = new Set<(snapshot: AppSnapshot) => void>();
  return {
    snapshot: () => snapshot,
    subscribe: (listener: (snapshot: AppSnapshot) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    change(change: Partial<AppSnapshot>) {
      snapshot = { ...snapshot, ...change, revision: snapshot.revision + 1 };
      for (const listener of listeners) listener(snapshot);
    },
    listeners,
  };
}

const event = (page: WebContents, frame: unknown = page.mainFrame) =>
  ({ sender: page, senderFrame: frame }) as IpcMainInvokeEvent;

let handlers: Map<string, Handler>;
let desk: ReturnType<typeof fakeDesk>;
let page: ReturnType<typeof fakePage>;
let acted: Intent[];
let troubles: string[];
let undo: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  handlers = new Map();
  desk = fakeDesk();
  page = fakePage();
  acted = [];
  troubles = [];
  const ipc = {
    handle: (channel: string, handler: Handler) => void handlers.set(channel, handler),
    removeHandler: (channel: string) => void handlers.delete(channel),
  } as unknown as IpcMain;
  undo = serveWindow({
    ipc,
    desk,
    page: () => page,
    act: (intent) => {
      acted.push(intent);
      return intent.type === "quit" ? Promise.reject(new Error("boom")) : Promise.resolve({ ok: true });
    },
    onTrouble: (what) => troubles.push(what),
  });
  return () => vi.useRealTimers();
});

const call = (channel: string, from: IpcMainInvokeEvent, raw?: unknown) => handlers.get(channel)!(from, raw);

describe("who may ask", () => {
  test("the main frame of our window, on our page", () => {
    expect(isTrusted(event(page), page)).toBe(true);
  });

  test.each([
    ["another window", () => event(fakePage())],
    ["a frame inside our page", () => event(page, { url: "app://pairtray/index.html" })],
    ["a frame that is gone", () => event(page, null)],
  ])("not %s", (_who, from) => {
    expect(isTrusted(from(), page)).toBe(false);
  });

  test.each(["https://evil.example/", "file:///x.html", "app://pairtray.evil/index.html", "about:blank", ""])(
    "not our window when it shows %s",
    (url) => {
      const strange = fakePage(url);
      expect(isTrusted(event(strange), strange)).toBe(false);
    },
  );

  test("nobody while there is no window", () => {
    expect(isTrusted(event(page), undefined)).toBe(false);
  });

  test("every channel asks", async () => {
    expect(() => call(channels.ready, event(fakePage()))).toThrow("Refused");
    await expect(call(channels.intent, event(fakePage()), { type: "quit" })).rejects.toThrow("Refused");
    expect(acted).toEqual([]);
    expect(troubles).toHaveLength(2);
  });
});

describe("intents", () => {
  test("a good one is carried out", async () => {
    const intent = { type: "approve", gatewayId: "g", requestId: "r", digest: "d" };
    await expect(call(channels.intent, event(page), intent)).resolves.toEqual({ ok: true });
    expect(acted).toEqual([intent]);
  });

  test.each([
    undefined,
    null,
    "approve",
    [],
    {},
    { type: "approve" },
    { type: "approve", gatewayId: "g", requestId: "r", digest: "d", all: true },
    { type: "approve", gatewayId: 1, requestId: "r", digest: "d" },
    { type: "run", command: "rm" },
    { type: "copy", text: "x".repeat(33_000) },
    JSON.parse('{"type":"open","view":"requests","__proto__":{"x":1}}'),
  ])("a bad one is refused before anything happens: %j", async (raw) => {
    await expect(call(channels.intent, event(page), raw)).resolves.toMatchObject({ ok: false });
    expect(acted).toEqual([]);
  });

  test("one that throws comes back as a sentence", async () => {
    await expect(call(channels.intent, event(page), { type: "quit" })).resolves.toMatchObject({ ok: false });
    expect(troubles).toHaveLength(1);
  });
});

describe("patches", () => {
  test("start at what the window got, and lead to what the desk has", () => {
    const start = call(channels.ready, event(page)) as AppSnapshot;
    desk.change({ requests: [requestView()] });
    expect(page.sent).toHaveLength(1);
    expect(applyPatch(start, page.sent[0]!)?.requests).toEqual([requestView()]);
  });

  test("a burst is gathered: the first at once, the rest in one, never more than 30 a second", () => {
    let has = call(channels.ready, event(page)) as AppSnapshot;
    for (let n = 0; n < 1_000; n += 1) {
      desk.change({ requests: [requestView({ requestId: `r${n}` })] });
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(100);
    expect(page.sent.length).toBeGreaterThan(10);
    expect(page.sent.length).toBeLessThanOrEqual(32);
    for (const patch of page.sent) has = applyPatch(has, patch)!;
    expect(has).toEqual(desk.snapshot());
  });

  test("a window that loads again starts again, and hears everything once", () => {
    call(channels.ready, event(page));
    desk.change({ needsGateway: true });
    const again = call(channels.ready, event(page)) as AppSnapshot;
    expect(again.needsGateway).toBe(true);
    page.sent.length = 0;
    desk.change({ needsGateway: false });
    expect(page.sent).toHaveLength(1);
    expect(applyPatch(again, page.sent[0]!)).toBeDefined();
  });

  test("the undo stops everything", () => {
    call(channels.ready, event(page));
    undo();
    desk.change({ needsGateway: true });
    vi.advanceTimersByTime(100);
    expect(page.sent).toEqual([]);
    expect(handlers.size).toBe(0);
    expect(desk.listeners.size).toBe(0);
  });
});
