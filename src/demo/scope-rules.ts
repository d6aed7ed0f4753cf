/**
 * Which operator scope satisfies which. From the gateway's page on operator scopes, and measured on 2026.9.6:
 * `operator.admin` satisfies all, `operator.write` also reading and talking; other scopes only themselves.
 */
export function scopeSatisfied(wanted: string, granted: readonly string[]): boolean {
  if (granted.includes(wanted)) return true;
  if (!wanted.startsWith("operator.")) return false;
  if (granted.includes("operator.admin")) return true;
  return (wanted === "operator.read" || wanted === "operator.talk") && granted.includes("operator.write");
}

/** The first scope asked for that the grant does not cover; undefined if it covers all. */
export function missingScope(wanted: readonly string[], granted: readonly string[]): string | undefined {
  return wanted.find((scope) => !scopeSatisfied(scope, granted));
}

/** What a token is written down with: sorted, and with the scopes that are implied spelled out (measured). */
export function tokenScopes(role: string, scopes: readonly string[]): readonly string[] {
  const all = new Set(scopes.filter((scope) => scope.startsWith(`${role}.`)));
  if (all.has("operator.admin")) all.add("operator.write");
  if (all.has("operator.write")) all.add("operator.read");
  return [...all].sort();
}

/** Both lists as one, in order of appearance, each entry once. */
export function union(...lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())];
}
