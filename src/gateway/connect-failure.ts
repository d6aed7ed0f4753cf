import {
  ConnectErrorDetailCodes as Code,
  readConnectErrorDetailCode,
  readPairingConnectErrorDetails,
} from "@openclaw/gateway-protocol/connect-error-details";
import { z } from "zod";

/** Which credential a gateway refused. */
export type CredentialKind = "token" | "password" | "device-token" | "bootstrap-token" | "other";

/**
 * Why there is no connection: every case that a gateway, the network or this machine can give, as one union. Branches on
 * `details.code` of the gateway's error and on Node's error codes, never on messages. Codes the gateway adds later end
 * in `refused` with their name kept.
 */
export type ConnectFailure =
  | {
      readonly kind: "approval-needed";
      readonly reason: "not-paired" | "role-upgrade" | "scope-upgrade" | "metadata-upgrade";
      /** What the owner must approve; absent when the gateway names none. */
      readonly requestId?: string;
      readonly approvedScopes: readonly string[];
    }
  | {
      readonly kind: "wrong-credentials";
      readonly credential: CredentialKind;
      readonly code: string;
      readonly missing: boolean;
    }
  | { readonly kind: "scope-mismatch"; readonly code: string }
  | { readonly kind: "device-auth"; readonly code: string }
  | { readonly kind: "rate-limited"; readonly retryAfterMs?: number }
  | { readonly kind: "protocol-mismatch"; readonly expected?: number }
  | { readonly kind: "starting"; readonly retryAfterMs?: number }
  | { readonly kind: "removed" }
  | { readonly kind: "unreachable"; readonly cause: UnreachableCause; readonly code?: string }
  | { readonly kind: "not-a-gateway"; readonly httpStatus?: number }
  | { readonly kind: "insecure-address" }
  | { readonly kind: "tls"; readonly code: string }
  | { readonly kind: "refused"; readonly code: string };

export type UnreachableCause = "refused" | "name" | "timeout" | "reset" | "network" | "closed";

const missing = new Set<string>([Code.AUTH_REQUIRED, Code.AUTH_TOKEN_MISSING, Code.AUTH_PASSWORD_MISSING]);
const credentialOf: Record<string, CredentialKind> = {
  [Code.AUTH_REQUIRED]: "other",
  [Code.AUTH_UNAUTHORIZED]: "other",
  [Code.AUTH_TOKEN_MISSING]: "token",
  [Code.AUTH_TOKEN_MISMATCH]: "token",
  [Code.AUTH_TOKEN_NOT_CONFIGURED]: "token",
  [Code.AUTH_PASSWORD_MISSING]: "password",
  [Code.AUTH_PASSWORD_MISMATCH]: "password",
  [Code.AUTH_PASSWORD_NOT_CONFIGURED]: "password",
  [Code.AUTH_BOOTSTRAP_TOKEN_INVALID]: "bootstrap-token",
  [Code.AUTH_DEVICE_TOKEN_MISMATCH]: "device-token",
};

const errorShape = z.object({
  gatewayCode: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  details: z.unknown().optional(),
  retryAfterMs: z.number().optional(),
});
const detailShape = z.object({
  retryAfterMs: z.number().positive().optional(),
  expectedProtocol: z.number().optional(),
  httpStatus: z.number().optional(),
  reason: z.string().optional(),
});

/** Node's and ws's error codes for a connection that never came to be. */
const networkCauses: Record<string, UnreachableCause> = {
  ECONNREFUSED: "refused",
  ENOTFOUND: "name",
  EAI_AGAIN: "name",
  ETIMEDOUT: "timeout",
  ECONNRESET: "reset",
  EPIPE: "reset",
  EHOSTUNREACH: "network",
  ENETUNREACH: "network",
  EHOSTDOWN: "network",
  ENETDOWN: "network",
  EADDRNOTAVAIL: "network",
};

const reasons = ["not-paired", "role-upgrade", "scope-upgrade", "metadata-upgrade"] as const;

function fromDetails(code: string, details: unknown, retryAfterMs: number | undefined): ConnectFailure {
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  const fields = detailShape.safeParse(details).data ?? {};
  if (code === Code.PAIRING_REQUIRED) {
    const pairing = readPairingConnectErrorDetails(details);
    return {
      kind: "approval-needed",
      reason: reasons.find((reason) => reason === pairing?.reason) ?? "not-paired",
      ...(pairing?.requestId && { requestId: pairing.requestId }),
      approvedScopes: pairing?.approvedScopes ?? [],
    };
  }
  if (code === Code.AUTH_RATE_LIMITED) return { kind: "rate-limited", ...wait };
  if (code === Code.AUTH_SCOPE_MISMATCH) return { kind: "scope-mismatch", code };
  if (code === Code.PROTOCOL_MISMATCH || code === Code.CLIENT_VERSION_MISMATCH) {
    return {
      kind: "protocol-mismatch",
      ...(fields.expectedProtocol !== undefined && { expected: fields.expectedProtocol }),
    };
  }
  if (code.startsWith("DEVICE_AUTH_") || code === Code.DEVICE_IDENTITY_REQUIRED) return { kind: "device-auth", code };
  const credential = credentialOf[code];
  if (credential) return { kind: "wrong-credentials", credential, code, missing: missing.has(code) };
  return { kind: "refused", code };
}

/** Reads whatever the client reported when a connection could not be made. Never throws; unknown things get a name. */
export function readConnectFailure(error: unknown): ConnectFailure {
  const shape = errorShape.safeParse(error).data ?? {};
  const fields = detailShape.safeParse(shape.details).data ?? {};
  const retryAfterMs = fields.retryAfterMs ?? shape.retryAfterMs;
  if (fields.reason === "startup-sidecars" || shape.gatewayCode === "UNAVAILABLE") {
    if (fields.reason === "websocket-upgrade-rejected") {
      return { kind: "not-a-gateway", ...(fields.httpStatus !== undefined && { httpStatus: fields.httpStatus }) };
    }
    return { kind: "starting", ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
  const code = readConnectErrorDetailCode(shape.details);
  if (code) return fromDetails(code, shape.details, retryAfterMs);
  const cause = shape.code === undefined ? undefined : networkCauses[shape.code];
  if (cause) return { kind: "unreachable", cause, ...(shape.code && { code: shape.code }) };
  if (shape.code && /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(shape.code))
    return { kind: "tls", code: shape.code };
  if (shape.gatewayCode) return { kind: "refused", code: shape.gatewayCode };
  // The client names these in words only; both are its own, fixed sentences, not the gateway's.
  const message = shape.message ?? "";
  if (message.includes("connect challenge timeout") || message.includes("handshake has timed out"))
    return { kind: "unreachable", cause: "timeout" };
  if (message.includes("plaintext") || message.includes("SECURITY ERROR")) return { kind: "insecure-address" };
  if (
    /invalid (frame|utf|status|opcode|websocket)|unexpected server response|parse error|expected http|max payload/i.test(
      message,
    )
  )
    return { kind: "not-a-gateway" };
  if (message.includes("fingerprint")) return { kind: "tls", code: "FINGERPRINT" };
  return { kind: "unreachable", cause: "closed" };
}
