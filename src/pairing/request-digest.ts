import { createHash } from "node:crypto";
import type { AccessLine } from "./access-line.ts";
import type { Difference } from "./difference.ts";
import type { PairingRequest } from "./pairing-request.ts";
import type { Assessment } from "./risk.ts";

/**
 * SHA-256 (hex) over everything on the review card that matters for the decision: which request and device, its key, who
 * it says it is, where from, what it asks for, what that changes, and how risky that is. A decision carries it back; if
 * any of this differs by then, what would be approved isn't what was read. What only passes (the countdown, how often it
 * knocked) is left out, so that a waiting request keeps its digest.
 *
 * `name` is the name as shown. The order of roles and scopes doesn't matter.
 */
export function requestDigest(
  request: PairingRequest,
  name: string,
  difference: Difference,
  assessment: Assessment,
): string {
  const line = (access: AccessLine) => [access.name, access.change];
  const shown = [
    request.requestId,
    request.deviceId,
    request.publicKey ?? null,
    name,
    request.roles.toSorted(),
    request.scopes.toSorted(),
    request.clientId ?? null,
    request.clientMode ?? null,
    request.platform ?? null,
    request.deviceFamily ?? null,
    request.browserOrigin ?? null,
    request.remoteIp ?? null,
    request.isRepair,
    difference.kind,
    difference.roles.map(line),
    difference.scopes.map(line),
    assessment.risk,
    assessment.warnings,
  ];
  // JSON of an array of fixed length is unambiguous: no field can run over into the next one.
  return createHash("sha256").update(JSON.stringify(shown), "utf8").digest("hex");
}
