import type { PairedDevice } from "./paired-device.ts";
import { shownText } from "./shown-text.ts";

/**
 * Letters of other scripts, and digits, that look like a Latin letter in common fonts. Short on purpose: it has to catch
 * the name that a person would mistake for another at a glance, not every pair in Unicode's confusables table.
 */
const lookalikeLetters: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ["a", "аαɑ"],
    ["b", "ьв"],
    ["c", "сϲ"],
    ["d", "ԁ"],
    ["e", "еєε"],
    ["g", "ɡ"],
    ["h", "һн"],
    ["i", "іιıl1|ӏі"],
    ["j", "ј"],
    ["k", "кκ"],
    ["m", "м"],
    ["n", "пη"],
    ["o", "оοσ0օ"],
    ["p", "рρ"],
    ["q", "ԛ"],
    ["s", "ѕ5"],
    ["t", "тτ"],
    ["u", "υս"],
    ["v", "ѵν"],
    ["w", "ԝω"],
    ["x", "хχ"],
    ["y", "уүγ"],
  ].flatMap(([latin = "", others = ""]) => Array.from(others, (letter) => [letter, latin])),
);

/**
 * The name as the eye takes it at a glance: two names with the same one can be mistaken for each other. Empty when it has
 * neither letters nor digits.
 */
function glance(name: string | undefined): string {
  const plain = shownText(name, 64).normalize("NFKD").toLowerCase();
  const letters = plain.replace(/[^\p{L}\p{N}|]/gu, "");
  return Array.from(letters, (letter) => lookalikeLetters[letter] ?? letter)
    .join("")
    .replace(/rn/g, "m")
    .replace(/vv/g, "w");
}

/** Who bears which name. Built once for a list of devices: comparing with each of 10,000 for each request would be slow. */
export type NameIndex = ReadonlyMap<string, readonly { readonly deviceId: string; readonly name: string }[]>;

/** Reading a name costs more than finding it again, and nearly all devices stay the same objects from list to list. */
const known = new WeakMap<PairedDevice, readonly (readonly [string, string])[]>();

function namesOf(device: PairedDevice): readonly (readonly [string, string])[] {
  const before = known.get(device);
  if (before) return before;
  const names = [...new Set([device.operatorLabel, device.displayName])]
    .map((name) => [glance(name), shownText(name, 64)] as const)
    .filter(([key]) => key !== "");
  known.set(device, names);
  return names;
}

export function nameIndex(devices: Iterable<PairedDevice>): NameIndex {
  const index = new Map<string, { deviceId: string; name: string }[]>();
  for (const device of devices) {
    for (const [key, name] of namesOf(device)) {
      const bearers = index.get(key);
      const entry = { deviceId: device.deviceId, name };
      if (bearers) bearers.push(entry);
      else index.set(key, [entry]);
    }
  }
  return index;
}

/** Names of other devices that a person could take for this one. */
export function lookalikes(index: NameIndex, name: string | undefined, deviceId: string): readonly string[] {
  const bearers = index.get(glance(name)) ?? [];
  return [...new Set(bearers.filter((bearer) => bearer.deviceId !== deviceId).map((bearer) => bearer.name))];
}
