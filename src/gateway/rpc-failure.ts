import { z } from "zod";

/** Why one RPC did not do what was asked. Branches on codes; the gateway's own words are kept only as `message`. */
export type RpcFailure =
  /** The request or device is not there any more (or never was). */
  | { readonly kind: "gone" }
  | { readonly kind: "missing-scope"; readonly scope: string }
  | { readonly kind: "unknown-method" }
  /** Sent, or perhaps sent, and no answer: what became of it must be read from the list. */
  | { readonly kind: "no-answer" }
  | { readonly kind: "not-connected" }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

const shape = z.object({
  name: z.string().optional(),
  message: z.string().optional(),
  gatewayCode: z.string().optional(),
  details: z.object({ code: z.string().optional(), missingScope: z.string().optional() }).optional().catch(undefined),
});

/** Reads what `Session.request` rejected with. */
export function readRpcFailure(error: unknown): RpcFailure {
  const { name, message = "", gatewayCode, details } = shape.safeParse(error).data ?? {};
  if (message === "Not connected to the gateway") return { kind: "not-connected" };
  if (
    name?.includes("Timeout") === true ||
    (gatewayCode === undefined && /closed|stopped|not connected|timeout/i.test(message))
  ) {
    return { kind: "no-answer" };
  }
  if (details?.code === "MISSING_SCOPE")
    return { kind: "missing-scope", scope: details.missingScope ?? "operator.pairing" };
  if (gatewayCode === "INVALID_REQUEST") {
    // INVALID_REQUEST has no detail code for these: the phrase is the only mark there is (seen on 2026.3 to 2026.9).
    if (/^unknown (requestId|deviceId|device)/i.test(message)) return { kind: "gone" };
    if (/^unknown method/i.test(message)) return { kind: "unknown-method" };
    const scope = /missing scope:?\s*([\w.]+)/i.exec(message)?.[1];
    if (scope !== undefined) return { kind: "missing-scope", scope };
  }
  return { kind: "refused", code: details?.code ?? gatewayCode ?? "UNKNOWN", message: message.slice(0, 300) };
}
