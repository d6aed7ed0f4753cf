import {
  ConnectErrorDetailCodes as Code,
  readConnectErrorDetailCode,
  readPairingConnectErrorDetails,
} from "@openclaw/gateway-protocol/connect-error-details";
import { z } from "zod";
import type { ShutBy } from "./device-identity.ts";

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
  /** This machine's own key for the gateway can't be opened: nothing was sent. */
  | { readonly kind: "identity-shut"; readonly by: ShutBy }
  | { readonly kind: "tls"; readonly code: string }
  | { readonly kind: "refused"; readonly code: string };

type UnreachableCause = "refused" | "name" | "timeout" | "reset" | "network" | "closed";

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

/** One bad field must not hide the others: each is read by itself. */
const text = z.string().optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const errorShape = z.object({
  name: text,
  gatewayCode: text,
  code: text,
  message: text,
  details: z.unknown().optional(),
  retryable: z.boolean().optional().catch(undefined),
  retryAfterMs: number,
  /** Of an AggregateError: one for each address of a name that has several (localhost is ::1 and 127.0.0.1). */
  errors: z.array(z.object({ code: text }).catch({})).catch([]),
});
const detailShape = z.object({
  retryAfterMs: z.number().positive().optional().catch(undefined),
  expectedProtocol: number,
  httpStatus: number,
  reason: text,
});

/** What a gateway says while it can't serve yet, or not any more. */
const pauses = new Set(["startup-sidecars", "gateway-restarting", "gateway-suspending"]);

/** Node's error codes for a connection that never came to be; where several addresses failed, the first here tells most. */
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

/** Node names certificate errors as OpenSSL does; EPROTO is a TLS handshake with something that doesn't speak TLS. */
const tlsCode = /CERT|TLS|SSL|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH|CRL|^EPROTO$/;

/** A code that came over the wire: kept when it looks like one, since it is shown and logged. */
export function safeCode(code: string): string {
  return /^[\w.:-]{1,64}$/.test(code) ? code : "UNKNOWN";
}

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
  if (code.startsWith("DEVICE_AUTH_") || code === Code.DEVICE_IDENTITY_REQUIRED)
    return { kind: "device-auth", code: safeCode(code) };
  const credential = credentialOf[code];
  if (credential) return { kind: "wrong-credentials", credential, code, missing: missing.has(code) };
  return { kind: "refused", code: safeCode(code) };
}

/** The client names these in words only; all are its own or its WebSocket library's fixed sentences, never the gateway's. */
function fromWords(name: string | undefined, message: string): ConnectFailure {
  if (/connect (challenge )?timeout|handshake has timed out/.test(message))
    return { kind: "unreachable", cause: "timeout" };
  if (message.startsWith("SECURITY ERROR")) return { kind: "insecure-address" };
  if (message.includes("tls fingerprint")) return { kind: "tls", code: "FINGERPRINT" };
  // A SyntaxError is the WebSocket library's word for an address that it can't use.
  if (
    name === "SyntaxError" ||
    /connect challenge (missing|timestamp)|^invalid (upgrade|sec-websocket)|server sent/i.test(message)
  )
    return { kind: "not-a-gateway" };
  return { kind: "unreachable", cause: "closed" };
}

/** What a gateway answered. */
function fromGateway(gatewayCode: string, error: z.infer<typeof errorShape>): ConnectFailure {
  const fields = detailShape.safeParse(error.details).data ?? {};
  const retryAfterMs = fields.retryAfterMs ?? error.retryAfterMs;
  if (fields.reason === "websocket-upgrade-rejected") {
    return { kind: "not-a-gateway", ...(fields.httpStatus !== undefined && { httpStatus: fields.httpStatus }) };
  }
  const code = readConnectErrorDetailCode(error.details);
  if (code) return fromDetails(code, error.details, retryAfterMs);
  if (pauses.has(fields.reason ?? "") || (gatewayCode === "UNAVAILABLE" && error.retryable === true)) {
    return { kind: "starting", ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
  // The client's own name for an answer that it could not make sense of; the gateway's errors have a subclass.
  if (error.name === "GatewayProtocolRequestError") return { kind: "not-a-gateway" };
  return { kind: "refused", code: safeCode(gatewayCode) };
}

/** Reads whatever the client reported when a connection could not be made. Never throws; unknown things get a name. */
export function readConnectFailure(error: unknown): ConnectFailure {
  const shape = errorShape.safeParse(error).data;
  if (!shape) return { kind: "unreachable", cause: "closed" };
  if (shape.gatewayCode !== undefined) return fromGateway(shape.gatewayCode, shape);
  const codes = [shape.code, ...shape.errors.map((one) => one.code)];
  const code = Object.keys(networkCauses).find((known) => codes.includes(known));
  const cause = code === undefined ? undefined : networkCauses[code];
  if (code !== undefined && cause) return { kind: "unreachable", cause, code };
  const other = shape.code ?? "";
  if (tlsCode.test(other)) return { kind: "tls", code: safeCode(other) };
  // What answers is not HTTP, or its frames are not WebSocket's.
  if (other.startsWith("HPE_") || other.startsWith("WS_ERR_")) return { kind: "not-a-gateway" };
  return fromWords(shape.name, shape.message ?? "");
}

/** Close code after this device was removed, or its token rotated or revoked; the reason says "device removed" for all three (seen). */
const CUT_OFF = 4001;
/** Close code of the published client itself, when the gateway stopped answering. */
const GAVE_UP = 4000;

/** Why a socket closed, where nobody said more than a close code. */
export function closeFailure(code: number): ConnectFailure {
  if (code === CUT_OFF) return { kind: "removed" };
  return { kind: "unreachable", cause: code === GAVE_UP ? "timeout" : "closed" };
}
