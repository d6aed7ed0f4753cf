import type { PairedRecord, PendingRequest } from "./pairing-book.ts";

/** Who is asking, as the rules of containment see it. */
export interface Caller {
  readonly deviceId: string;
  /** Came in with its own device token, not with the gateway's shared secret. */
  readonly byDeviceToken: boolean;
  /** Scopes of this session. */
  readonly scopes: readonly string[];
}

/**
 * The rules that keep a lesser operator in bounds (the gateway's page on operator scopes; each case seen on 2026.9.6):
 * without `operator.admin` nobody manages a role other than operator, and a session by device token only manages itself.
 */
const mayAdminister = (caller: Caller): boolean => caller.scopes.includes("operator.admin");

/** True for a session that may see and manage only its own entry. */
export const ownOnly = (caller: Caller): boolean => caller.byDeviceToken && !mayAdminister(caller);

/** Whether this caller may approve this request, apart from the scopes it would hand out. */
export function mayApprove(caller: Caller, pending: PendingRequest | undefined): boolean {
  if (mayAdminister(caller)) return true;
  // An unknown request is denied with the same words, so that a lesser operator can't probe for ids.
  if (!pending) return false;
  if (ownOnly(caller) && pending.deviceId !== caller.deviceId) return false;
  return pending.roles.every((role) => role === "operator");
}

export function mayReject(caller: Caller, pending: PendingRequest | undefined): boolean {
  return !ownOnly(caller) || pending?.deviceId === caller.deviceId;
}

/** Remove and rename. */
export function mayManage(caller: Caller, deviceId: string, device: PairedRecord | undefined): boolean {
  if (!ownOnly(caller)) return true;
  if (deviceId !== caller.deviceId) return false;
  return !device || device.roles.every((role) => role === "operator");
}

/** Rotate and revoke. */
export function mayManageToken(caller: Caller, deviceId: string, role: string): boolean {
  if (mayAdminister(caller)) return true;
  return role === "operator" && !(ownOnly(caller) && deviceId !== caller.deviceId);
}
