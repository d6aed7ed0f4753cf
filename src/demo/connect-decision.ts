import { resolveDeviceAuthConnectErrorDetailCode } from "@openclaw/gateway-protocol/connect-error-details";
import { authenticate, type AuthMethod } from "./connect-auth.ts";
import type { ConnectOutcome, ConnectPolicy, Cut } from "./connect-outcome.ts";
import { admitDevice } from "./connect-pairing.ts";
import { type ConnectParams, declarationOf, type DeviceParams } from "./connect-params.ts";
import { checkDeviceProof, proofFailureText } from "./device-proof.ts";
import { tokenForConnect } from "./device-tokens.ts";
import { declareSurface } from "./node-queue.ts";
import {
  type BookEnvironment,
  forgetExpired,
  pairedDevice,
  type PairingBook,
  type SetupRecord,
  withDevice,
} from "./pairing-book.ts";
import { completeSetup, setupGrant } from "./setup-codes.ts";
import type { WireError, WireEvent } from "./wire-error.ts";

/**
 * Decides about one `connect`: proof of the device, credentials, pairing, tokens, in this order. Pure: the next book and
 * all that is to be said come back as data.
 */
export function decideConnect(
  book: PairingBook,
  policy: ConnectPolicy,
  params: ConnectParams,
  nonce: string,
  environment: BookEnvironment,
): ConnectOutcome {
  const now = environment.now();
  const current = forgetExpired(book, now);
  const refuse = (error: WireError, closeReason = error.message, next = current): ConnectOutcome => ({
    ok: false,
    book: next,
    events: [],
    error,
    closeReason,
  });

  const mismatch = protocolMismatch(params);
  if (mismatch) return refuse(mismatch);
  if (params.role !== "operator" && params.role !== "node") {
    return refuse({ code: "INVALID_REQUEST", message: "invalid role" });
  }
  const { device } = params;
  if (!device) {
    const details = { code: "DEVICE_IDENTITY_REQUIRED" };
    return refuse({ code: "NOT_PAIRED", message: "device identity required", details });
  }
  const withDeviceParams = { ...params, device };
  const failure = checkDeviceProof(withDeviceParams, nonce, now);
  if (failure) {
    const details = { code: resolveDeviceAuthConnectErrorDetailCode(failure), reason: failure };
    return refuse({ code: "INVALID_REQUEST", message: proofFailureText[failure], details });
  }
  const authenticated = authenticate(current, policy.shared, withDeviceParams, now);
  if (!authenticated.ok) return refuse(authenticated.error);

  const admitted = admitDevice(authenticated, policy, withDeviceParams, environment);
  if (!admitted.ok) return admitted;
  return greet(admitted.book, admitted, authenticated.method, withDeviceParams, environment);
}

function greet(
  book: PairingBook,
  admitted: { events: readonly WireEvent[]; cut?: Cut; redeems?: SetupRecord | undefined },
  method: AuthMethod,
  params: DeviceParams,
  environment: BookEnvironment,
): ConnectOutcome {
  const { device, client, role, scopes } = params;
  const now = environment.now();
  const events = [...admitted.events];
  const after: WireEvent[] = [];
  let next = book;

  const record = pairedDevice(next, device.id);
  if (record) {
    const displayName = client.displayName ?? record.displayName;
    next = withDevice(next, { ...record, displayName, lastSeenAtMs: now, lastSeenReason: "connect" });
  }
  const issued = tokenForConnect(next, { deviceId: device.id, role, scopes }, environment);
  if (issued) next = issued.book;

  let handedOver: readonly Record<string, unknown>[] | undefined;
  if (admitted.redeems) {
    const setup = admitted.redeems;
    const grant = setupGrant(setup.access);
    handedOver = grant.roles
      .filter((other) => other !== role)
      .flatMap((other) => {
        const extra = tokenForConnect(next, { deviceId: device.id, role: other, scopes: grant.scopes }, environment);
        if (!extra) return [];
        next = extra.book;
        return [{ deviceToken: extra.token.token, role: other, scopes: extra.token.scopes, issuedAtMs: now }];
      });
    const completed = completeSetup(next, setup, { deviceId: device.id, displayName: client.displayName }, now);
    next = completed.book;
    after.push({ event: "device.pair.setup.completed", payload: { ...completed.completion } });
  }
  if (role === "node") {
    const declared = declareSurface(next, declarationOf(params), environment);
    next = declared.book;
    if (declared.created) events.push({ event: "node.pair.requested", payload: { ...declared.created } });
  }
  return {
    ok: true,
    book: next,
    events,
    ...(admitted.cut && { cut: admitted.cut }),
    method,
    auth: {
      method,
      role,
      scopes,
      ...(issued && {
        deviceToken: issued.token.token,
        issuedAtMs: issued.token.rotatedAtMs ?? issued.token.createdAtMs,
      }),
      ...(handedOver && handedOver.length > 0 && { deviceTokens: handedOver }),
    },
    after,
  };
}

/** Gateways of both shapes accept 3 to 4 (measured on 2026.3.13, 2026.5.7, 2026.7.1 and 2026.9.6). */
function protocolMismatch({ minProtocol, maxProtocol }: ConnectParams): WireError | undefined {
  if (minProtocol <= 4 && maxProtocol >= 3) return undefined;
  return {
    code: "INVALID_REQUEST",
    message: `protocol mismatch: client v${minProtocol}-v${maxProtocol}, gateway v4`,
    details: {
      code: "PROTOCOL_MISMATCH",
      clientMinProtocol: minProtocol,
      clientMaxProtocol: maxProtocol,
      expectedProtocol: 4,
      minimumProbeProtocol: 3,
    },
  };
}
