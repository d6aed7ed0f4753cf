import { EventEmitter } from "node:events";
import type { App, PowerMonitor } from "electron";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createSecretClipboard } from "../../../main/clipboard.ts";
import { createActor } from "../../../main/desktop-intents.ts";
import { readLaunch } from "../../../main/launch.ts";
import { networkFingerprint, watchPower } from "../../../main/power.ts";
import { closeBeforeQuit, leave, quitOnSignals } from "../../../main/quit.ts";
import { restoredBounds } from "../../../main/window-bounds.ts";
import type { Intent } from "../../../src/app/intent.ts";
import { FakeClock } from "../../support/fake-clock.ts";

afterEach(() => void vi.useRealTimers());

describe("where the window opens", () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1040 };
  const left = { x: -1280, y: 0, width: 1280, height: 1024 };
  const saved = { x: 100, y: 50, width: 500, height: 700 };

  test("where it was", () => {
    expect(restoredBounds(saved, [screen])).toEqual(saved);
    expect(restoredBounds({ ...saved, x: -900 }, [screen, left])).toEqual({ ...saved, x: -900 });
  });

  test("anywhere, when that display is gone or it was never open", () => {
    expect(restoredBounds({ ...saved, x: -900 }, [screen])).toBeUndefined();
    expect(restoredBounds({ ...saved, y: 5_000 }, [screen])).toBeUndefined();
    expect(restoredBounds({ ...saved, y: -300 }, [screen])).toBeUndefined();
    expect(restoredBounds(undefined, [screen])).toBeUndefined();
  });

  test("never larger than the display, never smaller than it can be", () => {
    expect(restoredBounds({ x: 0, y: 0, width: 9_000, height: 9_000 }, [screen])).toMatchObject({
      width: 1920,
      height: 1040,
    });
    expect(restoredBounds({ x: 0, y: 0, width: 100, height: 1 }, [screen])).toMatchObject({ width: 360, height: 480 });
  });
});

test("the command line", () => {
  expect(readLaunch(["e", "."])).toEqual({ show: false, demo: false, hasUserDataDir: false });
  expect(readLaunch(["e", ".", "--show", "--demo", "--user-data-dir=/x"])).toEqual({
    show: true,
    demo: true,
    hasUserDataDir: true,
  });
});

describe("waking up", () => {
  const one = { address: "10.0.0.2", internal: false } as never;
  const loopback = { address: "127.0.0.1", internal: true } as never;

  test("an address that comes or goes counts; loopback and the order don't", () => {
    expect(networkFingerprint({ lo: [loopback], a: [one] })).toBe(networkFingerprint({ a: [one] }));
    expect(networkFingerprint({ a: [one] })).not.toBe(networkFingerprint({ a: [] }));
  });

  test("resume, unlock and another network wake; the undo ends it", () => {
    vi.useFakeTimers();
    const monitor = new EventEmitter();
    let interfaces: Parameters<typeof networkFingerprint>[0] = { a: [one] };
    let woken = 0;
    const undo = watchPower({
      monitor: monitor as unknown as PowerMonitor,
      wake: () => (woken += 1),
      interfaces: () => interfaces,
      everyMs: 100,
    });
    vi.advanceTimersByTime(1_000);
    expect(woken).toBe(0);
    monitor.emit("resume");
    monitor.emit("unlock-screen");
    interfaces = { b: [one] };
    vi.advanceTimersByTime(1_000);
    expect(woken).toBe(3);
    undo();
    monitor.emit("resume");
    interfaces = {};
    vi.advanceTimersByTime(1_000);
    expect(woken).toBe(3);
  });
});

describe("quitting", () => {
  function fakeApp() {
    const app = new EventEmitter() as EventEmitter & { quit: () => void; ended: boolean };
    app.ended = false;
    app.quit = () => {
      const event = new Event("before-quit", { cancelable: true });
      app.emit("before-quit", event);
      app.ended = !event.defaultPrevented;
    };
    return app;
  }

  test("waits for what must be written, once", async () => {
    const app = fakeApp();
    let closed = 0;
    closeBeforeQuit(app as unknown as App, async () => void (closed += 1));
    app.quit();
    app.quit();
    expect(app.ended).toBe(false);
    await vi.waitFor(() => expect(app.ended).toBe(true), 5_000);
    expect(closed).toBe(1);
  });

  test("the real quit never happens inside the one that was held", async () => {
    const app = fakeApp();
    closeBeforeQuit(app as unknown as App, () => Promise.resolve());
    app.quit();
    // Everything that can run before the event that was held returns.
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    expect(app.ended).toBe(false);
    await vi.waitFor(() => expect(app.ended).toBe(true), 5_000);
  });

  test("a close that fails or hangs doesn't keep the app alive", async () => {
    vi.useFakeTimers();
    const failing = fakeApp();
    closeBeforeQuit(failing as unknown as App, () => Promise.reject(new Error("x")));
    failing.quit();
    const hanging = fakeApp();
    closeBeforeQuit(hanging as unknown as App, () => new Promise(() => undefined));
    hanging.quit();
    const patient = fakeApp();
    closeBeforeQuit(
      patient as unknown as App,
      () => new Promise(() => undefined),
      () => 20_000,
    );
    patient.quit();
    await vi.advanceTimersByTimeAsync(2_100);
    expect([failing.ended, hanging.ended, patient.ended]).toEqual([true, true, false]);
    await vi.advanceTimersByTimeAsync(18_000);
    expect(patient.ended).toBe(true);
  });

  test("a gateway that hangs leaves no code in the clipboard, nor does anything else that fails", async () => {
    vi.useFakeTimers();
    let text = "";
    const inClipboard = {
      readText: () => Promise.resolve(text),
      writeText: (next: string) => void (text = next),
      clear: () => (text = ""),
    };
    const secretClipboard = createSecretClipboard(inClipboard, new FakeClock());
    await secretClipboard.copy("set-up code");
    const app = fakeApp();
    const did: string[] = [];
    const fails = () => Promise.reject(new Error("the bus is gone"));
    closeBeforeQuit(app as unknown as App, () =>
      leave([fails, () => secretClipboard.clearNow()], () => {
        did.push("sent");
        return new Promise(() => undefined);
      }),
    );
    app.quit();
    await vi.advanceTimersByTimeAsync(2_100);
    expect([app.ended, text, did]).toEqual([true, "", ["sent"]]);
    await expect(leave([fails], fails)).resolves.toBeUndefined();
  });

  test("signals quit", () => {
    const target = new EventEmitter();
    let quits = 0;
    const undo = quitOnSignals({ quit: () => (quits += 1) }, target as unknown as NodeJS.Process);
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) target.emit(signal);
    undo();
    target.emit("SIGTERM");
    expect(quits).toBe(3);
  });
});

describe("what only a desktop can do", () => {
  function setUp({ loginFails = false, forgetFails = false } = {}) {
    const did: string[] = [];
    const act = createActor({
      desk: {
        handle: async (intent: Intent) => {
          did.push(`desk ${intent.type}`);
          return { ok: true };
        },
        secretToCopy: (what) => (what === "setup-code" ? "code" : undefined),
      },
      showWindow: () => did.push("show"),
      copy: (text) => void did.push(`copy ${text}`),
      copySecret: async (text) => void did.push(`copy secret ${text}`),
      exportActivity: async () => {
        did.push("export");
        return { ok: true };
      },
      exportDevices: async (format) => {
        did.push(`export ${format}`);
        return { ok: true };
      },
      loginItem: {
        isOn: () => false,
        set: async (on) => {
          if (loginFails) throw new Error("no");
          did.push(`login ${on}`);
        },
      },
      forgetEverything: () => (forgetFails ? Promise.reject(new Error("no")) : Promise.resolve()),
      exportSettings: () => Promise.resolve({ ok: true as const }),
      sweepSecrets: () => undefined,
      setTheme: (theme) => did.push(`theme ${theme}`),
      quit: () => did.push("quit"),
    });
    return { did, act };
  }

  test.each<[Intent, string[]]>([
    [{ type: "open", view: "devices" }, ["desk open", "show"]],
    [{ type: "copy", text: "x" }, ["copy x"]],
    [{ type: "pair-copy", what: "setup-code" }, ["copy secret code"]],
    [{ type: "quit" }, ["quit"]],
    [{ type: "set-open-at-login", on: true }, ["login true", "desk set-open-at-login"]],
    [{ type: "set-theme", theme: "dark" }, ["theme dark", "desk set-theme"]],
    [{ type: "remove", gatewayId: "g", deviceId: "d" }, ["desk remove"]],
  ])("%j", async (intent, expected) => {
    const { did, act } = setUp();
    expect(await act(intent)).toEqual({ ok: true });
    expect(did).toEqual(expected);
  });

  test("a login item that can't be changed is said, and the switch stays", async () => {
    const { did, act } = setUp({ loginFails: true });
    expect(await act({ type: "set-open-at-login", on: true })).toMatchObject({ ok: false });
    expect(did).toEqual([]);
  });

  test("a disk that refuses even the order to forget everything is said", async () => {
    expect(await setUp().act({ type: "forget-everything" })).toEqual({ ok: true });
    const { act } = setUp({ forgetFails: true });
    expect(await act({ type: "forget-everything" })).toMatchObject({ ok: false });
  });
});
