import { readPastedSetupCode } from "../pairing/pasted-setup-code.ts";
import type { IntentResult } from "./intent.ts";

interface TypedFields {
  readonly url: string;
  readonly token?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * What to say when a set-up code was pasted into one of the fields; undefined where none was. A set-up code is for a phone, and
 * spent by the first device that shows it: it goes to no gateway from here, neither to the one it names nor to the one
 * typed. (Shown by PairTray it would only make a request, as without it: seen on 2026.9.6.)
 */
export function pastedCode({ url, token = "", password = "" }: TypedFields): IntentResult | undefined {
  const code = [url, token, password].map(readPastedSetupCode).find((found) => found !== undefined);
  if (!code) return undefined;
  const where = code.url === undefined ? "" : ` It is for the gateway at ${code.url}.`;
  return {
    ok: false,
    sentence: `This is a set-up code, which lets one phone in.${where}`,
    step: "Enter the gateway's address, and its own token or password. PairTray did not use the code.",
  };
}
