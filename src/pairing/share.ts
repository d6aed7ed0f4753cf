/** Rows of a list are a few levels deep; what is deeper was made to exhaust somebody. */
const DEEPEST = 30;

/**
 * Whether two plain values (what JSON can carry) say the same. A missing field and an undefined one are the same. What is
 * nested too deep to be honest counts as different.
 */
export function samePlain(a: unknown, b: unknown, depth = 0): boolean {
  if (Object.is(a, b)) return true;
  if (depth > DEEPEST) return false;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => samePlain(item, b[index], depth + 1))
    );
  }
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  for (const key in left) if (!samePlain(left[key], right[key], depth + 1)) return false;
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}

/** The earlier object where the new one says the same: what compares by identity then sees no change. */
function shared<T>(before: T | undefined, after: T): T {
  return before !== undefined && samePlain(before, after) ? before : after;
}

/** A map of the new items by id, with earlier objects reused; the earlier map itself where nothing changed at all. */
export function sharedMap<T>(
  before: ReadonlyMap<string, T>,
  after: Iterable<readonly [string, T]>,
): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const [id, item] of after) map.set(id, shared(before.get(id), item));
  if (map.size !== before.size) return map;
  const old = before.entries();
  for (const [id, item] of map) {
    const [oldId, oldItem] = old.next().value ?? [];
    if (oldId !== id || oldItem !== item) return map;
  }
  return before;
}
