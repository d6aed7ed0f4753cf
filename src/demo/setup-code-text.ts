/** What a set-up code carries: where to knock, and a credential that is good once, for about ten minutes. */
export interface SetupCodePayload {
  /** `ws://` or `wss://`. */
  url: string;
  urls?: string[];
  bootstrapToken: string;
  expiresAtMs?: number;
}

/** The text of a code: base64url of JSON, as a phone app scans it. */
export function writeSetupCode(payload: SetupCodePayload): string {
  return Buffer.from(JSON.stringify(payload), "utf8").toString("base64url");
}

/** Reads it back. Throws one plain sentence if the text is no set-up code; the text itself is never in it (a secret). */
export function readSetupCode(text: string): SetupCodePayload {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text.trim(), "base64url").toString("utf8"));
  } catch {
    throw new Error("This is not a set-up code: it does not decode.");
  }
  if (typeof value !== "object" || value === null || !("url" in value) || !("bootstrapToken" in value)) {
    throw new Error("This is not a set-up code: it names no gateway or no credential.");
  }
  if (typeof value.url !== "string" || !/^wss?:\/\//.test(value.url) || typeof value.bootstrapToken !== "string") {
    throw new Error("This is not a set-up code: its gateway address or credential is malformed.");
  }
  return { url: value.url, bootstrapToken: value.bootstrapToken };
}
