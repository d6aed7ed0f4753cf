import { GatewayClient } from "@openclaw/gateway-client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import { type Clock, systemClock } from "../../../src/gateway/clock.ts";
import { newDeviceIdentity } from "../../../src/gateway/device-identity.ts";
import { readRpcFailure } from "../../../src/gateway/rpc-failure.ts";
import { Session, type SessionState } from "../../../src/gateway/session.ts";
import { freePort } from "../../support/free-port.ts";
import * as hostile from "../../support/hostile-server.ts";

const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown) => unhandled.push(reason);
beforeAll(() => {
  process.on("unhandledRejection", noteUnhandled);
  process.on("uncaughtExceptionMonitor", noteUnhandled);
});
afterAll(() => {
  process.off("unhandledRejection", noteUnhandled);
  process.off("uncaughtExceptionMonitor", noteUnhandled);
  expect(unhandled).toEqual([]);
});

const undos: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const undo of undos.splice(0).toReversed()) await undo();
});

/** Real time, but nobody waits a second for the next try. */
const hurried: Clock = { now: Date.now, after: (ms, run) => systemClock.after(Math.min(ms, 50), run) };

/** A real session on the real published client; a test that waits for the challenge's deadline makes it short. */
function open(url: string, connectChallengeTimeoutMs = 5_000) {
  const states: SessionState[] = [];
  const events: string[] = [];
  const listeners = new Set<() => void>();
  const session = new Session({
    url,
    credentials: { token: "shared" },
    identity: newDeviceIdentity(),
    tokens: { load: () => undefined, store: () => undefined, clear: () => undefined },
    scopes: ["operator.read", "operator.pairing"],
    app: { displayName: "PairTray", version: "0.1.0", platform: "linux" },
    clock: hurried,
    random: () => 0,
    createClient: (options) => new GatewayClient({ ...options, connectChallengeTimeoutMs }),
    onState: (state) => {
      states.push(state);
      for (const listener of listeners) listener();
    },
    onEvent: (event) => {
      events.push(event);
      for (const listener of listeners) listener();
    },
    onGap: () => undefined,
    log: () => undefined,
  });
  undos.push(() => {
    session.close();
  });
  const until = (reached: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!reached()) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });
  session.connect();
  return { session, states, events, until };
}

async function landing(url: string, challengeMs?: number): Promise<SessionState> {
  const { states, until } = open(url, challengeMs);
  await until(() => states.some(({ kind }) => kind !== "connecting"));
  return states.find(({ kind }) => kind !== "connecting")!;
}

async function serve(server: Promise<hostile.Listening>, scheme = "ws"): Promise<string> {
  const { port, close } = await server;
  undos.push(close);
  return `${scheme}://127.0.0.1:${port}`;
}

const serveSocket = (play: (socket: WebSocket) => void) => serve(hostile.socketServer(play));

describe("what is no gateway", () => {
  it("a port where nothing listens, by number and by a name with several addresses", async () => {
    const port = await freePort();
    const failure = { kind: "unreachable", cause: "refused", code: "ECONNREFUSED" };
    expect(await landing(`ws://127.0.0.1:${port}`)).toMatchObject({ kind: "failed", failure });
    expect(await landing(`ws://localhost:${port}`)).toMatchObject({ kind: "failed", failure });
  });

  it("an HTTP server", async () => {
    for (const httpStatus of [200, 404, 502]) {
      expect(await landing(await serve(hostile.httpServer(httpStatus)))).toMatchObject({
        kind: "failed",
        failure: { kind: "not-a-gateway", httpStatus },
      });
    }
  });

  it("a TCP server that speaks something else, hangs up, or resets", async () => {
    const garbage = await serve(hostile.tcpServer((socket) => socket.write("SSH-2.0-OpenSSH\r\n")));
    expect(await landing(garbage)).toMatchObject({ failure: { kind: "not-a-gateway" } });
    const hangUp = await serve(hostile.tcpServer((socket) => socket.destroy()));
    expect(await landing(hangUp)).toMatchObject({ failure: { kind: "unreachable", cause: "reset" } });
    const reset = await serve(hostile.tcpServer((socket) => socket.resetAndDestroy()));
    expect(await landing(reset)).toMatchObject({ failure: { kind: "unreachable", cause: "reset" } });
  });

  it("a certificate that nobody knows, and TLS where there is none", async () => {
    expect(await landing(await serve(hostile.selfSignedServer(), "wss"))).toMatchObject({
      failure: { kind: "tls", code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
    });
    expect(await landing(await serve(hostile.httpServer(200), "wss"))).toMatchObject({
      failure: { kind: "tls", code: "EPROTO" },
    });
  });

  it("plain ws:// to a public address is refused before anything is sent", async () => {
    expect(await landing("ws://8.8.8.8:18789")).toEqual({ kind: "failed", failure: { kind: "insecure-address" } });
  });

  it("an address that the WebSocket library can't use", async () => {
    expect(await landing("ws://127.0.0.1:1/#fragment")).toMatchObject({ failure: { kind: "not-a-gateway" } });
  });
});

describe("a gateway that fails in the handshake", () => {
  it.each<[string, (socket: WebSocket) => void, object]>([
    ["closes at once", (socket) => socket.close(), { kind: "unreachable", cause: "closed" }],
    ["is cut at once", (socket) => socket.terminate(), { kind: "unreachable", cause: "closed" }],
    ["says nothing", () => undefined, { kind: "unreachable", cause: "timeout" }],
    [
      "sends only garbage",
      (socket) => {
        socket.send("\u0000garbage");
        socket.send('{"type":"event","event":"connect.chall');
        socket.send(Buffer.from([0xff, 0xfe, 0x00]));
        socket.send("null");
        socket.send("[]");
      },
      { kind: "unreachable", cause: "timeout" },
    ],
    ["challenges without a nonce", (socket) => hostile.challenge(socket, {}), { kind: "not-a-gateway" }],
    ["challenges without a time", (socket) => hostile.challenge(socket, { nonce: "n" }), { kind: "not-a-gateway" }],
    ["sends 27 MB", (socket) => socket.send("x".repeat(27e6)), { kind: "not-a-gateway" }],
    [
      "is cut when it is asked",
      (socket) => {
        hostile.challenge(socket);
        socket.on("message", () => socket.terminate());
      },
      { kind: "unreachable", cause: "closed" },
    ],
    ["greets with nothing", hostile.greeting(null), { kind: "not-a-gateway" }],
    ["greets with a number", hostile.greeting(42), { kind: "not-a-gateway" }],
    ["greets with a list", hostile.greeting([]), { kind: "not-a-gateway" }],
    [
      "greets with another protocol",
      hostile.greeting({ type: "hello-ok", protocol: 7 }),
      { kind: "protocol-mismatch", expected: 7 },
    ],
  ])("%s", async (_name, play, failure) => {
    const deadlineMs = "cause" in failure && failure.cause === "timeout" ? 300 : undefined;
    expect(await landing(await serveSocket(play), deadlineMs)).toMatchObject({ kind: "failed", failure });
  });
});

describe("a gateway that goes mad after its hello", () => {
  it("garbage, truncated JSON, binary and unknown frames leave the connection as it is", async () => {
    const url = await serveSocket(
      hostile.greeting(undefined, (socket) => {
        socket.send("not json");
        socket.send('{"type":"event","event":"device.pair.requ');
        socket.send(Buffer.from([0, 1, 2, 255]));
        socket.send(JSON.stringify({ type: "moon" }));
        socket.send(JSON.stringify({ type: "res", id: "nobody", ok: true, payload: {} }));
        socket.send(JSON.stringify({ type: "res", id: 3 }));
        socket.send(JSON.stringify({ type: "event", event: "moon.phase", payload: { full: true } }));
        socket.send(JSON.stringify({ type: "event", event: "last" }));
      }),
    );
    const { session, events, until } = open(url);
    await until(() => session.state.kind === "connected");
    const unanswered = session.request("go", {}).catch((error: unknown) => error);
    await until(() => events.includes("last"));
    expect(session.state.kind).toBe("connected");
    expect(events).toEqual(["moon.phase", "last"]);
    expect(await session.request("device.pair.list", {})).toEqual({});
    session.close();
    expect(readRpcFailure(await unanswered)).toEqual({ kind: "no-answer" });
  });

  it.each<[string, (socket: WebSocket) => void]>([
    ["a frame above 25 MB", (socket) => socket.send("x".repeat(27e6))],
    ["a cut", (socket) => socket.terminate()],
    ["a close", (socket) => socket.close(1012, "service restart")],
  ])("%s ends the connection and what was under way, and the next connection is good", async (_name, worst) => {
    const { session, states, until } = open(await serveSocket(hostile.greeting(undefined, worst)));
    await until(() => session.state.kind === "connected");
    const error: unknown = await session.request("go", {}).catch((reason: unknown) => reason);
    expect(readRpcFailure(error)).toEqual({ kind: "no-answer" });
    await until(() => states.length === 5);
    expect(states.map(({ kind }) => kind)).toEqual(["connecting", "connected", "failed", "connecting", "connected"]);
    expect(await session.request("device.pair.list", {})).toEqual({});
  });

  it("events before the hello are nobody's", async () => {
    const url = await serveSocket((socket) => {
      socket.send(JSON.stringify({ type: "event", event: "device.pair.requested", payload: { requestId: "r" } }));
      hostile.greeting()(socket);
    });
    const { session, events, until } = open(url);
    await until(() => session.state.kind === "connected");
    expect(events).toEqual([]);
  });
});
