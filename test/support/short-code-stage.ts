import { randomBytes } from "node:crypto";
import { type ClientRequest, type IncomingMessage, request as httpRequest } from "node:http";
import { type DeviceParts, type DeviceResult, tryDigits } from "../../src/short-code/device.ts";
import type { Clock } from "../../src/short-code/ports.ts";
import { type ShortCodeOptions, type ShortCodeServer, startShortCodeServer } from "../../src/short-code/server.ts";

/** Real timers (sockets need them), but the time of day can be moved on: pauses and expiry come when the test says. */
class ShiftedClock implements Clock {
  #shiftMs = 0;
  now(): number {
    return Date.now() + this.#shiftMs;
  }
  after(ms: number, run: () => void): () => void {
    const timer = setTimeout(run, Math.min(ms, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  }
  shift(ms: number): void {
    this.#shiftMs += ms;
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A promise with its ends in hand. */
export function promised<Value>() {
  let resolve: (value: Value) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

export const bootstrapToken = "bootstrap-token-that-nobody-may-read";
export const setupCode = Buffer.from(
  JSON.stringify({
    url: "ws://192.168.1.5:18789",
    urls: ["ws://192.168.1.5:18789", "ws://10.0.0.5:18789"],
    bootstrapToken,
    expiresAtMs: 1_800_000_000_000,
  }),
).toString("base64url");

export const emptyPage = { html: "<!doctype html><title>page</title>", css: "", js: "" };

export interface Stage {
  server: ShortCodeServer;
  clock: ShiftedClock;
  /** Every state told, in order. */
  states: string[];
}

/** A server on loopback, with a user who says yes. */
export async function startStage(changes: Partial<ShortCodeOptions> = {}): Promise<Stage> {
  const clock = new ShiftedClock();
  const states: string[] = [];
  const server = await startShortCodeServer({
    address: "127.0.0.1",
    port: 0,
    page: emptyPage,
    clock,
    random: (length) => randomBytes(length),
    expiresAtMs: clock.now() + 600_000,
    secret: () => ({ setupCode, access: "limited" }),
    confirm: () => Promise.resolve(true),
    allowPlainText: false,
    ...changes,
    onChange: (state) => {
      states.push(state.kind === "ended" ? `ended: ${state.reason}` : state.kind);
      changes.onChange?.(state);
    },
  });
  return { server, clock, states };
}

/** Six digits that are not the server's. */
export function wrongDigits(server: ShortCodeServer): string {
  return server.digits === "000000" ? "000001" : "000000";
}

export interface Sent {
  status: number;
  headers: IncomingMessage["headers"];
  text: string;
}

export interface Sending {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Comes from this loopback address. */
  from?: string;
  /** Connects here instead of to the server (a proxy in between). */
  via?: number;
}

/** One HTTP request with everything under the test's control. Rejects where the connection fails. */
export function send(server: ShortCodeServer, sending: Sending = {}): Promise<Sent> {
  const url = new URL(server.url);
  return new Promise((resolve, reject) => {
    const request: ClientRequest = httpRequest({
      host: url.hostname,
      port: sending.via ?? url.port,
      path: sending.path ?? "/",
      method: sending.method ?? "GET",
      agent: false,
      ...(sending.from !== undefined && { localAddress: sending.from }),
      headers: { host: url.host, ...sending.headers },
    });
    request.once("error", reject);
    request.once("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => (text += part));
      response.once("error", reject);
      response.once("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.end(sending.body);
  });
}

/** A new device that types digits, by sockets of the test's choice. */
export function device(
  server: ShortCodeServer,
  digits: string,
  sending: Sending = {},
  onPost: (path: string) => void = () => {},
): Promise<DeviceResult> {
  const post: DeviceParts["post"] = async (path, body) => {
    onPost(path);
    const headers = { "content-type": "application/json", ...sending.headers };
    const sent = await send(server, { ...sending, method: "POST", path, headers, body: JSON.stringify(body) });
    const value: unknown = JSON.parse(sent.text);
    return { status: sent.status, value };
  };
  return tryDigits(digits, {
    origin: server.url,
    post,
    random: (length) => randomBytes(length),
    pause,
    onAsking: () => {},
  });
}

/** Starts servers for one test, and stops all of them again. */
export function stageShop() {
  const stages: Stage[] = [];
  return {
    start: async (changes: Partial<ShortCodeOptions> = {}): Promise<Stage> => {
      const stage = await startStage(changes);
      stages.push(stage);
      return stage;
    },
    stopAll: async (): Promise<void> => {
      for (const { server } of stages.splice(0)) await server.stop();
    },
  };
}
