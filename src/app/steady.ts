/** A list that keeps its identity while all of its items keep theirs: patches compare by identity. */
export function steady<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  return before.length === after.length && before.every((item, index) => item === after[index]) ? before : after;
}
