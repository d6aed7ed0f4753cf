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

/** The same facts as one quiet line of values. */
export function factLine(facts: readonly Fact[]): string {
  return facts.map((fact) => fact.value).join(" · ");
}
