/** Calls `make` again only when one of the facts of this key is another one than last time: unchanged views keep their identity. */
export interface MemoByKey<Facts extends object, View> {
  (key: string, facts: Facts): View;
  /** Forgets what is gone. */
  keepOnly(exists: (key: string) => boolean): void;
}

function same<Facts extends object>(one: Facts, other: Facts): boolean {
  return (Object.keys(one) as (keyof Facts)[]).every((name) => one[name] === other[name]);
}

export function memoByKey<Facts extends object, View>(make: (facts: Facts) => View): MemoByKey<Facts, View> {
  const known = new Map<string, { readonly facts: Facts; readonly view: View }>();
  const memo = (key: string, facts: Facts): View => {
    const last = known.get(key);
    if (last && same(last.facts, facts)) return last.view;
    const view = make(facts);
    known.set(key, { facts, view });
    return view;
  };
  return Object.assign(memo, {
    keepOnly(exists: (key: string) => boolean) {
      for (const key of known.keys()) if (!exists(key)) known.delete(key);
    },
  });
}
