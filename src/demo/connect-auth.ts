import { createHash, timingSafeEqual } from "node:crypto";
import { resolveAuthConnectErrorDetailCode } from "@openclaw/gateway-protocol/connect-error-details";
import type { ConnectParams, DeviceParams } from "./connect-params.ts";
import { useToken } from "./device-tokens.ts";
import type { PairingBook, SetupRecord } from "./pairing-book.ts";
import { claimSetup } from "./setup-codes.ts";
import type { WireError } from "./wire-error.ts";

/** The shared secret, as the gateway was configured. */
export type SharedSecret = { mode: "token" | "password"; secret: string } | { mode: "none" };

export type AuthMethod = "token" | "password" | "none" | "device-token" | "bootstrap-token";

export type AuthOutcome =
  { ok: true; book: PairingBook; method: AuthMethod; setup?: SetupRecord } | { ok: false; error: WireError };

/**
 * Which of the credentials shown opens the door: the set-up credential where there is one, else the shared secret, else
 * the device's own token.
 */
export function authenticate(book: PairingBook, shared: SharedSecret, params: DeviceParams, now: number): AuthOutcome {
  const { auth, device, role, scopes } = params;
  const sharedReason = checkShared(shared, auth);

  if (auth.bootstrapToken !== undefined) {
    const claim = { token: auth.bootstrapToken, deviceId: device.id, publicKey: device.publicKey, role };
    const claimed = claimSetup(book, claim, now);
    if (claimed) return { ok: true, book: claimed.book, method: "bootstrap-token", setup: claimed.setup };
    if (sharedReason !== undefined) return refuse("bootstrap_token_invalid", params);
  }
  if (sharedReason === undefined) return { ok: true, book, method: shared.mode };

  const token = auth.deviceToken ?? auth.token;
  if (token === undefined) return refuse(sharedReason, params);
  const used = useToken(book, { deviceId: device.id, role, scopes, token }, now);
  if (used.ok) return { ok: true, book: used.book, method: "device-token" };
  if (used.refusal === "scope-mismatch") return refuse("scope_mismatch", params);
  return refuse(auth.deviceToken === undefined ? sharedReason : "device_token_mismatch", params);
}

/** The reason the shared secret does not fit; undefined if it does. Either field may carry it (the gateway's auth page). */
function checkShared(shared: SharedSecret, auth: ConnectParams["auth"]): string | undefined {
  if (shared.mode === "none") return undefined;
  const shown = shared.mode === "token" ? (auth.token ?? auth.password) : (auth.password ?? auth.token);
  if (shown === undefined) return `${shared.mode}_missing`;
  return sameSecret(shown, shared.secret) ? undefined : `${shared.mode}_mismatch`;
}

function sameSecret(shown: string, kept: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(shown), digest(kept));
}

const words: Readonly<Record<string, string>> = {
  token_missing: "gateway token missing (provide gateway auth token)",
  token_mismatch: "gateway token mismatch (provide gateway auth token)",
  password_missing: "gateway password missing (provide gateway auth password)",
  password_mismatch: "gateway password mismatch (provide gateway auth password)",
  device_token_mismatch: "device token mismatch (rotate/reissue device token)",
  scope_mismatch: "device token scope mismatch",
  bootstrap_token_invalid: "setup code invalid, expired, revoked, or already used",
};

function refuse(reason: string, { auth }: ConnectParams): AuthOutcome {
  const canRetryWithDeviceToken =
    reason === "token_mismatch" && auth.token !== undefined && auth.deviceToken === undefined;
  return {
    ok: false,
    error: {
      code: "INVALID_REQUEST",
      message: `unauthorized: ${words[reason] ?? reason}`,
      details: {
        code: resolveAuthConnectErrorDetailCode(reason),
        authReason: reason,
        canRetryWithDeviceToken,
        recommendedNextStep: canRetryWithDeviceToken ? "retry_with_device_token" : nextStep(reason),
      },
    },
  };
}

function nextStep(reason: string): string {
  if (reason.endsWith("_missing")) return "update_auth_configuration";
  return reason.endsWith("_mismatch") && reason !== "scope_mismatch"
    ? "update_auth_credentials"
    : "review_auth_configuration";
}
