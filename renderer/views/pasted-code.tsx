import type { PastedSetupCode } from "../../src/pairing/pasted-setup-code.ts";
import { useClock } from "../clock.ts";
import { Callout } from "../parts/callout.tsx";
import { timeOfDay } from "../time-words.ts";
import { CertificateHint } from "./nearby.tsx";

/** A set-up code that was pasted into the form. The code itself is gone by then; this is what it said. */
export interface PastedCode {
  readonly code: PastedSetupCode;
  /** Its address stands in the address field. */
  readonly filled: boolean;
  /** The field that it was about. */
  readonly below: "address" | "secret";
}

/** What was pasted, what PairTray took from it, and what is still to be entered. */
export function PastedCodeNote({ code, filled }: PastedCode) {
  const { url, expiresAtMs, tlsFingerprint } = code;
  const own = "the gateway’s own token or password";
  return (
    <Callout
      tone="warning"
      role="status"
      sentence={
        filled
          ? "This was a set-up code, meant for a phone. PairTray took its address, and neither keeps nor sends the code."
          : `This was a set-up code, meant for a phone${url === undefined ? "" : ` at ${url}`}. PairTray neither keeps nor sends it.`
      }
      step={
        filled
          ? `Make sure that the address is your gateway’s, then enter ${own}. Its owner approves PairTray once.`
          : url === undefined
            ? `It names no address that PairTray takes. Enter the address, and ${own}.`
            : `What is needed here is ${own}.`
      }
    >
      {expiresAtMs !== undefined && <CodeEnd atMs={expiresAtMs} />}
      {filled && tlsFingerprint !== undefined && url?.startsWith("wss:") && (
        <CertificateHint fingerprint={tlsFingerprint} />
      )}
    </Callout>
  );
}

/** The code is still worth something to a phone, or it isn't. */
function CodeEnd({ atMs }: { readonly atMs: number }) {
  const over = useClock((now) => atMs <= now);
  return (
    <p className="quiet callout-more">
      {over ? "The code has expired: a phone needs a new one." : `A phone can use the code until ${timeOfDay(atMs)}.`}
    </p>
  );
}
