import { useId } from "react";
import type { RequestView } from "../../src/app/snapshot.ts";

interface OffersProps {
  readonly offers: NonNullable<RequestView["offers"]>;
  readonly chosen: readonly string[];
  readonly onChoose: (id: "notify" | "owner", on: boolean) => void;
}

/** What the gateway offers to do beside approving. Nothing is chosen beforehand. */
export function Offers({ offers, chosen, onChoose }: OffersProps) {
  const base = useId();
  return (
    <fieldset className="offers">
      <legend className="hidden-text">When you approve</legend>
      {offers.map(({ id, label, hint }) => (
        <div key={id} className="offer">
          <input
            id={`${base}-${id}`}
            type="checkbox"
            checked={chosen.includes(id)}
            aria-describedby={hint && `${base}-${id}-hint`}
            onChange={(event) => onChoose(id, event.target.checked)}
          />
          <div>
            <label htmlFor={`${base}-${id}`}>{label}</label>
            {hint && (
              <p id={`${base}-${id}-hint`} className="quiet">
                {hint}
              </p>
            )}
          </div>
        </div>
      ))}
    </fieldset>
  );
}
