import { readAddress } from "./typed-address.ts";

/** Characters. A set-up code has some hundred; it may stand twice in a text that explains it. */
const SHORTEST = 24;
const LONGEST = 20_000;
/** How `{"` begins in base64: every set-up code does. */
const BEGINNING = "eyJ";
/** Nobody pastes more beginnings than this, and each is read to the end. */
const MOST_BEGINNINGS = 16;

/** What a pasted set-up code says beside the one-time token, which goes no further than this. */
export interface PastedSetupCode {
  /** Where PairTray could go itself; absent where the code names no address that it takes. */
  readonly url?: string;
  /** ms since the epoch, by the gateway's clock. */
  readonly expiresAtMs?: number;
  /** SHA-256 of the certificate that it promises, in hex: a hint, never trust. */
  readonly tlsFingerprint?: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** A JSON object that stands at the beginning of this text: what was glued to a code decodes to anything. */
function objectAt(text: string): Fields | undefined {
  for (let end = text.indexOf("}"), tries = 0; end >= 0 && tries < 8; end = text.indexOf("}", end + 1), tries += 1) {
    try {
      const value: unknown = JSON.parse(text.slice(0, end + 1));
      return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
    } catch {
      // The brace stands within a text, or this is no JSON.
    }
  }
  return undefined;
}

/** base64url or base64 of UTF-8; undefined for anything else. */
function decoded(text: string): Fields | undefined {
  const letters = text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  try {
    // One letter over says nothing, and whole base64 never has it.
    const bytes = atob(letters.length % 4 === 1 ? letters.slice(0, -1) : letters);
    return objectAt(new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.codePointAt(0) ?? 0)));
  } catch {
    return undefined;
  }
}

/**
 * The code in what was pasted: alone, or in a command, a link, quotes or a whole explanation. White space goes first: a code
 * is often wrapped, and a field of one line glues lines together anyway.
 */
function codeIn(text: string): Fields | undefined {
  const glued = text.replaceAll(/[\s\p{Cf}]+/gu, "");
  if (/^[\w+/-]+={0,2}$/.test(glued)) {
    const code = decoded(glued);
    if (typeof code?.["url"] === "string" || typeof code?.["bootstrapToken"] === "string") return code;
  }
  let beginnings = 0;
  for (const [run] of glued.matchAll(/[\w+/-]+={0,2}/g)) {
    for (let at = run.indexOf(BEGINNING); at >= 0; at = run.indexOf(BEGINNING, at + 1)) {
      if ((beginnings += 1) > MOST_BEGINNINGS) return undefined;
      const code = decoded(run.slice(at));
      // A signed token is made of such pieces too, and may hold an address: within a text only the one-time token tells.
      if (typeof code?.["bootstrapToken"] === "string") return code;
    }
  }
  return undefined;
}

/**
 * Set-up codes are often pasted where the gateway's token belongs (openclaw/openclaw#141520): base64url of JSON with `url`,
 * `bootstrapToken` and, since 2026.9, `expiresAtMs` and `tlsFingerprint`, bare or as PairTray copies it (`openclaw node run
 * --pair "oc-pair://…"`). Undefined for any other text. Anybody can write one, so each part is taken only as far as it could
 * be typed.
 */
export function readPastedSetupCode(text: string): PastedSetupCode | undefined {
  if (text.length < SHORTEST || text.length > LONGEST) return undefined;
  const code = codeIn(text);
  if (!code) return undefined;
  const { url, expiresAtMs, tlsFingerprint } = code;
  const address = typeof url === "string" && url.length <= 2048 ? readAddress(url) : undefined;
  const hint = typeof tlsFingerprint === "string" ? tlsFingerprint.replaceAll(":", "").toLowerCase() : "";
  return {
    ...(address && "url" in address && { url: address.url }),
    ...(Number.isSafeInteger(expiresAtMs) && Number(expiresAtMs) > 0 && { expiresAtMs: Number(expiresAtMs) }),
    ...(/^[0-9a-f]{64}$/.test(hint) && { tlsFingerprint: hint }),
  };
}
