import { sessionFace } from "../../src/app/failure-words.ts";
import { recoveryPage } from "../../src/app/recovery.ts";
import type { GatewayStateView } from "../../src/app/snapshot.ts";
import type { ConnectFailure } from "../../src/gateway/connect-failure.ts";
import { now } from "./snapshot-access.ts";

const deviceId = "9f2c4d6a8b0e1f3c5d7a9b1c3e5f7a9b0c2d4e6f8a1b3c5d7e9f0a2b4c6d8e0f";
const requestId = "5b0c8f6e-1f0a-4c58-9d5e-7c3f2a9b1d44";
const trusted = "3f8a".repeat(16);
const shown = "c1d7".repeat(16);
const facts = { deviceId, address: "wss://claw.example.net" };
const certificate = { fingerprint: shown, subject: "openclaw-gateway", validToMs: now + 365 * 24 * 3_600_000 };

type Facts = Parameters<typeof recoveryPage>[1];

/** What a user reads about one failure, in the words that the app itself makes of it. */
function scene(failure: ConnectFailure, retryInMs?: number, more: Partial<Facts> = {}): GatewayStateView {
  const retryAtMs = retryInMs === undefined ? {} : { retryAtMs: now + retryInMs };
  const recovery = recoveryPage(failure, { ...facts, ...more });
  if (!recovery) throw new Error(`No recovery page for ${failure.kind}`);
  return { ...sessionFace({ kind: "failed", failure, ...retryAtMs }, false), recovery };
}

const waiting = (
  reason: Extract<ConnectFailure, { kind: "approval-needed" }>["reason"],
  approvedScopes: string[] = [],
) => scene({ kind: "approval-needed", reason, requestId, approvedScopes }, 1_500);
const refused = (
  code: string,
  credential: Extract<ConnectFailure, { kind: "wrong-credentials" }>["credential"],
  missing = false,
) => scene({ kind: "wrong-credentials", credential, code, missing });

/** Every page of the recovery assistant. */
export const recoveryScenes: Readonly<Record<string, GatewayStateView>> = {
  "token-mismatch": refused("AUTH_TOKEN_MISMATCH", "token"),
  "token-missing": refused("AUTH_TOKEN_MISSING", "token", true),
  "password-mismatch": refused("AUTH_PASSWORD_MISMATCH", "password"),
  "device-token-mismatch": refused("AUTH_DEVICE_TOKEN_MISMATCH", "device-token"),
  "bootstrap-token-invalid": refused("AUTH_BOOTSTRAP_TOKEN_INVALID", "bootstrap-token"),
  "scope-mismatch": scene({ kind: "scope-mismatch", code: "AUTH_SCOPE_MISMATCH" }, 60_000),
  "not-paired": waiting("not-paired"),
  "role-upgrade": waiting("role-upgrade"),
  "scope-upgrade": waiting("scope-upgrade", ["operator.read"]),
  "metadata-upgrade": waiting("metadata-upgrade", ["operator.admin", "operator.pairing", "operator.read"]),
  "clock-off": scene({ kind: "device-auth", code: "DEVICE_AUTH_SIGNATURE_EXPIRED" }, 8_000, {
    clockOffsetMs: 600_000,
  }),
  "signature-invalid": scene({ kind: "device-auth", code: "DEVICE_AUTH_SIGNATURE_INVALID" }, 8_000, {
    clockOffsetMs: 300,
  }),
  "rate-limited": scene({ kind: "rate-limited", retryAfterMs: 280_000 }, 280_000),
  "protocol-mismatch": scene({ kind: "protocol-mismatch", expected: 6 }, 60_000),
  "certificate-new": scene({ kind: "tls", code: "DEPTH_ZERO_SELF_SIGNED_CERT" }, 8_000, { certificate }),
  "certificate-expired": scene({ kind: "tls", code: "CERT_HAS_EXPIRED" }, 8_000, { certificate }),
  "certificate-early": scene({ kind: "tls", code: "CERT_NOT_YET_VALID" }, 8_000, { certificate }),
  "certificate-for-another-name": scene({ kind: "tls", code: "ERR_TLS_CERT_ALTNAME_INVALID" }, 8_000, { certificate }),
  "certificate-changed": scene({ kind: "tls", code: "FINGERPRINT" }, undefined, { certificate, pinned: trusted }),
  "not-paired-after-a-cut": scene(
    { kind: "approval-needed", reason: "not-paired", requestId, approvedScopes: [] },
    1_500,
    { cutOff: true },
  ),
  removed: scene({ kind: "removed" }, 1_500),
  starting: scene({ kind: "starting", retryAfterMs: 500 }, 500),
};
