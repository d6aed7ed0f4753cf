import { readSetupCodeAddress } from "../gateway/setup-code-address.ts";
import { shownText } from "../pairing/shown-text.ts";
import type { IntentResult } from "./intent.ts";

interface TypedFields {
  readonly url: string;
  readonly token?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * What to say when a set-up code was pasted into one of the fields; undefined where none was. A set-up code is for a phone, and
 * spent by the first device that shows it: it goes to no gateway from here, neither to the one it names nor to the one typed.
 */
export function pastedCode({ url, token = "", password = "" }: TypedFields): IntentResult | undefined {
  const address = [url, token, password].map(readSetupCodeAddress).find((found) => found !== undefined);
  if (address === undefined) return undefined;
  return {
    ok: false,
    sentence: `This is a set-up code, which lets one phone in. It is for the gateway at ${shownText(address, 200)}.`,
    step: "Enter that address, and the gateway's own token or password. PairTray did not use the code.",
  };
}
