import type { Certificate } from "../gateway/certificate.ts";

/**
 * What Node calls a certificate that no authority known to this machine stands behind, which is what a gateway makes for
 * itself. Only here a user's word, by the fingerprint, can take the authority's place. Node looks at the name in it only
 * once an authority vouches for it, so a certificate of the gateway's own is never among those for a wrong name.
 */
const nobodyVouches = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Whether the certificate behind this failure may be trusted by its fingerprint. `FINGERPRINT`: another one than the trusted. */
export function mayBeTrusted(code: string): boolean {
  return code === "FINGERPRINT" || nobodyVouches.has(code);
}

/** A certificate that is wrong in itself, in words. */
export interface CertificateFault {
  readonly title: string;
  readonly sentence: string;
  readonly step: string;
  /** The certificate may be all right, and the address the wrong one. */
  readonly otherAddress?: true;
  readonly happened: string;
  readonly here: readonly string[];
}

const clockStep = "Look at this machine's clock first; then renew the certificate on the gateway's machine.";

function day(ms: number | undefined): string {
  return ms === undefined ? "" : ` (on ${new Date(ms).toISOString().slice(0, 10)})`;
}

/** What is wrong with it; undefined where nothing more is known than that nobody vouches for it. */
export function certificateFault(code: string, shown?: Certificate): CertificateFault | undefined {
  switch (code) {
    case "CERT_HAS_EXPIRED":
      return {
        title: "The gateway's certificate has expired",
        sentence: `The time that it is good for is over (${code}).`,
        step: clockStep,
        happened: `The certificate's time ended${day(shown?.validToMs)}, by this machine's clock. PairTray has sent nothing.`,
        here: ["If this machine's date is wrong, set it right. If not, the certificate has to be renewed."],
      };
    case "CERT_NOT_YET_VALID":
      return {
        title: "The gateway's certificate isn't valid yet",
        sentence: `It is good only from a later time on than this machine's clock shows (${code}).`,
        step: clockStep,
        happened:
          "The certificate's time has not begun, by this machine's clock: that clock is behind, or the one that the certificate was made by was ahead. PairTray has sent nothing.",
        here: ["If this machine's date is wrong, set it right. If not, wait, or renew the certificate."],
      };
    case "ERR_TLS_CERT_ALTNAME_INVALID":
    case "HOSTNAME_MISMATCH":
      return {
        title: "The certificate is for another name",
        sentence: `It was issued by somebody that this machine trusts, but not for this address (${code}).`,
        step: "Check the address. If it is right, somebody else may be answering there.",
        otherAddress: true,
        happened:
          "What answers at this address shows a certificate that was issued for another host. That is so when the gateway is reached by an address that its certificate doesn't name, and also when somebody stands in between. PairTray has sent nothing.",
        here: [
          "Use the name that the certificate was made for, or have one made for this name.",
          "PairTray doesn't offer to trust it: whoever owns the other host could read everything.",
        ],
      };
    default:
      return undefined;
  }
}
