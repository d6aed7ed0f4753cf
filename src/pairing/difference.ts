import type { AccessChange, AccessLine } from "./access-line.ts";
import { roleWords, scopeSatisfied, scopeWords, type AccessWords } from "./access-words.ts";
import type { PairedDevice } from "./paired-device.ts";
import type { PairingRequest } from "./pairing-request.ts";
import type { Risk } from "./risk-level.ts";

type RequestKind = "new-device" | "upgrade" | "repair";

/** What approving the request would change, compared with what the device may do today. */
export interface Difference {
  readonly kind: RequestKind;
  /** Added first, then kept; the most powerful first in each. */
  readonly roles: readonly AccessLine[];
  readonly scopes: readonly AccessLine[];
  /** Raw names of what approving would add, for rules that ask for an exact one. */
  readonly addedRoles: readonly string[];
  readonly addedScopes: readonly string[];
  /** Raw names of everything the device could do afterwards. */
  readonly rolesAfter: readonly string[];
  readonly scopesAfter: readonly string[];
  /** Some of what is added had been revoked: approving gives it back, even where the request doesn't name it. */
  readonly restores: boolean;
  /** The device is paired with another key than the one that asks. */
  readonly newKey: boolean;
  /** The gateway says that the device is paired, but it isn't among the devices that we may see. */
  readonly unseen: boolean;
}

interface Access {
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

const union = (...lists: (readonly string[])[]): string[] => [...new Set(lists.flat())];
const nothing: Access = { roles: [], scopes: [] };

/**
 * The paired device that a request concerns, or undefined when there is none. A request that isn't a repair came from a
 * device that was not paired when it asked: a row that was approved earlier is a row of a stale list, and trusting it
 * would call new access "kept".
 */
export function concernedDevice(
  request: Pick<PairingRequest, "isRepair" | "askedAtMs">,
  device: PairedDevice | undefined,
): PairedDevice | undefined {
  if (!device || request.isRepair) return device;
  return device.approvedAtMs !== undefined && device.approvedAtMs >= request.askedAtMs ? device : undefined;
}

/** What works today: a revoked token opens nothing, whatever the device's record still says. */
function accessToday(device: PairedDevice): Access {
  if (device.tokens.length === 0) return { roles: device.roles, scopes: device.scopes };
  const live = device.tokens.filter((token) => token.revokedAtMs === undefined);
  return { roles: union(live.map((token) => token.role)), scopes: union(...live.map((token) => token.scopes)) };
}

/**
 * What the gateway mints when it approves, read in 2026.9.6: approving only adds. A role that had a token gets that
 * token's scopes again, also when it had been revoked and the request names fewer; a request without scopes inherits the
 * device's. Where versions may differ this takes the larger answer: better to show too much than to approve it unseen.
 */
function accessAfter(request: PairingRequest, device: PairedDevice | undefined, today: Access): Access {
  const ofRole = (role: string) => device?.tokens.filter((token) => token.role === role) ?? [];
  const again = request.roles.flatMap((role) => ofRole(role).flatMap((token) => token.scopes));
  const inherits =
    request.scopes.length === 0 && again.length === 0 && request.roles.includes("operator")
      ? (device?.scopes ?? [])
      : [];
  return {
    roles: union(request.roles, today.roles),
    scopes: union(request.scopes, again, inherits, today.scopes),
  };
}

const order: Readonly<Record<AccessChange, number>> = { added: 0, removed: 1, kept: 2 };
const weight: Readonly<Record<Risk, number>> = { high: 0, elevated: 1, low: 2 };

function lines(
  names: readonly string[],
  added: ReadonlySet<string>,
  words: (name: string) => AccessWords,
): AccessLine[] {
  return names
    .map((name): AccessLine => ({ ...words(name), change: added.has(name) ? "added" : "kept" }))
    .sort((a, b) => order[a.change] - order[b.change] || weight[a.risk] - weight[b.risk] || (a.name < b.name ? -1 : 1));
}

/**
 * Compares a request with the device that bears its id, as the inbox holds it (undefined when there is none). Nothing is
 * ever `removed`: approving leaves whatever the device has in force, and saying otherwise would be a promise that the
 * gateway doesn't keep.
 */
export function differenceOf(request: PairingRequest, listed: PairedDevice | undefined): Difference {
  const device = concernedDevice(request, listed);
  const today = device ? accessToday(device) : nothing;
  const after = accessAfter(request, device, today);
  const addedRoles = after.roles.filter((role) => !today.roles.includes(role));
  const addedScopes = after.scopes.filter((scope) => !scopeSatisfied(scope, today.scopes));
  const revoked = device?.tokens.filter((token) => token.revokedAtMs !== undefined) ?? [];
  const restores = revoked.some(
    (token) => addedRoles.includes(token.role) || token.scopes.some((scope) => addedScopes.includes(scope)),
  );
  const adds = addedRoles.length > 0 || addedScopes.length > 0;
  return {
    kind: device === undefined && !request.isRepair ? "new-device" : adds ? "upgrade" : "repair",
    roles: lines(after.roles, new Set(addedRoles), roleWords),
    scopes: lines(after.scopes, new Set(addedScopes), scopeWords),
    addedRoles,
    addedScopes,
    rolesAfter: after.roles,
    scopesAfter: after.scopes,
    restores,
    newKey:
      device?.publicKey !== undefined && request.publicKey !== undefined && device.publicKey !== request.publicKey,
    unseen: device === undefined && request.isRepair,
  };
}
