import { worstRisk } from "../pairing/risk-level.ts";
import type { AccessLine, RequestView } from "./snapshot.ts";

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

function accessChanges(before: readonly AccessLine[], now: readonly AccessLine[]): string[] {
  const asked = (lines: readonly AccessLine[]) =>
    new Map(lines.filter((l) => l.change === "added").map((l) => [l.name, l]));
  const had = asked(before);
  const has = asked(now);
  return [
    ...[...has.values()].filter((l) => !had.has(l.name)).map((l) => `Asks for more: ${lower(l.sentence)} (${l.name})`),
    ...[...had.values()].filter((l) => !has.has(l.name)).map((l) => `No longer asks for ${l.name}.`),
  ];
}

function factChanges(before: RequestView, now: RequestView): string[] {
  const had = new Map(before.facts.map(({ label, value }) => [label, value]));
  const has = new Map(now.facts.map(({ label, value }) => [label, value]));
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((label) => {
    const [old, fresh] = [had.get(label), has.get(label)];
    if (old === fresh) return [];
    if (fresh === undefined) return [`${label}: not said any more; it was ${old}.`];
    return [old === undefined ? `${label}: ${fresh}; it wasn't said before.` : `${label}: ${fresh}; it was ${old}.`];
  });
}

/**
 * What differs on a review card since it was read, in sentences, the weightiest first. Empty only when the digests are the
 * same: a card that changed never says that it didn't. Names come quoted, and were made safe before.
 */
export function changesBetween(before: RequestView, now: RequestView): readonly string[] {
  if (before.digest === now.digest) return [];
  const changes = [
    ...(before.name === now.name ? [] : [`Calls itself “${now.name}” now; it was “${before.name}”.`]),
    ...(before.fingerprint === now.fingerprint ? [] : ["Its key is another one: compare the fingerprint again."]),
    ...accessChanges([...before.roles, ...before.scopes], [...now.roles, ...now.scopes]),
    ...factChanges(before, now),
    ...(worstRisk([now.risk, before.risk]) === before.risk
      ? []
      : [`The risk is ${now.risk} now; it was ${before.risk}.`]),
  ];
  if (changes.length > 0) return changes;
  return [
    before.requestId === now.requestId
      ? "What is unusual about it, or what it has today, is different now."
      : "It asked again, for the same as before.",
  ];
}
