import { useId } from "react";
import type { RequestView } from "../../src/app/snapshot.ts";
import type { Selection } from "../selection.ts";

/** A box to pick this request with others, and what it would add: nothing is approved that wasn't on screen. */
export function PickBox({
  request,
  picked,
  nameId,
  onPick,
}: {
  readonly request: RequestView;
  readonly picked: boolean;
  readonly nameId: string;
  readonly onPick: Selection["pick"];
}) {
  const id = useId();
  const added = [...request.roles, ...request.scopes].filter((line) => line.change === "added");
  return (
    <div className="pick">
      <input
        id={id}
        type="checkbox"
        checked={picked}
        aria-labelledby={`${id}-label ${nameId}`}
        onChange={(event) => onPick(request, event.target.checked)}
      />
      <label htmlFor={id}>
        <span id={`${id}-label`} className="hidden-text">
          Select
        </span>
        {added.length === 0 ? "Asks for nothing new" : `Asks for: ${added.map((line) => line.name).join(", ")}`}
      </label>
    </div>
  );
}
