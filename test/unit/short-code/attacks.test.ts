import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { ShortCodeServer } from "../../../src/short-code/server.ts";
import { devicePake } from "../../../src/short-code/pake.ts";
import {
  device,
  pause,
  send,
  type Sending,
  setupCode,
  type Stage,
  startStage,
} from "../../support/short-code-stage.ts";

let undos: (() => unknown)[] = [];

async function start(changes: Parameters<typeof startStage>[0] = {}): Promise<Stage> {
  const stage = await startStage(changes);
  undos.push(() => stage.server.stop());
  return stage;
}

afterEach(async () => {
  for (const undo of undos.reverse()) await undo();
  undos = [];
});

/** Closed from the other side, whatever it took. */
function closed(socket: Socket): Promise<void> {
  socket.resume();
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once("close", () => resolve());
  });
}

const json = { "content-type": "application/json" };

function open(server: ShortCodeServer, from: string): Socket {
  const { hostname, port } = new URL(server.url);
  const socket = connect({ host: hostname, port: Number(port), localAddress: from });
  // Being thrown out is what these sockets are for.
  socket.on("error", () => {});
  undos.push(() => socket.destroy());
  return socket;
}

describe("a million guesses from a hundred addresses in parallel", () => {
  /**
   * Each attacker has 10,000 guesses and goes on until nothing listens any more. Time runs much faster than it would, so
   * that the pauses don't hold the attack up: without them the code would be dead after its first five guesses.
   */
  async function flood(stage: Stage, guess: (n: number) => Sending): Promise<{ sent: number; evaluated: number }> {
    const ticking = setInterval(() => stage.clock.shift(500), 10);
    undos.push(() => clearInterval(ticking));
    let sent = 0;
    let evaluated = 0;
    let over = false;
    await Promise.all(
      Array.from({ length: 100 }, async (_, attacker) => {
        const from = `127.0.1.${attacker + 1}`;
        for (let n = 0; n < 10_000 && !over; n++) {
          sent++;
          try {
            const answer = await send(stage.server, { ...guess(attacker * 10_000 + n), from });
            if (answer.status === 200 || answer.status === 403) evaluated++;
          } catch {
            over = stage.server.state().kind === "ended";
          }
        }
      }),
    );
    return { sent, evaluated };
  }

  test("the key exchange: five are evaluated, then nothing listens to the rest", { timeout: 30_000 }, async () => {
    const stage = await start();
    const { request } = await devicePake("000000", stage.server.url);
    const body = JSON.stringify({ request });
    const { evaluated, sent } = await flood(stage, () => ({ method: "POST", path: "/start", headers: json, body }));
    expect(evaluated).toBe(5);
    expect(sent).toBeGreaterThan(100);
    expect(stage.states.at(-1)).toBe("ended: too-many-tries");
    await expect(send(stage.server)).rejects.toThrow(/ECONNREFUSED/);
  });

  test("the plain-text way: five are evaluated, then nothing listens to the rest", { timeout: 30_000 }, async () => {
    // Digits that the attackers come to last.
    const random = (length: number) => {
      const bytes = new Uint8Array(length);
      new DataView(bytes.buffer).setUint32(0, 999_999);
      return bytes;
    };
    const stage = await start({ allowPlainText: true, random });
    expect(stage.server.digits).toBe("999999");
    const guess = (n: number) => ({ method: "POST", body: String(n).padStart(6, "0") });
    const { evaluated } = await flood(stage, guess);
    // The fifth wrong one is answered with the end itself.
    expect(evaluated).toBe(4);
    expect(stage.states.at(-1)).toBe("ended: too-many-tries");
    await expect(send(stage.server)).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe("other sites and other names", () => {
  test.each(["evil.example", "evil.example:8585", "127.0.0.1", "localhost:1", "127.0.0.1:1"])(
    "Host “%s” is refused, before anything is looked at",
    async (host) => {
      const { server } = await start({ allowPlainText: true });
      for (const method of ["GET", "POST"]) {
        const sent = await send(server, { method, headers: { host }, body: method === "POST" ? server.digits : "" });
        expect([400, 421]).toContain(sent.status);
        expect(sent.text).not.toContain(setupCode);
      }
      expect(server.state()).toEqual({ kind: "waiting", triesLeft: 5 });
    },
  );

  test.each(["Host:", "X: y", "Host: a\r\nHost: b"])("no host, or two (%s)", async (header) => {
    const { server } = await start();
    const socket = open(server, "127.0.0.1");
    let reply = "";
    socket.on("data", (part: Buffer) => (reply += part.toString("latin1")));
    socket.write(`GET / HTTP/1.1\r\n${header}\r\n\r\n`);
    await closed(socket);
    expect(reply).toMatch(/^HTTP\/1\.1 (400|421) /);
  });

  test("another site's page can't use tries up", async () => {
    const { server } = await start({ allowPlainText: true });
    for (const origin of ["http://evil.example", "null", server.url.replace("http", "https")]) {
      const sent = await send(server, { method: "POST", headers: { origin }, body: "123456" });
      expect(sent.status).toBe(403);
      expect(sent.headers["access-control-allow-origin"]).toBeUndefined();
    }
    const form = { "content-type": "text/plain" };
    expect((await send(server, { method: "POST", path: "/start", headers: form, body: "{}" })).status).toBe(415);
    const fetchMetadata = { "sec-fetch-site": "cross-site" };
    expect((await send(server, { method: "POST", headers: fetchMetadata, body: "123456" })).status).toBe(403);
    expect(server.state()).toEqual({ kind: "waiting", triesLeft: 5 });
  });
});

describe("too much", () => {
  test("a 10 MB body is not read to its end", async () => {
    const { server } = await start();
    for (const chunked of [false, true]) {
      const socket = open(server, "127.0.0.1");
      const { host } = new URL(server.url);
      const length = chunked ? "Transfer-Encoding: chunked" : "Content-Length: 10485760";
      socket.write(`POST /start HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n${length}\r\n\r\n`);
      let reply = "";
      socket.on("data", (part: Buffer) => (reply += part.toString("latin1")));
      const gone = closed(socket);
      const piece = "x".repeat(64 * 1_024);
      for (let sent = 0; sent < 160 && !socket.destroyed; sent++) {
        const data = chunked ? `${piece.length.toString(16)}\r\n${piece}\r\n` : piece;
        if (!socket.write(data)) await Promise.race([new Promise((resolve) => socket.once("drain", resolve)), gone]);
      }
      await gone;
      // The refusal may be lost on its way to a client that only talks; the connection is gone either way.
      if (reply !== "") expect(reply).toContain("413");
      expect(socket.bytesWritten).toBeLessThan(10_485_760);
    }
    expect(await device(server, server.digits)).toMatchObject({ kind: "handover" });
  });

  test("headers beyond bounds are refused", async () => {
    const { server } = await start();
    const sent = await send(server, { headers: { "x-much": "x".repeat(20_000) } });
    expect(sent.status).toBe(431);
  });

  test("nonsense in every place is answered and changes nothing", async () => {
    const { server } = await start();
    const deep = `${"[".repeat(900)}${"]".repeat(900)}`;
    for (const path of ["/start", "/finish", "/collect", "/receipt", "/what"]) {
      for (const body of [
        "",
        "null",
        "{}",
        '{"run":1}',
        '{"run":"a","request":{}}',
        "\u0000",
        deep,
        '{"__proto__":1}',
      ]) {
        const sent = await send(server, { method: "POST", path, headers: json, body });
        expect([400, 404]).toContain(sent.status);
      }
    }
    const raw = open(server, "127.0.0.1");
    raw.write("\u0016\u0003\u0001 this is no HTTP\r\n\r\n");
    await closed(raw);
    expect(server.state()).toEqual({ kind: "waiting", triesLeft: 5 });
  });

  test(
    "500 slow connections: an honest device is served while they hang, and they end with the code",
    { timeout: 20_000 },
    async () => {
      // None of them is dropped by time before the honest device comes: it is served beside them or not at all.
      const { server } = await start({ limits: { headersMs: 60_000, requestMs: 60_000 } });
      const { host } = new URL(server.url);
      const sockets = Array.from({ length: 500 }, (_, n) => open(server, `127.0.2.${(n % 100) + 1}`));
      const halfHeaders = `POST /start HTTP/1.1\r\nHost: ${host}\r\n`;
      const halfBody = `${halfHeaders}Content-Type: application/json\r\nContent-Length: 900\r\n\r\n{`;
      for (const [n, socket] of sockets.entries()) socket.write(n % 2 === 0 ? halfHeaders : halfBody);
      await pause(200);
      expect(await device(server, server.digits)).toMatchObject({ kind: "handover" });
      await server.stop();
      await Promise.all(sockets.map(closed));
    },
  );

  test("slow connections are dropped by time alone, too", { timeout: 20_000 }, async () => {
    const { server } = await start({ limits: { headersMs: 300, requestMs: 600 } });
    const { host } = new URL(server.url);
    const slow = open(server, "127.0.0.1");
    slow.write(`POST /start HTTP/1.1\r\nHost: ${host}\r\n`);
    const dripping = setInterval(() => slow.write("X-Slow: 1\r\n"), 50);
    await closed(slow);
    clearInterval(dripping);
    expect(server.state().kind).toBe("waiting");
  });

  test("one address gets twelve connections, no more", async () => {
    const { server } = await start();
    const sockets = Array.from({ length: 40 }, () => open(server, "127.0.3.1"));
    const opened = () => sockets.filter((socket) => !socket.closed).length;
    await expect.poll(opened).toBe(12);
    await pause(100);
    expect(opened()).toBe(12);
    // Another address is not the worse for it.
    expect(await device(server, server.digits)).toMatchObject({ kind: "handover" });
  });
});
