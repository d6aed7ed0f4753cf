import { type AccessWords, roleWords, scopeSatisfied, scopeWords } from "./access-words.ts";
import type { PairedDevice } from "./paired-device.ts";

/** Raw names of roles and scopes, made safe to show, as on a card. */
interface Access {
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

/**
 * What a device holds after an approval that its card didn't show: roles first, none when it got what was shown. Openclaw
 * 2026.3.13 keeps a request's id when it asks for more, so in the moment between the last look and the approval it can
 * become another one (measured); later versions give it a new id, and approving the old one fails.
 * @param shown everything that the card said the device could do afterwards
 * @param before the device as it was listed before, if it was. It counts where the answer has no tokens: a device's record
 *   also names what was revoked
 * @param approved the device as the gateway's answer to the approval has it
 */
export function overstep(shown: Access, before: PairedDevice | undefined, approved: PairedDevice): AccessWords[] {
  const live = approved.tokens.filter(({ revokedAtMs }) => revokedAtMs === undefined);
  const saysTokens = approved.tokens.length > 0;
  const held = saysTokens
    ? { roles: live.map(({ role }) => role), scopes: live.flatMap(({ scopes }) => scopes) }
    : approved;
  const earlier = saysTokens ? undefined : before;
  const roles = [...shown.roles, ...(earlier?.roles ?? []).map((role) => roleWords(role).name)];
  const scopes = [...shown.scopes, ...(earlier?.scopes ?? []).map((scope) => scopeWords(scope).name)];
  return [
    ...[...new Set(held.roles)].map(roleWords).filter(({ name }) => !roles.includes(name)),
    ...[...new Set(held.scopes)].map(scopeWords).filter(({ name }) => !scopeSatisfied(name, scopes)),
  ];
}
