import { certificateFault } from "./certificate-words.ts";
import type { Face } from "./credential-face.ts";

/** Other credentials would change nothing: the address is what may be wrong. What helps comes first. */
const changeAddress: Face["offers"] = ["change-address", "retry"];

/** Between PairTray and a gateway may stand a proxy, which answers in the gateway's place. */
export function webFace(httpStatus: number | undefined): Face {
  const isProxy = httpStatus !== undefined && httpStatus >= 500;
  return {
    kind: "trouble",
    title: "This isn't a gateway",
    sentence: isProxy
      ? `Something in front of the gateway answers with HTTP ${httpStatus}.`
      : `Something answers at this address${httpStatus === undefined ? "" : ` with HTTP ${httpStatus}`}, but not as an OpenClaw gateway does.`,
    step: isProxy
      ? "The gateway behind it may not be running: `openclaw gateway status` on its machine tells."
      : "Check the address and the port.",
    offers: isProxy ? ["retry"] : changeAddress,
  };
}

/** Without a TLS handshake there was no certificate to trust or not. */
export function tlsFace(code: string): Face {
  if (code === "FINGERPRINT") {
    return {
      kind: "trouble",
      title: "The gateway's certificate changed",
      sentence: "It isn't the one that you trusted. PairTray has sent nothing and keeps still until you decide.",
      offers: ["retry"],
    };
  }
  const fault = certificateFault(code);
  if (fault) {
    const { title, sentence, step, otherAddress } = fault;
    return { kind: "trouble", title, sentence, step, offers: otherAddress ? changeAddress : ["retry"] };
  }
  const noTls = code === "EPROTO" || code.startsWith("ERR_SSL_");
  return {
    kind: "trouble",
    title: noTls ? "No secure connection to the gateway" : "The gateway's certificate isn't trusted",
    sentence: noTls
      ? `What answers at this address doesn't speak TLS as PairTray does (${code}).`
      : `Nobody that this machine trusts vouches for it (${code}).`,
    step: noTls
      ? "Check the port, and whether this gateway uses TLS at all."
      : "Check that this is your gateway before you trust it.",
    offers: noTls ? changeAddress : ["retry"],
  };
}
