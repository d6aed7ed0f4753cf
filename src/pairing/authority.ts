import type { PairedDevice } from "./paired-device.ts";
import type { PairingRequest } from "./pairing-request.ts";
import { shownText } from "./shown-text.ts";

/**
 * What this app may do on a gateway, from the scopes that `hello` granted it. The gateway decides in the end; these rules
 * (its operator-scopes page, and as measured) only say beforehand what it would refuse, and why.
 */
export interface Authority {
  readonly scopes: readonly string[];
  readonly deviceId: string;
  /** The methods that the gateway says it has; absent where nobody knows. */
  readonly methods?: ReadonlySet<string>;
}

export type Allowed =
  { readonly ok: true } | { readonly ok: false; readonly missing: string; readonly sentence: string };

const yes: Allowed = { ok: true };

function no(missing: string, sentence: string): Allowed {
  return { ok: false, missing, sentence };
}

export function isAdmin(authority: Authority): boolean {
  return authority.scopes.includes("operator.admin");
}

/** Write access includes these (the gateway's operator-scopes rules); every other scope must be held by its very name. */
const withinWrite = new Set(["operator.read", "operator.talk", "operator.sessions.read", "operator.sessions.write"]);

function holds(authority: Authority, scope: string): boolean {
  const { scopes } = authority;
  return scopes.includes(scope) || (withinWrite.has(scope) && scopes.includes("operator.write"));
}

/** Approving hands out access, so a session without `operator.admin` may only hand out what it has itself, and no node. */
export function mayApprove(authority: Authority, request: PairingRequest): Allowed {
  if (isAdmin(authority)) return yes;
  if (!authority.scopes.includes("operator.pairing")) {
    return no(
      "operator.pairing",
      "Deciding pairing requests needs operator.pairing, which PairTray doesn't have on this gateway.",
    );
  }
  if (request.roles.some((role) => role !== "operator")) {
    return no("operator.admin", "Letting in a node needs operator.admin, which PairTray doesn't have on this gateway.");
  }
  const beyond = request.scopes.find((scope) => !holds(authority, scope));
  return beyond === undefined
    ? yes
    : no("operator.admin", `PairTray can't hand out ${shownText(beyond, 80)}, because it doesn't have it itself.`);
}

/** The way to what is missing: PairTray asks for all that it can use, but only when it is let in anew. */
export function wayToMore({ deviceId }: Authority): string {
  return `On the gateway's machine, \`openclaw devices remove ${deviceId}\` makes PairTray ask again. Then approve all of it.`;
}

/** Without `operator.admin` a session manages only its own entry. */
export function mayManage(authority: Authority, device: Pick<PairedDevice, "deviceId">): Allowed {
  if (isAdmin(authority)) return yes;
  if (!authority.scopes.includes("operator.pairing")) {
    return no("operator.pairing", "PairTray may not manage devices on this gateway.");
  }
  return device.deviceId === authority.deviceId
    ? yes
    : no("operator.admin", "Managing other devices needs an administrator's access, which PairTray doesn't have here.");
}

/** What PairTray can't do with these scopes, in sentences; empty with full access. */
export function limitsOf(authority: Authority): string[] {
  if (isAdmin(authority)) return [];
  if (!authority.scopes.includes("operator.pairing")) {
    return ["PairTray has no access to pairing on this gateway: it can neither see nor decide requests."];
  }
  return ["Without operator.admin PairTray sees and manages only its own entry, and can't let in nodes."];
}
