import { certificateFault, mayBeTrusted } from "./certificate-words.ts";
import { command, type Page, readLog, type RecoveryFacts } from "./recovery-page.ts";

/** "3 minutes ahead of" and the like; undefined while it is close enough not to matter. */
export function clockWords(offsetMs: number): string | undefined {
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  if (seconds < 5) return undefined;
  const amount =
    seconds < 120
      ? `${seconds} seconds`
      : seconds < 7200
        ? `${Math.round(seconds / 60)} minutes`
        : `${Math.round(seconds / 3600)} hours`;
  return `The gateway's clock is ${amount} ${offsetMs > 0 ? "ahead of" : "behind"} this machine's.`;
}

/** `DEVICE_AUTH_*`: the gateway can't verify what PairTray signed. */
export function deviceAuthPage(code: string, { clockOffsetMs }: RecoveryFacts): Page {
  const off = clockOffsetMs === undefined ? undefined : clockWords(clockOffsetMs);
  const clock = clockOffsetMs === undefined ? "" : (off ?? "Both clocks agree to a few seconds.");
  const isTime = code === "DEVICE_AUTH_SIGNATURE_EXPIRED";
  const happened = isTime
    ? "PairTray signs the time at each connection, and the gateway finds that it lies minutes apart from its own. A clock that was just set does that, or an answer that was held up on the way."
    : "PairTray signs each connection with this machine's own key, and the gateway can't verify the signature. Something on the way may have changed it, or one of the two programs has a fault.";
  return {
    code,
    happened: `${happened} ${clock}`.trim(),
    here: [
      ...(isTime || off !== undefined ? ["Set the clock that is wrong to network time."] : []),
      "PairTray signs afresh and tries again by itself. If it stays so, update PairTray and the gateway.",
    ],
    commands: [...(isTime || off !== undefined ? [command("Compare the time there", "date -u")] : []), readLog],
  };
}

const fingerprintCommand = command(
  "Show the fingerprint of the gateway's own certificate",
  "openssl x509 -noout -fingerprint -sha256 -in ~/.openclaw/gateway/tls/gateway-cert.pem",
);

/** A certificate that nobody vouches for, or another one than the user trusted. */
export function certificatePage(code: string, { certificate: shown }: RecoveryFacts): Page {
  if (code === "FINGERPRINT") {
    return {
      code: "Certificate changed",
      happened:
        "The gateway shows another certificate than the one you trusted. Somebody renewed it, or somebody stands in between. PairTray has sent nothing and keeps still until you decide.",
      here: [
        "Compare the new fingerprint with the one that the gateway's own machine shows.",
        "If they are the same, trust it. If not, trust nothing: find out who answers at this address.",
      ],
      commands: [fingerprintCommand],
    };
  }
  const fault = certificateFault(code, shown);
  if (fault) return { code, happened: fault.happened, here: [...fault.here], commands: [] };
  return {
    code,
    happened:
      "This machine's system doesn't trust the gateway's certificate. Gateways that make their own are never trusted at first. PairTray has sent nothing.",
    here: mayBeTrusted(code)
      ? [
          "Compare the fingerprint with the one that the gateway's own machine shows.",
          "If they are the same, trust it. From then on PairTray believes this one and no other.",
        ]
      : ["Find out what is wrong with it on the gateway's machine. PairTray doesn't offer to trust it."],
    commands: [fingerprintCommand],
  };
}
