import { createServer } from "node:http";
import { Server } from "node:net";
import { type ConnectionLimits, guardConnections } from "./connection-guard.ts";
import { drawDigits } from "./digits.ts";
import { openExchange } from "./exchange.ts";
import type { Exchange, ExchangeOptions, ShortCodeState } from "./exchange-types.ts";
import { listenOn, originOf } from "./listen.ts";
import type { ShortCodePage } from "./page-files.ts";
import { answerRequest } from "./routes.ts";

export interface ShortCodeOptions extends Omit<ExchangeOptions, "digits" | "origin"> {
  /** The one network address to listen on. */
  readonly address: string;
  /** Default: an easy one that is free. 0: any. */
  readonly port?: number;
  readonly page: ShortCodePage;
  /** The way for `curl`: digits and set-up code cross the network readable. Off unless the user turned it on. */
  readonly allowPlainText: boolean;
  readonly limits?: Partial<ShortCodeLimits>;
}

interface ShortCodeLimits extends ConnectionLimits {
  /** A request's headers must be there after so many ms, and the whole of it after `requestMs`. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** How long a question about the user's answer is held open, in ms. */
  readonly holdMs: number;
  /** A connection on which nothing moves is cut after so many ms: longer than any held question of the page. */
  readonly idleMs: number;
  /** How long after the end an answer under way may take, in ms. */
  readonly farewellMs: number;
}

/** A running short-code server. The digits are a secret: on the screen while the code lives, nowhere else. */
export interface ShortCodeServer {
  /** What the new device opens: `http://192.168.1.5:8585`. */
  readonly url: string;
  readonly digits: string;
  state(): ShortCodeState;
  wrongTries(): number;
  /** Ends the code. Resolves when nothing listens and no connection is open. Safe to call again. */
  stop(): Promise<void>;
}

const usualLimits: ShortCodeLimits = {
  perAddress: 12,
  inAll: 96,
  headersMs: 5_000,
  requestMs: 8_000,
  holdMs: 20_000,
  idleMs: 30_000,
  farewellMs: 1_000,
};

/**
 * Serves one six-digit code on one network address until it is used, over, expired or stopped; from that moment nothing
 * listens. Rejects with one plain sentence if it can't listen there.
 */
export async function startShortCodeServer(options: ShortCodeOptions): Promise<ShortCodeServer> {
  const limits = { ...usualLimits, ...options.limits };
  if (options.clock.now() >= options.expiresAtMs) throw new Error("The set-up code has expired.");
  const digits = drawDigits(options.random);
  const server = createServer({
    maxHeaderSize: 8_192,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: 500,
    keepAliveTimeout: 5_000,
  });
  server.maxHeadersCount = 64;
  server.maxRequestsPerSocket = 256;
  // A reader that stopped reading, too. Only `curl` with the right digits waits longer (`routes.ts`).
  server.setTimeout(limits.idleMs);
  const guard = guardConnections(server, limits);

  const port = await listenOn(server, options.address, options.port);
  const url = originOf(options.address, port);
  const closed = new Promise<void>((resolve) => server.once("close", resolve));
  let undoFarewell = () => {};

  /** No new connection from this moment; what is being answered gets a moment to arrive. */
  function close(): void {
    server.close(() => undoFarewell());
    server.closeIdleConnections();
    undoFarewell = options.clock.after(limits.farewellMs, () => server.closeAllConnections());
  }

  /** As `close`, but a device that is just between two questions may still ask how it ended, on the connection it has. */
  function closeToOthers(): void {
    Server.prototype.close.call(server);
    const undo = options.clock.after(limits.farewellMs, close);
    server.once("request", (_, response) => {
      undo();
      response.once("close", close);
    });
  }

  const onChange = (state: ShortCodeState) => {
    if (state.kind === "ended") {
      const told = state.asker === undefined || state.reason === "delivered" || exchange.isAwaited();
      if (told || state.reason === "stopped") close();
      else closeToOthers();
    }
    options.onChange(state);
  };

  let exchange: Exchange;
  try {
    exchange = await openExchange({ ...options, digits, origin: url, onChange });
  } catch (error) {
    server.close();
    throw error;
  }
  const parts = { ...options, ...limits, origin: url, exchange, guard };
  server.on("request", (request, response) => {
    // A device that vanishes in the middle is its own loss.
    response.on("error", () => response.destroy());
    if (exchange.state().kind === "ended") response.setHeader("Connection", "close");
    void answerRequest(request, response, parts);
  });

  return {
    url,
    digits,
    state: () => exchange.state(),
    wrongTries: () => exchange.wrongTries(),
    stop: async () => {
      exchange.end("stopped");
      await closed;
    },
  };
}
