import { freshToken } from "./device-requests.ts";
import {
  type BookEnvironment,
  type PairedRecord,
  pairedDevice,
  type PairingBook,
  type TokenRecord,
  withDevice,
} from "./pairing-book.ts";
import { missingScope, tokenScopes } from "./scope-rules.ts";

/** Why a device token did not open the door. */
export type TokenRefusal = "mismatch" | "scope-mismatch";

/** Checks a device token for a role and the scopes asked for, and notes its use. */
export function useToken(
  book: PairingBook,
  claim: { deviceId: string; role: string; scopes: readonly string[]; token: string },
  now: number,
): { ok: true; book: PairingBook } | { ok: false; refusal: TokenRefusal } {
  const device = pairedDevice(book, claim.deviceId);
  const entry = device?.tokens[claim.role];
  if (!device || !entry || entry.revokedAtMs !== undefined || entry.token !== claim.token) {
    return { ok: false, refusal: "mismatch" };
  }
  if (missingScope(claim.scopes, entry.scopes) !== undefined) return { ok: false, refusal: "scope-mismatch" };
  const used = { ...entry, lastUsedAtMs: now };
  return { ok: true, book: withDevice(book, { ...device, tokens: { ...device.tokens, [claim.role]: used } }) };
}

/** The token a device leaves a successful connect with: the one it has, if it is good enough, else a new one. */
export function tokenForConnect(
  book: PairingBook,
  claim: { deviceId: string; role: string; scopes: readonly string[] },
  environment: BookEnvironment,
): { book: PairingBook; token: TokenRecord } | undefined {
  const device = pairedDevice(book, claim.deviceId);
  if (!device?.roles.includes(claim.role)) return undefined;
  const kept = device.tokens[claim.role];
  if (kept && kept.revokedAtMs === undefined && missingScope(claim.scopes, kept.scopes) === undefined) {
    return { book, token: kept };
  }
  const token = freshToken(claim.role, tokenScopes(claim.role, claim.scopes), kept, environment);
  return { book: withDevice(book, { ...device, tokens: { ...device.tokens, [claim.role]: token } }), token };
}

/**
 * Replaces a role's token. `callerScopes` as in `revokeToken`. Undefined = denied (unknown device or role, or a token
 * wider than the caller): the gateway says no more than that.
 */
export function rotateToken(
  book: PairingBook,
  target: { deviceId: string; role: string; scopes?: readonly string[] | undefined },
  callerScopes: readonly string[],
  environment: BookEnvironment,
): { book: PairingBook; token: TokenRecord } | undefined {
  const device = pairedDevice(book, target.deviceId);
  const old = device?.tokens[target.role];
  if (!device?.roles.includes(target.role)) return undefined;
  const scopes = tokenScopes(target.role, target.scopes ?? old?.scopes ?? device.scopes);
  if (missingScope(scopes, tokenScopes(target.role, device.scopes)) !== undefined) return undefined;
  if (wider(target.role, scopes, callerScopes)) return undefined;
  const token = freshToken(target.role, scopes, old, environment);
  return { book: withToken(book, device, { ...token, rotatedAtMs: environment.now() }), token };
}

/** Ends a role's token for good; the device stays in the list. */
export function revokeToken(
  book: PairingBook,
  target: { deviceId: string; role: string },
  callerScopes: readonly string[],
  now: number,
): { book: PairingBook; token: TokenRecord } | undefined {
  const device = pairedDevice(book, target.deviceId);
  const old = device?.tokens[target.role];
  if (!device || !old || wider(target.role, old.scopes, callerScopes)) return undefined;
  const token = { ...old, revokedAtMs: now };
  return { book: withToken(book, device, token), token };
}

/** Roles a device can use now: those whose token stands. */
export function liveRoles(device: PairedRecord): readonly string[] {
  return device.roles.filter((role) => {
    const token = device.tokens[role];
    return token !== undefined && token.revokedAtMs === undefined;
  });
}

function wider(role: string, scopes: readonly string[], callerScopes: readonly string[]): boolean {
  return role === "operator" && missingScope(scopes, callerScopes) !== undefined;
}

function withToken(book: PairingBook, device: PairedRecord, token: TokenRecord): PairingBook {
  return withDevice(book, { ...device, tokens: { ...device.tokens, [token.role]: token } });
}
