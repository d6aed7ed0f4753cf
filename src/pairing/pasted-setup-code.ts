import { readAddress } from "./typed-address.ts";

/** Characters; a set-up code has some hundred. */
const SHORTEST = 24;
const LONGEST = 8_192;

/** What a pasted set-up code says beside the one-time token, which goes no further than this. */
export interface PastedSetupCode {
  /** Where PairTray could go itself; absent where the code names no address that it takes. */
  readonly url?: string;
  /** ms since the epoch, by the gateway's clock. */
  readonly expiresAtMs?: number;
  /** SHA-256 of the certificate that it promises, in hex: a hint, never trust. */
  readonly tlsFingerprint?: string;
}

/** base64url or base64 of UTF-8; undefined for anything else. */
function decoded(text: string): unknown {
  try {
    const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, ""));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.codePointAt(0) ?? 0)));
  } catch {
    return undefined;
  }
}

/**
 * Set-up codes are often pasted where the gateway's token belongs (openclaw/openclaw#141520): base64url of JSON with `url`,
 * `bootstrapToken` and, since 2026.9, `expiresAtMs` and `tlsFingerprint`. Undefined for any other text. Anybody can write
 * one, so each part is taken only as far as it could be typed.
 */
export function readPastedSetupCode(text: string): PastedSetupCode | undefined {
  const typed = text.trim();
  if (typed.length < SHORTEST || typed.length > LONGEST || !/^[\w+/-]+={0,2}$/.test(typed)) return undefined;
  const code = decoded(typed);
  if (typeof code !== "object" || code === null) return undefined;
  const { url, bootstrapToken, expiresAtMs, tlsFingerprint } = code as Readonly<Record<string, unknown>>;
  if (typeof url !== "string" && typeof bootstrapToken !== "string") return undefined;
  const address = typeof url === "string" && url.length <= 2048 ? readAddress(url) : undefined;
  const hint = typeof tlsFingerprint === "string" ? tlsFingerprint.replaceAll(":", "").toLowerCase() : "";
  return {
    ...(address && "url" in address && { url: address.url }),
    ...(Number.isSafeInteger(expiresAtMs) && Number(expiresAtMs) > 0 && { expiresAtMs: Number(expiresAtMs) }),
    ...(/^[0-9a-f]{64}$/.test(hint) && { tlsFingerprint: hint }),
  };
}
