import { normalizeDeviceMetadataForAuth } from "@openclaw/gateway-client";
import {
  buildPairingConnectCloseReason,
  buildPairingConnectErrorDetails,
  buildPairingConnectErrorMessage,
} from "@openclaw/gateway-protocol/connect-error-details";
import type { AuthMethod } from "./connect-auth.ts";
import type { ConnectOutcome, ConnectPolicy, Cut } from "./connect-outcome.ts";
import { declarationOf, type DeviceParams } from "./connect-params.ts";
import { approveRequest, fileRequest } from "./device-requests.ts";
import { liveRoles } from "./device-tokens.ts";
import { surfaceOf } from "./node-queue.ts";
import {
  type BookEnvironment,
  type PairedRecord,
  pairedDevice,
  type PairingBook,
  type PendingRequest,
  type SetupRecord,
  withDevice,
} from "./pairing-book.ts";
import { missingScope, union } from "./scope-rules.ts";
import { setupGrant } from "./setup-codes.ts";
import type { WireEvent } from "./wire-error.ts";
import { without } from "./without.ts";

type Reason = "not-paired" | "role-upgrade" | "scope-upgrade" | "metadata-upgrade";

interface Authenticated {
  readonly book: PairingBook;
  readonly method: AuthMethod;
  readonly setup?: SetupRecord;
}

export type Admission =
  | {
      ok: true;
      book: PairingBook;
      events: readonly WireEvent[];
      cut?: Cut;
      /** The set-up code that this connection redeems: all its tokens are handed over, and it is spent. */
      redeems?: SetupRecord | undefined;
    }
  | Extract<ConnectOutcome, { ok: false }>;

/** Lets a device in that is paired for what it asks, or that this gateway approves by itself; else its request waits. */
export function admitDevice(
  authenticated: Authenticated,
  policy: ConnectPolicy,
  params: DeviceParams,
  environment: BookEnvironment,
): Admission {
  const known = pairedDevice(authenticated.book, params.device.id);
  const paired = known?.publicKey === params.device.publicKey ? known : undefined;
  const redeems = redeemed(authenticated, params);
  const reason = whyNot(paired, params) ?? (redeems && paired && widens(redeems, paired) ? "scope-upgrade" : undefined);
  if (!reason) return { ok: true, book: authenticated.book, events: [], redeems };

  const bySetup = reason === "not-paired" || reason === "scope-upgrade" ? redeems : undefined;
  const silent = bySetup !== undefined || silentlyLocal(policy, reason, params, known !== undefined);
  const grant = bySetup && setupGrant(bySetup.access);
  const { client, device, role } = params;
  const knock = {
    deviceId: device.id,
    publicKey: device.publicKey,
    displayName: client.displayName,
    platform: client.platform,
    deviceFamily: client.deviceFamily,
    clientId: client.id,
    clientMode: client.mode,
    role,
    roles: grant ? grant.roles : [role],
    scopes: grant ? grant.scopes : params.scopes,
    silent,
  };
  const filed = fileRequest(authenticated.book, knock, environment);
  const events: WireEvent[] = filed.superseded.map((old) => ({
    event: "device.pair.resolved",
    payload: { requestId: old.requestId, deviceId: old.deviceId, decision: "rejected", ts: environment.now() },
  }));

  if (filed.request.silent) {
    const callerScopes = union(params.scopes, known?.scopes ?? []);
    const via = bySetup ? ("bootstrap" as const) : ("silent" as const);
    const approval = approveRequest(filed.book, filed.request.requestId, { callerScopes, via }, environment);
    if (approval.kind === "approved") {
      const { requestId } = filed.request;
      const resolved = { requestId, deviceId: device.id, decision: "approved", ts: environment.now() };
      events.push({ event: "device.pair.resolved", payload: resolved });
      const cut = approval.replacedNodeToken ? { cut: { deviceId: device.id, role: "node" } } : {};
      if (!bySetup) return { ok: true, book: approval.book, events, ...cut };
      return { ...approveFirstSurface(approval.book, approval.device, params, events, environment), ...cut, redeems };
    }
  }
  if (filed.created) events.push({ event: "device.pair.requested", payload: publicRequest(filed.request) });
  return { ...refusal(reason, filed.request.requestId, authenticated, paired, params), book: filed.book, events };
}

/** The first thing that stands between this device and what it asks for. */
function whyNot(paired: PairedRecord | undefined, params: DeviceParams): Reason | undefined {
  if (!paired) return "not-paired";
  const { platform, deviceFamily } = params.client;
  const changed = (claimed: string | undefined, pinned: string | undefined) =>
    pinned !== undefined && normalizeDeviceMetadataForAuth(claimed) !== normalizeDeviceMetadataForAuth(pinned);
  if (changed(platform, paired.platform) || changed(deviceFamily, paired.deviceFamily)) return "metadata-upgrade";
  if (!liveRoles(paired).includes(params.role)) return "role-upgrade";
  return missingScope(params.scopes, paired.scopes) === undefined ? undefined : "scope-upgrade";
}

/**
 * The set-up code that pairs this device by itself: one for phones shown by a phone app, one for nodes shown by a node
 * host. Any other device that shows a code has to wait for approval, and the code then hands nothing over (measured).
 */
function redeemed({ method, setup }: Authenticated, params: DeviceParams): SetupRecord | undefined {
  const { id, mode, platform } = params.client;
  if (method !== "bootstrap-token" || !setup || params.role !== "node" || mode !== "node") return undefined;
  if (params.scopes.length > 0) return undefined;
  if (setup.access === "node") return id === "node-host" ? setup : undefined;
  const isPhoneApp =
    (id === "openclaw-android" && /^android(\s|$)/i.test(platform)) ||
    (id === "openclaw-ios" && /^(ios|ipados)(\s|$)/i.test(platform));
  return isPhoneApp ? setup : undefined;
}

/** Whether a code gives a paired device more than it has. */
function widens(setup: SetupRecord, paired: PairedRecord): boolean {
  const grant = setupGrant(setup.access);
  const live = liveRoles(paired);
  return !grant.roles.every((role) => live.includes(role)) || missingScope(grant.scopes, paired.scopes) !== undefined;
}

/** Every connection here is from loopback, which a gateway approves by itself unless told otherwise. */
function silentlyLocal(policy: ConnectPolicy, reason: Reason, params: DeviceParams, known: boolean): boolean {
  if (reason === "metadata-upgrade" || (known && params.role !== "operator")) return false;
  const { displayName, id: clientId, mode: clientMode } = params.client;
  return policy.autoApproveLocal({ displayName, clientId, clientMode, role: params.role });
}

function approveFirstSurface(
  book: PairingBook,
  device: PairedRecord,
  params: DeviceParams,
  events: readonly WireEvent[],
  environment: BookEnvironment,
): Extract<Admission, { ok: true }> {
  const now = environment.now();
  const resolved = { requestId: environment.id(), nodeId: device.deviceId, decision: "approved", ts: now };
  return {
    ok: true,
    book: withDevice(book, { ...device, nodeSurface: surfaceOf(declarationOf(params), now) }),
    events: [...events, { event: "node.pair.resolved", payload: resolved }],
  };
}

function refusal(
  reason: Reason,
  requestId: string,
  { method }: Authenticated,
  paired: PairedRecord | undefined,
  { device, role, scopes }: DeviceParams,
) {
  const waits = method === "bootstrap-token" && reason === "not-paired" && role === "node" && scopes.length === 0;
  const details = buildPairingConnectErrorDetails({
    reason,
    requestId,
    ...(waits && { recommendedNextStep: "wait_then_retry", retryable: true, pauseReconnect: false }),
    deviceId: device.id,
    requestedRole: role,
    requestedScopes: scopes,
    ...(paired && { approvedRoles: [...paired.roles], approvedScopes: [...paired.scopes] }),
  });
  return {
    ok: false as const,
    error: { code: "NOT_PAIRED", message: buildPairingConnectErrorMessage(reason), details: { ...details } },
    closeReason: buildPairingConnectCloseReason({ reason, requestId }),
  };
}

/** A request as lists and events show it: without the time of its latest knock. */
export function publicRequest(request: PendingRequest): Record<string, unknown> {
  return without(request, "refreshedAtMs");
}
