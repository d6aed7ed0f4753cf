import type { IncomingMessage } from "node:http";

/** Longest body of a request, in bytes: an honest one has under 300. */
const MOST_BODY_BYTES = 2_048;

export interface HttpRefusal {
  readonly status: 400 | 403 | 405 | 408 | 413 | 415 | 421;
  readonly text: string;
}

/**
 * Whether a request is for this server by the name that the laptop shows, and not from another site's page.
 * - `Host` must be exactly our address: after DNS rebinding it would be the attacker's name.
 * - A browser sends `Origin` with every POST: another site's page must not even use up tries.
 */
export function refuseForeign(request: IncomingMessage, origin: string): HttpRefusal | undefined {
  const host = new URL(origin).host;
  if (request.headers.host !== host)
    return { status: 421, text: "This server answers only to the address on the laptop." };
  const from = request.headers.origin;
  if (from !== undefined && from !== origin) return { status: 403, text: "Not from another site." };
  const site = request.headers["sec-fetch-site"];
  if (request.method === "POST" && site !== undefined && site !== "same-origin" && site !== "none")
    return { status: 403, text: "Not from another site." };
  return undefined;
}

export type Body = { kind: "body"; text: string } | { kind: "refused"; refusal: HttpRefusal };

/** Reads a body of at most `MOST_BODY_BYTES`; more is not read to its end. Never rejects. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const tooLarge: Body = { kind: "refused", refusal: { status: 413, text: "Too large." } };
  if (Number(request.headers["content-length"] ?? 0) > MOST_BODY_BYTES) return tooLarge;
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > MOST_BODY_BYTES) return tooLarge;
      parts.push(part);
    }
  } catch {
    return { kind: "refused", refusal: { status: 400, text: "The request broke off." } };
  }
  return { kind: "body", text: Buffer.concat(parts).toString("utf8") };
}
