import { mayApprove, type Authority, wayToMore } from "../pairing/authority.ts";
import { clientWords, deviceShape, platformWords } from "../pairing/device-shape.ts";
import { differenceOf } from "../pairing/difference.ts";
import { fingerprint } from "../pairing/fingerprint.ts";
import type { PendingRequest } from "../pairing/inbox.ts";
import { lookalikes, type NameIndex } from "../pairing/name-likeness.ts";
import type { PairedDevice } from "../pairing/paired-device.ts";
import { expiresAtMs } from "../pairing/pairing-request.ts";
import { requestDigest } from "../pairing/request-digest.ts";
import { assessRisk } from "../pairing/risk.ts";
import { shownName } from "../pairing/shown-text.ts";
import { changesBetween } from "./request-changes.ts";
import { fact, OFFLINE } from "./view-parts.ts";
import type { ActionState, RequestView } from "./snapshot.ts";

/** Everything a review card is made from. The same inputs give the same card, and the same digest. */
export interface RequestFacts {
  readonly gatewayId: string;
  readonly gatewayHost: string | undefined;
  readonly pending: PendingRequest;
  readonly device: PairedDevice | undefined;
  readonly names: NameIndex;
  readonly authority: Authority;
  /** The connection is gone: what is shown may not be so any more, and nothing is decided on it. */
  readonly stale: boolean;
  readonly action: ActionState;
  /** The card as it was first read, where it was. */
  readonly firstRead: RequestView | undefined;
}

/** The review card of one pairing request: who asks, for what, what it changes, how careful to be. */
export function requestView(facts: RequestFacts): RequestView {
  const { gatewayId, gatewayHost, pending, device, names, authority, stale, action, firstRead } = facts;
  const { request, superseded, outlived } = pending;
  const name = shownName(request.displayName, platformWords(request));
  const difference = differenceOf(request, device);
  const assessment = assessRisk({
    request,
    device,
    difference,
    lookalikes: lookalikes(names, request.displayName, request.deviceId),
    superseded,
    gatewayHost,
  });
  const allowed = stale ? OFFLINE : mayApprove(authority, request);
  const view: RequestView = {
    key: `${gatewayId}/${request.requestId}`,
    gatewayId,
    requestId: request.requestId,
    deviceId: request.deviceId,
    digest: requestDigest(request, name, difference, assessment),
    name,
    kind: difference.kind,
    shape: deviceShape(request),
    facts: [
      ...fact("Device", platformWords(request)),
      ...fact("Program", clientWords(request)),
      ...fact("Address", request.remoteIp),
      ...fact("Web page", request.browserOrigin),
    ],
    roles: difference.roles,
    scopes: difference.scopes,
    risk: assessment.risk,
    warnings: assessment.warnings,
    fingerprint: fingerprint(request),
    askedAtMs: request.askedAtMs,
    expiresAtMs: expiresAtMs(request),
    ...(outlived && { endless: "still-asking" }),
    superseded,
    canDecide: allowed.ok,
    ...(!allowed.ok && { cannotDecide: allowed.sentence }),
    ...(!allowed.ok && !stale && { cannotDecideStep: wayToMore(authority) }),
    action,
  };
  const changes = firstRead ? changesBetween(firstRead, view) : [];
  return changes.length > 0 ? { ...view, changes } : view;
}
