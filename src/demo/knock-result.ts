import { type GatewayClientOptions, GatewayClientRequestError } from "@openclaw/gateway-client";
import {
  readConnectErrorDetailCode,
  readPairingConnectErrorDetails,
} from "@openclaw/gateway-protocol/connect-error-details";

/** The gateway's greeting, as the published client hands it on. */
export type Hello = Parameters<NonNullable<GatewayClientOptions["onHelloOk"]>>[0];

/** How one attempt to connect ended. */
export type KnockResult =
  | { kind: "hello"; hello: Hello }
  | {
      kind: "pairing-required";
      reason: string;
      requestId: string | undefined;
      details: Readonly<Record<string, unknown>>;
    }
  /** `code`: the detail code (`AUTH_TOKEN_MISMATCH`, …), else the gateway's error code, else `UNREACHABLE`. */
  | { kind: "refused"; code: string; message: string; details: unknown };

/** What a connect failure says, by its codes; `code` and `reason` of the WebSocket close where it said nothing. */
export function refusal(failure: Error | undefined, code: number, reason: string): KnockResult {
  if (!(failure instanceof GatewayClientRequestError)) {
    const message = failure?.message ?? (reason || `closed with ${code}`);
    return { kind: "refused", code: "UNREACHABLE", message, details: undefined };
  }
  const pairing = readPairingConnectErrorDetails(failure.details);
  if (pairing) {
    const details = { ...(failure.details as Record<string, unknown>) };
    return { kind: "pairing-required", reason: pairing.reason ?? "not-paired", requestId: pairing.requestId, details };
  }
  const detailCode = readConnectErrorDetailCode(failure.details);
  return {
    kind: "refused",
    code: detailCode ?? failure.gatewayCode,
    message: failure.message,
    details: failure.details,
  };
}
