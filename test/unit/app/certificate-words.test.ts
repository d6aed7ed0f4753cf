import { describe, expect, it } from "vitest";
import { failureFace } from "../../../src/app/failure-words.ts";
import { recoveryPage } from "../../../src/app/recovery.ts";

const certificate = { fingerprint: "ab".repeat(32), subject: "claw", validToMs: Date.UTC(2026, 9, 1) };
const facts = { deviceId: "d", address: "wss://claw.example.net", certificate };
const own = [
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
];
const wrong = ["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "ERR_TLS_CERT_ALTNAME_INVALID", "HOSTNAME_MISMATCH"];

describe("a certificate that isn't believed", () => {
  it.each(own)("%s: may be trusted by its fingerprint", (code) => {
    expect(recoveryPage({ kind: "tls", code }, facts)).toMatchObject({
      code,
      certificate: { fingerprint: certificate.fingerprint },
    });
  });

  // Without a fingerprint on its page there is no button, and gateway-admin takes no word for it either.
  it.each([...wrong, "CERT_REVOKED", "CERT_SIGNATURE_FAILURE", "INVALID_PURPOSE", "CODE_OF_TOMORROW"])(
    "%s: is never offered to be trusted",
    (code) => {
      const page = recoveryPage({ kind: "tls", code }, facts)!;
      expect(page.code).toBe(code);
      expect(page.certificate).toBeUndefined();
      expect(page.here.join()).not.toContain("the same, trust it");
    },
  );

  it("is described as what it is, with its code, also before it was read", () => {
    const titles = wrong.map((code) => {
      const face = failureFace({ kind: "tls", code });
      expect(face.sentence).toContain(code);
      expect(face.sentence).not.toContain("vouches");
      const page = recoveryPage({ kind: "tls", code }, { ...facts, certificate: undefined })!;
      expect(page.happened).not.toContain("make their own");
      return face.title;
    });
    expect(new Set(titles).size).toBe(3);
    expect(recoveryPage({ kind: "tls", code: "CERT_HAS_EXPIRED" }, facts)?.happened).toContain("2026-10-01");
  });
});
