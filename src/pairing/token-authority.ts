import { scopeSatisfied } from "./access-words.ts";
import type { Authority } from "./authority.ts";
import type { DeviceToken, PairedDevice } from "./paired-device.ts";

/**
 * Why a token can't be renewed or revoked from here, where that can be known before the gateway is asked; undefined when it
 * may be tried. The rules are the gateway's own (docs/cli/devices of 2026.9.6): other roles than operator need
 * `operator.admin`, an operator token must not be broader than the caller. Managing other devices is `mayManage`'s part.
 */
export function tokenObjection(authority: Authority, token: Pick<DeviceToken, "role" | "scopes">): string | undefined {
  if (authority.scopes.includes("operator.admin")) return undefined;
  if (token.role !== "operator") {
    return "Only an administrator may change a token of this role, and PairTray has no operator.admin on this gateway.";
  }
  const beyond = token.scopes.find((scope) => !scopeSatisfied(scope, authority.scopes));
  return beyond === undefined
    ? undefined
    : `This token may do more than PairTray (${beyond}), so PairTray can neither rotate nor revoke it.`;
}

/** Why a role's token can't be renewed: the gateway renews only roles that were approved for the device. */
export function roleObjection(device: Pick<PairedDevice, "roles">, role: string): string | undefined {
  return device.roles.includes(role)
    ? undefined
    : "This role was never approved for the device. To get it, the device has to ask for it.";
}

/**
 * The scopes that a new token of this role may hold: approved for the device, or part of an approved one (`operator.admin`
 * brings `operator.read`).
 */
export function scopeChoices(
  device: Pick<PairedDevice, "scopes">,
  token: Pick<DeviceToken, "role" | "scopes">,
  known: readonly string[],
): readonly string[] {
  const ofRole = (scope: string) => scope.startsWith(`${token.role}.`);
  const approved = [...new Set([...device.scopes, ...token.scopes])].filter(ofRole);
  const parts = known.filter((scope) => ofRole(scope) && !approved.includes(scope) && scopeSatisfied(scope, approved));
  return [...approved, ...parts];
}
