import { worstRisk, type Risk } from "./risk-level.ts";
import { shownText } from "./shown-text.ts";

/** A role or scope in plain words. `name` is the raw one, made safe to show. */
export interface AccessWords {
  readonly name: string;
  readonly sentence: string;
  readonly risk: Risk;
}

interface Words {
  readonly sentence: string;
  /** Two or three words for a device's row. */
  readonly short: string;
  readonly risk: Risk;
}

const ADMIN = "operator.admin";

/**
 * Every operator scope a gateway knows, as of 2026.9.6: eight stand in its documentation (docs/gateway/operator-scopes),
 * the two `operator.sessions.*` in its protocol. The order is the order of the summary: most powerful first.
 */
const scopes: ReadonlyMap<string, Words> = new Map([
  [
    ADMIN,
    { sentence: "Change anything on this gateway, and let others in.", short: "Full control", risk: "high" as const },
  ],
  [
    "operator.pairing",
    { sentence: "Let other devices in, and lock devices out.", short: "Pairs devices", risk: "high" as const },
  ],
  [
    "operator.talk.secrets",
    { sentence: "Read the secret keys of your voice services.", short: "Reads voice secrets", risk: "high" as const },
  ],
  [
    "operator.approvals",
    {
      sentence: "Approve commands and plugins that your agents ask to run.",
      short: "Approves commands",
      risk: "elevated" as const,
    },
  ],
  [
    "operator.write",
    {
      sentence: "Send messages, run tools and use your nodes in your name.",
      short: "Reads and acts",
      risk: "elevated" as const,
    },
  ],
  [
    "operator.questions",
    {
      sentence: "Read and answer the questions that your agents ask.",
      short: "Answers questions",
      risk: "elevated" as const,
    },
  ],
  [
    "operator.sessions.write",
    { sentence: "Work in the sessions that it started.", short: "Works in its sessions", risk: "elevated" as const },
  ],
  [
    "operator.talk",
    { sentence: "Start, steer and end voice conversations.", short: "Voice", risk: "elevated" as const },
  ],
  ["operator.read", { sentence: "Read your chats, sessions, logs and status.", short: "Reads", risk: "low" as const }],
  ["operator.sessions.read", { sentence: "Read sessions.", short: "Reads sessions", risk: "low" as const }],
]);

const roles: ReadonlyMap<string, Words> = new Map([
  [
    "operator",
    { sentence: "Use the gateway as you do, within the scopes below.", short: "Signs in only", risk: "low" as const },
  ],
  [
    "node",
    {
      sentence: "Offer what it has (camera, location, screen, commands) to your agents.",
      short: "Node",
      risk: "elevated" as const,
    },
  ],
]);

/** Names of the scopes above, most powerful first. */
export const knownScopes: readonly string[] = [...scopes.keys()];

/** What can't be explained can't be called harmless. */
const unknownScope: Words = {
  sentence: "A permission that PairTray doesn't know.",
  short: "Unknown permission",
  risk: "high",
};
const unknownRole: Words = { sentence: "A role that PairTray doesn't know.", short: "Unknown role", risk: "high" };

const wordsOf = (name: string, words: Words): AccessWords => ({
  name: shownText(name, 80) || "(unreadable name)",
  sentence: words.sentence,
  risk: words.risk,
});

export function scopeWords(scope: string): AccessWords {
  return wordsOf(scope, scopes.get(scope) ?? unknownScope);
}

export function roleWords(role: string): AccessWords {
  return wordsOf(role, roles.get(role) ?? unknownRole);
}

export function isKnownScope(scope: string): boolean {
  return scopes.has(scope);
}

export function isKnownRole(role: string): boolean {
  return roles.has(role);
}

/** What each scope brings along besides itself; `operator.admin` brings every `operator.*` one, known or not. */
const brings: Readonly<Record<string, readonly string[]>> = {
  "operator.write": ["operator.read", "operator.talk", "operator.sessions.read", "operator.sessions.write"],
  "operator.read": ["operator.sessions.read"],
  "operator.sessions.write": ["operator.sessions.read"],
};

/**
 * Whether whoever holds `granted` may do what `scope` names. The rules are the gateway's own: docs/gateway/operator-scopes
 * of 2026.9.6 (admin satisfies every `operator.*`, write satisfies read and talk, unknown scopes need an exact match) and,
 * for `operator.sessions.*`, what that version does when it checks.
 */
export function scopeSatisfied(scope: string, granted: readonly string[]): boolean {
  if (granted.includes(scope)) return true;
  if (!scope.startsWith("operator.")) return false;
  return (
    granted.includes(ADMIN) || granted.some((held) => Object.hasOwn(brings, held) && brings[held]?.includes(scope))
  );
}

/** A device's access for its row in the list: at most three phrases ("Reads and acts, approves commands"), and its risk. */
export function accessSummary(
  deviceRoles: readonly string[],
  deviceScopes: readonly string[],
): { readonly words: string; readonly risk: Risk } {
  const held = [...new Set(deviceScopes)];
  const told = held.filter((scope) => {
    const others = held.filter((other) => other !== scope);
    return !scopeSatisfied(scope, others);
  });
  const rank = [...scopes.keys()];
  const place = (scope: string) => (scopes.has(scope) ? rank.indexOf(scope) : -1);
  const phrases = told.sort((a, b) => place(a) - place(b)).map((scope) => (scopes.get(scope) ?? unknownScope).short);
  for (const role of new Set(deviceRoles)) {
    if (role === "operator" && phrases.length > 0) continue;
    phrases.push((roles.get(role) ?? unknownRole).short);
  }
  const distinct = [...new Set(phrases)];
  const shown = distinct.length > 3 ? [...distinct.slice(0, 2), `${distinct.length - 2} more`] : distinct;
  const words = shown.map((phrase, index) => (index === 0 ? phrase : phrase.charAt(0).toLowerCase() + phrase.slice(1)));
  const risk = worstRisk([...held.map((s) => scopeWords(s).risk), ...deviceRoles.map((r) => roleWords(r).risk)]);
  return { words: words.join(", ") || "No access", risk };
}
