import type { IncomingMessage, ServerResponse } from "node:http";
import * as z from "zod";
import { type Asker, describeAsker } from "./asker.ts";
import type { ConnectionGuard } from "./connection-guard.ts";
import { readDigits } from "./digits.ts";
import type { Exchange, Refusal } from "./exchange-types.ts";
import { type Answer, json, text, write } from "./http-answers.ts";
import type { ShortCodePage } from "./page-files.ts";
import { handoverText, refusalSentence, usageText } from "./plain-words.ts";
import { readBody, refuseForeign } from "./request-guard.ts";

export interface RouteParts {
  readonly origin: string;
  readonly exchange: Exchange;
  readonly page: ShortCodePage;
  readonly guard: ConnectionGuard;
  readonly allowPlainText: boolean;
  /** How long a question about the user's answer is held open, in ms. */
  readonly holdMs: number;
}

const coded = z.string().regex(/^[A-Za-z0-9_-]{1,700}$/);
const requests = {
  "/start": z.strictObject({ request: coded }),
  "/finish": z.strictObject({ run: coded, request: coded.optional() }),
  "/collect": z.strictObject({ run: coded }),
  "/receipt": z.strictObject({ run: coded, box: coded }),
};

const refusalStatus = { wait: 429, wrong: 403, ended: 410, unknown: 404 } as const;

function refused(refusal: Refusal): Answer {
  const pause = "retryAfterMs" in refusal ? refusal.retryAfterMs : undefined;
  return json(refusalStatus[refusal.kind], refusal, pause);
}

function refusedInWords(refusal: Refusal): Answer {
  const pause = "retryAfterMs" in refusal ? refusal.retryAfterMs : undefined;
  return text(refusalStatus[refusal.kind], refusalSentence(refusal), pause);
}

/** Answers one request. Never rejects. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  parts: RouteParts,
): Promise<void> {
  const foreign = refuseForeign(request, parts.origin);
  if (foreign) {
    write(response, { ...text(foreign.status, foreign.text), hangUp: true });
    return;
  }
  const path = request.url ?? "/";
  if (request.method === "GET") write(response, page(path, request, parts));
  else if (request.method === "POST") await post(path, request, response, parts);
  else write(response, { ...text(405, "Not like that."), hangUp: true });
}

function page(path: string, request: IncomingMessage, { page: files, origin, allowPlainText }: RouteParts): Answer {
  switch (path) {
    case "/":
      if (!(request.headers.accept ?? "").includes("text/html")) return text(200, usageText(origin, allowPlainText));
      return { status: 200, type: "text/html", body: files.html };
    case "/page.css":
      return { status: 200, type: "text/css", body: files.css };
    case "/page.js":
      return { status: 200, type: "text/javascript", body: files.js };
    default:
      return text(404, "There is nothing here.");
  }
}

async function post(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  parts: RouteParts,
): Promise<void> {
  const body = await readBody(request);
  if (body.kind === "refused") {
    write(response, { ...text(body.refusal.status, body.refusal.text), hangUp: true });
    return;
  }
  if (path === "/") {
    await plain(body.text, request, response, parts);
    return;
  }
  if (request.headers["content-type"] !== "application/json") {
    write(response, { ...text(415, "JSON only."), hangUp: true });
    return;
  }
  const answer = await exchangeStep(path, parse(body.text), request, parts);
  // Where this very step ended the code, the server closes as soon as the answer is out.
  write(response, { ...answer, hangUp: parts.exchange.state().kind === "ended" });
}

async function exchangeStep(
  path: string,
  value: unknown,
  request: IncomingMessage,
  parts: RouteParts,
): Promise<Answer> {
  const { exchange } = parts;
  const malformed = text(400, "This is not what the page sends.");
  switch (path) {
    case "/start": {
      const message = requests[path].safeParse(value);
      if (!message.success) return malformed;
      const result = exchange.start(message.data.request);
      return result.kind === "answer" ? json(200, result) : refused(result);
    }
    case "/finish": {
      const message = requests[path].safeParse(value);
      if (!message.success) return malformed;
      const result = exchange.finish(message.data.run, message.data.request, askerOf(request, false));
      return result.kind === "right" ? json(200, result) : refused(result);
    }
    case "/collect": {
      const message = requests[path].safeParse(value);
      if (!message.success) return malformed;
      const letGo = parts.guard.keep(request.socket);
      const result = await exchange.collect(message.data.run, parts.holdMs);
      letGo();
      return result.kind === "waiting" || result.kind === "sealed" ? json(200, result) : refused(result);
    }
    case "/receipt": {
      const message = requests[path].safeParse(value);
      if (!message.success) return malformed;
      const result = exchange.receipt(message.data.run, message.data.box);
      return result.kind === "thanks" ? json(200, result) : refused(result);
    }
    default:
      return text(404, "There is nothing here.");
  }
}

async function plain(
  typed: string,
  request: IncomingMessage,
  response: ServerResponse,
  parts: RouteParts,
): Promise<void> {
  if (!parts.allowPlainText) {
    write(response, text(403, usageText(parts.origin, false)));
    return;
  }
  const digits = readDigits(typed);
  if (digits === undefined) {
    write(response, text(400, "Send the six digits on the laptop, and nothing else."));
    return;
  }
  const letGo = parts.guard.keep(request.socket);
  const lost = new AbortController();
  response.once("close", () => {
    letGo();
    lost.abort();
  });
  const result = await parts.exchange.tryPlain(digits, askerOf(request, true), lost.signal, () => {
    // The user's answer takes as long as it takes. The exchange ends with its set-up code at the latest, and this connection
    // with it.
    request.socket.setTimeout(0);
  });
  if (result.kind !== "open") {
    write(response, refusedInWords(result));
    return;
  }
  response.once("finish", result.delivered);
  write(response, text(200, handoverText(result.handover)));
}

function askerOf(request: IncomingMessage, plainText: boolean): Asker {
  return describeAsker({
    remoteAddress: request.socket.remoteAddress,
    localAddress: request.socket.localAddress,
    userAgent: request.headers["user-agent"],
    plainText,
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
