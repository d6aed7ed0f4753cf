import { EventEmitter } from "node:events";
import type { App, Session } from "electron";
import { describe, expect, test } from "vitest";
import { hardenApp, hardenSession } from "../../../main/hardening.ts";

describe("every page", () => {
  const contents = Object.assign(new EventEmitter(), {
    decide: undefined as ((details: { url: string }) => { action: string }) | undefined,
    setWindowOpenHandler(decide: (details: { url: string }) => { action: string }) {
      contents.decide = decide;
    },
  });
  const app = new EventEmitter();
  const undo = hardenApp(app as unknown as App);
  app.emit("web-contents-created", {}, contents);

  test.each(["will-navigate", "will-frame-navigate", "will-redirect", "will-attach-webview"])(
    "%s is stopped",
    (name) => {
      const event = new Event(name, { cancelable: true });
      contents.emit(name, event);
      expect(event.defaultPrevented).toBe(true);
    },
  );

  test("opens no window", () => {
    expect(contents.decide?.({ url: "app://pairtray/index.html" })).toEqual({ action: "deny" });
  });

  test("the undo leaves later pages alone", () => {
    undo();
    expect(app.listenerCount("web-contents-created")).toBe(0);
  });
});

describe("the session", () => {
  type Decide = (answer: { cancel?: boolean }) => void;
  const handlers: Record<string, (...args: never[]) => unknown> = {};
  let onRequest: ((details: { url: string }, decide: Decide) => void) | null = null;
  let spelling = true;
  const keep = (name: string) => (handler: (...args: never[]) => unknown) => void (handlers[name] = handler);
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: keep("request"),
    setPermissionCheckHandler: keep("check"),
    setDevicePermissionHandler: keep("device"),
    setSpellCheckerEnabled: (on: boolean) => void (spelling = on),
    webRequest: { onBeforeRequest: (listener: typeof onRequest) => void (onRequest = listener) },
  });
  const undo = hardenSession(session as unknown as Session);

  test("grants nothing", () => {
    const answers: boolean[] = [];
    handlers["request"]!(undefined as never, "media" as never, ((yes: boolean) => answers.push(yes)) as never);
    expect(answers).toEqual([false]);
    expect(handlers["check"]!()).toBe(false);
    expect(handlers["device"]!()).toBe(false);
    expect(spelling).toBe(false);
  });

  test("loads its own pages, and nothing from a network", () => {
    const cancelled = (url: string) => {
      let answer: boolean | undefined;
      onRequest!({ url }, ({ cancel }) => (answer = cancel));
      return answer;
    };
    expect(cancelled("app://pairtray/index.html")).toBe(false);
    for (const url of ["https://a.example/", "ws://127.0.0.1:18789/", "file:///etc/passwd"])
      expect(cancelled(url)).toBe(true);
  });

  test("downloads nothing; the undo takes its listeners back", () => {
    const event = new Event("will-download", { cancelable: true });
    session.emit("will-download", event);
    expect(event.defaultPrevented).toBe(true);
    undo();
    expect(session.listenerCount("will-download")).toBe(0);
    expect(onRequest).toBeNull();
  });
});
