import type { Fact } from "../../src/app/snapshot.ts";

/** Label and value, one a line; values can be selected and wrap anywhere. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Values in one quiet line. The dot stays with the word before it, so that no line begins with one. */
export function quietLine(values: readonly (string | undefined)[]): string {
  return values.filter((value) => value !== undefined).join("\u00A0· ");
}
