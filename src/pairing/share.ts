/** Whether two plain values (what JSON can carry) say the same. A missing field and an undefined one are the same. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => same(item, b[index]))
    );
  }
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  for (const key in left) if (!same(left[key], right[key])) return false;
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}

/** The earlier object where the new one says the same: what compares by identity then sees no change. */
function shared<T>(before: T | undefined, after: T): T {
  return before !== undefined && same(before, after) ? before : after;
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
