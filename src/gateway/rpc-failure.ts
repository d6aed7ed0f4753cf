import { z } from "zod";
import { safeCode } from "./connect-failure.ts";

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

const text = z.string().optional().catch(undefined);
const shape = z.object({
  message: text,
  gatewayCode: text,
  details: z.object({ code: text, missingScope: text }).optional().catch(undefined),
});

/** Said by the session and by the client before anything is sent. */
const neverSent = new Set(["Not connected to the gateway", "gateway not connected"]);

/** Reads what `Session.request` rejected with. */
export function readRpcFailure(error: unknown): RpcFailure {
  const { message = "", gatewayCode, details } = shape.safeParse(error).data ?? {};
  if (neverSent.has(message)) return { kind: "not-connected" };
  // Only a gateway's answer has its code: a deadline, a cut and whatever else went wrong on this side leave it open.
  if (gatewayCode === undefined) return { kind: "no-answer" };
  if (details?.code === "MISSING_SCOPE")
    return { kind: "missing-scope", scope: details.missingScope ?? "operator.pairing" };
  if (gatewayCode === "INVALID_REQUEST") {
    // INVALID_REQUEST has no detail code for these: the phrase is the only mark there is (seen on 2026.3 to 2026.9).
    if (/^unknown (requestId|deviceId|device)/i.test(message)) return { kind: "gone" };
    if (/no longer exists$/i.test(message)) return { kind: "gone" };
    if (/^unknown method/i.test(message)) return { kind: "unknown-method" };
  }
  const scope = /^missing scope:\s*([\w.-]+)/i.exec(message)?.[1];
  if (scope !== undefined) return { kind: "missing-scope", scope };
  return { kind: "refused", code: safeCode(details?.code ?? gatewayCode), message: message.slice(0, 300) };
}
