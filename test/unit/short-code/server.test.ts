import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { requestByShortCode } from "../../../src/short-code/client.ts";
import type { ShortCodeState } from "../../../src/short-code/exchange-types.ts";
import {
  bootstrapToken,
  device,
  emptyPage,
  pause,
  promised,
  send,
  setupCode,
  stageShop,
  startStage,
  wrongDigits,
} from "../../support/short-code-stage.ts";

const { start, stopAll } = stageShop();
afterEach(stopAll);

/** Resolves once a device's question for the user's answer has reached the server, and is held there. */
function collectArrives(): Promise<void> {
  const channel = "http.server.request.start";
  return new Promise((resolve) => {
    const look = (message: unknown) => {
      if ((message as { request: IncomingMessage }).request.url !== "/collect") return;
      unsubscribe(channel, look);
      // Its body comes right behind its head.
      void pause(50).then(resolve);
    };
    subscribe(channel, look);
  });
}

/** Whether anything listens there. */
function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

describe("a new device", () => {
  test("types six digits and has the set-up code; then nothing listens", async () => {
    const { server, states } = await start();
    expect(server.digits).toMatch(/^[0-9]{6}$/);
    const typed = `${server.digits.slice(0, 3)} ${server.digits.slice(3)}`;
    const result = await requestByShortCode({ code: typed, at: server.url });
    expect(result).toMatchObject({ kind: "handover", handover: { setupCode, access: "limited" } });
    await server.stop();
    expect(states).toEqual(["asking", "sending", "ended: delivered"]);
    expect(await listens(server.url)).toBe(false);
  });

  test("the user is asked about the device that asks, by its address", async () => {
    const seen: ShortCodeState[] = [];
    const { server } = await start({ onChange: (state) => seen.push(state) });
    await device(server, server.digits, { from: "127.0.0.9", headers: { "user-agent": "x (iPhone) Safari/604" } });
    const asker = { address: "127.0.0.9", device: "iPhone", program: "Safari", plainText: false, thisComputer: true };
    expect(seen[0]).toEqual({
      kind: "asking",
      asker: { ...asker, check: expect.stringMatching(/^[0-9]{2}$/) as unknown },
    });
  });

  test("waits through several held questions until the user has decided", async () => {
    const answer = promised<boolean>();
    const { server } = await start({ limits: { holdMs: 30 }, confirm: () => answer.promise });
    setTimeout(() => answer.resolve(true), 150);
    expect(await device(server, server.digits)).toMatchObject({ kind: "handover" });
  });

  test("with wrong digits it hears how many tries are left, and may try again after the pause", async () => {
    const { server, clock } = await start();
    expect(await device(server, wrongDigits(server))).toMatchObject({ kind: "wrong", triesLeft: 4 });
    expect(await device(server, server.digits)).toMatchObject({ kind: "wait", triesLeft: 4 });
    clock.shift(1_000);
    expect(await device(server, server.digits)).toMatchObject({ kind: "handover" });
  });

  test("hears that the user said no", async () => {
    const answer = promised<boolean>();
    const { server } = await start({ confirm: () => answer.promise });
    const collecting = collectArrives();
    const result = device(server, server.digits);
    await collecting;
    answer.resolve(false);
    expect(await result).toEqual({ kind: "ended", reason: "declined" });
    await server.stop();
    expect(await listens(server.url)).toBe(false);
  });

  test("hears a no that came before it could ask, and nobody else gets in meanwhile", async () => {
    const { server } = await start({ confirm: () => Promise.resolve(false) });
    const result = requestByShortCode({ code: server.digits, at: server.url });
    while (server.state().kind !== "ended") await pause(1);
    expect(await listens(server.url)).toBe(false);
    expect(await result).toEqual({ kind: "ended", reason: "declined" });
    await server.stop();
  });

  test("nonsense for digits or address is said before anything is sent", async () => {
    await expect(requestByShortCode({ code: "12345", at: "127.0.0.1:1" })).rejects.toThrow(/six digits/);
    await expect(requestByShortCode({ code: "123456", at: "ftp://x" })).rejects.toThrow(/address looks like/);
  });
});

describe("a code used twice, late, after closing", () => {
  test("twice: nothing answers", async () => {
    const { server } = await start();
    await device(server, server.digits);
    expect(await requestByShortCode({ code: server.digits, at: server.url })).toEqual({ kind: "unreachable" });
  });

  test("late: it ends with its set-up code, by itself", async () => {
    const { server, states } = await start({ expiresAtMs: Date.now() + 200 });
    await pause(300);
    expect(states).toEqual(["ended: expired"]);
    expect(await listens(server.url)).toBe(false);
  });

  test("late, after a sleep: the first request ends it", async () => {
    const { server, clock } = await start();
    clock.shift(3_600_000);
    expect(await device(server, server.digits)).toEqual({ kind: "ended", reason: "expired" });
    expect(await listens(server.url)).toBe(false);
  });

  test("after closing: also a device that waits for the user's answer hears it at once", async () => {
    const { server } = await start({ confirm: () => new Promise(() => {}) });
    const collecting = collectArrives();
    const waiting = device(server, server.digits);
    await collecting;
    await server.stop();
    expect(await waiting).toEqual({ kind: "ended", reason: "stopped" });
    expect(await listens(server.url)).toBe(false);
    await server.stop();
  });

  test("a set-up code that has expired starts no server", async () => {
    await expect(startStage({ expiresAtMs: Date.now() - 1 })).rejects.toThrow(/expired/);
  });
});

describe("the page", () => {
  const browser = { accept: "text/html" };

  test("comes with headers that keep it to itself", async () => {
    const { server } = await start({ page: { ...emptyPage, js: "1" } });
    for (const path of ["/", "/page.js", "/page.css", "/nothing"]) {
      const { headers } = await send(server, { path, headers: browser });
      expect(headers["cache-control"]).toBe("no-store");
      expect(headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["referrer-policy"]).toBe("no-referrer");
      expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
  });

  test("holds no secret", async () => {
    const { server } = await start();
    const { text } = await send(server, { headers: browser });
    expect(text).not.toContain(server.digits);
    expect(text).not.toContain(bootstrapToken);
  });

  test("other methods and paths are refused", async () => {
    const { server } = await start();
    expect((await send(server, { method: "OPTIONS", path: "/start" })).status).toBe(405);
    expect((await send(server, { method: "PUT" })).status).toBe(405);
    expect((await send(server, { path: "/../../etc/passwd" })).status).toBe(404);
  });
});

describe("where it listens", () => {
  test("on exactly the one address", async () => {
    const { server } = await start();
    const elsewhere = server.url.replace("127.0.0.1", "127.0.0.2");
    expect(await listens(server.url)).toBe(true);
    expect(await listens(elsewhere)).toBe(false);
  });

  test.each([
    ["0.0.0.0", /one network address/],
    ["::", /one network address/],
    ["203.0.113.9", /does not have the address/],
    ["laptop.local", /no network address/],
  ])("never on %s", async (address, words) => {
    await expect(startStage({ address })).rejects.toThrow(words);
  });

  test("a taken port is said", async () => {
    const { server } = await start();
    await expect(startStage({ port: Number(new URL(server.url).port) })).rejects.toThrow(/taken/);
  });
});
