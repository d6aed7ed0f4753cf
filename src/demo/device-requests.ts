import {
  type ApprovedVia,
  type BookEnvironment,
  forgetExpired,
  type PairedRecord,
  pairedDevice,
  type PairingBook,
  type PendingRequest,
  type TokenRecord,
  withDevice,
} from "./pairing-book.ts";
import { missingScope, tokenScopes, union } from "./scope-rules.ts";

/** What a knocking device says of itself. */
export type Knock = Omit<PendingRequest, "requestId" | "isRepair" | "ts" | "refreshedAtMs">;

export interface FiledRequest {
  readonly book: PairingBook;
  readonly request: PendingRequest;
  /** False where an earlier request of the device stands for this one too: then nobody is told again. */
  readonly created: boolean;
  readonly superseded: readonly PendingRequest[];
}

/**
 * Writes a knock down. Measured on 2026.9.6:
 * - the same question, or one that the standing request covers, keeps its requestId and `ts`, takes over the new name
 *   and platform without any event, and starts the five minutes anew;
 * - a wider one replaces it, and asks for the roles and scopes of both.
 */
export function fileRequest(book: PairingBook, knock: Knock, environment: BookEnvironment): FiledRequest {
  const now = environment.now();
  const current = forgetExpired(book, now);
  const isRepair = pairedDevice(current, knock.deviceId) !== undefined;
  const standing = current.pending.filter((request) => request.deviceId === knock.deviceId);
  const others = current.pending.filter((request) => request.deviceId !== knock.deviceId);
  const only = standing.length === 1 ? standing[0] : undefined;
  if (only && covers(only, knock)) {
    const request: PendingRequest = {
      ...only,
      displayName: knock.displayName ?? only.displayName,
      platform: knock.platform ?? only.platform,
      deviceFamily: knock.deviceFamily ?? only.deviceFamily,
      clientId: knock.clientId,
      clientMode: knock.clientMode,
      silent: only.silent && knock.silent,
      isRepair: only.isRepair || isRepair,
      refreshedAtMs: now,
    };
    return { book: { ...current, pending: [request, ...others] }, request, created: false, superseded: [] };
  }
  const request: PendingRequest = {
    ...knock,
    requestId: environment.id(),
    roles: union(...standing.map((old) => old.roles), knock.roles),
    scopes: union(...standing.map((old) => old.scopes), knock.scopes),
    isRepair,
    ts: now,
    refreshedAtMs: now,
  };
  return { book: { ...current, pending: [request, ...others] }, request, created: true, superseded: standing };
}

function covers(standing: PendingRequest, knock: Knock): boolean {
  return (
    standing.publicKey === knock.publicKey &&
    standing.role === knock.role &&
    knock.roles.every((role) => standing.roles.includes(role)) &&
    missingScope(knock.scopes, standing.scopes) === undefined
  );
}

export type Approval =
  | { kind: "approved"; book: PairingBook; device: PairedRecord; replacedNodeToken: boolean }
  | { kind: "unknown" }
  | { kind: "forbidden"; message: string };

/**
 * Makes a pending request a paired device, with a fresh token for each role it asked for.
 * Nobody can hand out an operator scope that they don't hold: `callerScopes` must cover what the device gets.
 */
export function approveRequest(
  book: PairingBook,
  requestId: string,
  by: { callerScopes: readonly string[]; via: ApprovedVia },
  environment: BookEnvironment,
): Approval {
  const now = environment.now();
  const current = forgetExpired(book, now);
  const pending = current.pending.find((request) => request.requestId === requestId);
  if (!pending) return { kind: "unknown" };
  const outside = pending.scopes.find((scope) => !pending.roles.some((role) => scope.startsWith(`${role}.`)));
  if (outside !== undefined) return { kind: "forbidden", message: `invalid scope for requested roles: ${outside}` };

  const existing = pairedDevice(current, pending.deviceId);
  const tokens: Record<string, TokenRecord> = { ...existing?.tokens };
  for (const role of pending.roles) {
    const old = tokens[role];
    const scopes = tokenScopes(role, union(old?.scopes ?? [], pending.scopes));
    const missing = role === "operator" ? missingScope(scopes, by.callerScopes) : undefined;
    // The bootstrap of a set-up code was authorised by the admin who made the code.
    if (missing !== undefined && by.via !== "bootstrap") {
      return { kind: "forbidden", message: `missing scope: ${missing}` };
    }
    tokens[role] = freshToken(role, scopes, old, environment);
  }
  const device: PairedRecord = {
    deviceId: pending.deviceId,
    publicKey: pending.publicKey,
    displayName: pending.displayName,
    ...(existing?.operatorLabel !== undefined && { operatorLabel: existing.operatorLabel }),
    platform: pending.platform,
    deviceFamily: pending.deviceFamily,
    clientId: pending.clientId,
    clientMode: pending.clientMode,
    role: pending.role,
    roles: union(existing?.roles ?? [], pending.roles),
    scopes: union(existing?.scopes ?? [], pending.scopes),
    approvedVia: by.via,
    ...(existing?.nodeSurface && { nodeSurface: existing.nodeSurface }),
    createdAtMs: existing?.createdAtMs ?? now,
    approvedAtMs: now,
    ...(existing?.lastSeenAtMs !== undefined && { lastSeenAtMs: existing.lastSeenAtMs }),
    ...(existing?.lastSeenReason !== undefined && { lastSeenReason: existing.lastSeenReason }),
    tokens,
  };
  const rest = { ...current, pending: current.pending.filter((request) => request !== pending) };
  const replacedNodeToken = pending.roles.includes("node") && existing?.tokens["node"] !== undefined;
  return { kind: "approved", book: withDevice(rest, device), device, replacedNodeToken };
}

/** Ends a pending request. A set-up code that the device had shown is spent with it. */
export function rejectRequest(
  book: PairingBook,
  requestId: string,
  now: number,
): { book: PairingBook; request: PendingRequest } | undefined {
  const current = forgetExpired(book, now);
  const request = current.pending.find((pending) => pending.requestId === requestId);
  if (!request) return undefined;
  return {
    request,
    book: {
      ...current,
      pending: current.pending.filter((pending) => pending !== request),
      setups: current.setups.filter(
        (setup) => setup.completion !== undefined || setup.boundTo?.deviceId !== request.deviceId,
      ),
    },
  };
}

export function freshToken(
  role: string,
  scopes: readonly string[],
  old: TokenRecord | undefined,
  environment: BookEnvironment,
): TokenRecord {
  const now = environment.now();
  return {
    token: environment.secret(),
    role,
    scopes,
    createdAtMs: old?.createdAtMs ?? now,
    ...(old && { rotatedAtMs: now }),
  };
}
