import type { ServerResponse } from "node:http";

/**
 * On every answer. `'wasm-unsafe-eval'` lets the page compile the key exchange's WebAssembly and nothing else; scripts
 * come from this address alone, and nothing may frame the page or be loaded by another site.
 */
const headers: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; "),
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

type ContentType = "text/html" | "text/css" | "text/javascript" | "text/plain" | "application/json";

export interface Answer {
  readonly status: number;
  readonly type: ContentType;
  readonly body: string;
  readonly retryAfterMs?: number;
  /** End the connection after it, whatever the client still sends. */
  readonly hangUp?: boolean;
}

export function write(response: ServerResponse, answer: Answer): void {
  if (response.destroyed || response.headersSent) return;
  const body = Buffer.from(answer.body, "utf8");
  response.writeHead(answer.status, {
    ...headers,
    "Content-Type": `${answer.type}; charset=utf-8`,
    "Content-Length": body.length,
    ...(answer.retryAfterMs !== undefined && { "Retry-After": Math.max(1, Math.ceil(answer.retryAfterMs / 1_000)) }),
    ...(answer.hangUp && { Connection: "close" }),
  });
  const { socket } = response;
  if (answer.hangUp) response.once("finish", () => socket?.destroySoon());
  response.end(body);
}

export function json(status: number, value: object, retryAfterMs?: number): Answer {
  const body = JSON.stringify(value);
  return { status, type: "application/json", body, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

export function text(status: number, body: string, retryAfterMs?: number): Answer {
  return {
    status,
    type: "text/plain",
    body: `${body.trimEnd()}\n`,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}
