import type { AppSnapshot } from "./snapshot.ts";

/** Everything else is small and goes whole when it changed. */
const whole = [
  "machine",
  "settings",
  "navigation",
  "needsGateway",
  "gateways",
  "lockOuts",
  "blocked",
  "undos",
  "quiet",
  "activityList",
  "arrivals",
  "notices",
  "pair",
  "nearby",
] as const;

/** Lists of keyed things, which are sent by difference: one changed device must not send ten thousand. */
type Keyed = "requests" | "devices" | "activity";
type Whole = (typeof whole)[number];

interface ListPatch<T> {
  /** New and changed items, in the order of the new list. */
  readonly put: readonly T[];
  readonly drop: readonly string[];
  /** Keys of the new list in order, only when the order can't be had by dropping and appending. */
  readonly order?: readonly string[];
}

/** The difference between two snapshots. Applying it to any other revision than `from` is an error: ask for all again. */
export interface SnapshotPatch {
  readonly from: number;
  readonly to: number;
  readonly whole: Partial<Pick<AppSnapshot, Whole>>;
  readonly lists: { readonly [K in Keyed]?: ListPatch<AppSnapshot[K][number]> };
}

/** The same thing, changed or not. Unchanged ones mostly are one object, which spares a look at their keys. */
function isSame<T extends { readonly key: string }>(one: T, other: T | undefined): boolean {
  return one === other || one.key === other?.key;
}

function diffList<T extends { readonly key: string }>(
  before: readonly T[],
  after: readonly T[],
): ListPatch<T> | undefined {
  if (before === after) return undefined;
  // The same things in the same order, which is what nearly every change leaves: nothing to look up.
  if (before.length === after.length && before.every((item, index) => isSame(item, after[index]))) {
    const put = after.filter((item, index) => item !== before[index]);
    return put.length === 0 ? undefined : { put, drop: [] };
  }
  const old = new Map(before.map((item) => [item.key, item]));
  const put: T[] = [];
  const kept = new Set<string>();
  for (const item of after) {
    kept.add(item.key);
    if (old.get(item.key) !== item) put.push(item);
  }
  const drop = before.filter((item) => !kept.has(item.key)).map((item) => item.key);
  const natural = applyList(before, { put, drop });
  const ordered = natural.every((item, index) => item.key === after[index]?.key);
  if (put.length === 0 && drop.length === 0 && ordered) return undefined;
  return ordered ? { put, drop } : { put, drop, order: after.map((item) => item.key) };
}

function applyList<T extends { readonly key: string }>(before: readonly T[], patch: ListPatch<T>): readonly T[] {
  const gone = new Set(patch.drop);
  const fresh = new Map(patch.put.map((item) => [item.key, item]));
  const list: T[] = [];
  for (const item of before) {
    if (gone.has(item.key)) continue;
    list.push(fresh.get(item.key) ?? item);
    fresh.delete(item.key);
  }
  list.push(...fresh.values());
  if (!patch.order) return list;
  const byKey = new Map(list.map((item) => [item.key, item]));
  return patch.order.flatMap((key) => byKey.get(key) ?? []);
}

/** What the window lacks; items are compared by identity, so unchanged views must be reused (see the desk). */
export function diffSnapshots(before: AppSnapshot, after: AppSnapshot): SnapshotPatch {
  const changed = Object.fromEntries(
    whole.filter((name) => before[name] !== after[name]).map((name) => [name, after[name]]),
  );
  const requests = diffList(before.requests, after.requests);
  const devices = diffList(before.devices, after.devices);
  const activity = diffList(before.activity, after.activity);
  return {
    from: before.revision,
    to: after.revision,
    whole: changed,
    lists: { ...(requests && { requests }), ...(devices && { devices }), ...(activity && { activity }) },
  };
}

/** The snapshot after the patch, or undefined when the patch belongs to another revision. */
export function applyPatch(before: AppSnapshot, patch: SnapshotPatch): AppSnapshot | undefined {
  if (before.revision !== patch.from) return undefined;
  return {
    ...before,
    ...patch.whole,
    revision: patch.to,
    requests: patch.lists.requests ? applyList(before.requests, patch.lists.requests) : before.requests,
    devices: patch.lists.devices ? applyList(before.devices, patch.lists.devices) : before.devices,
    activity: patch.lists.activity ? applyList(before.activity, patch.lists.activity) : before.activity,
  };
}
