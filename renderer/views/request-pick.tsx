import { useEffect, useId, useRef } from "react";
import type { RequestView } from "../../src/app/snapshot.ts";
import type { Selection } from "../selection.ts";

/** What the bar with the answers and the line under it cover of the window, in CSS px; in a low window it covers nothing. */
const COVERED_PX = 210;
const covers = () => window.matchMedia("(min-height: 421px)").matches;

/** Says so when this line was in view, whole and uncovered. */
function useDisplayed(request: RequestView, onDisplay: Selection["display"]) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!line.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) onDisplay(request);
      },
      { threshold: 0.98, rootMargin: `0px 0px -${covers() ? COVERED_PX : 0}px 0px` },
    );
    observer.observe(line.current);
    return () => observer.disconnect();
  }, [request, onDisplay]);
  return line;
}

/** A box to pick this request with others, and what it would add: nothing is approved that wasn't on screen. */
export function PickBox({
  request,
  picked,
  nameId,
  onPick,
  onDisplay,
}: {
  readonly request: RequestView;
  readonly picked: boolean;
  readonly nameId: string;
  readonly onPick: Selection["pick"];
  readonly onDisplay: Selection["display"];
}) {
  const id = useId();
  const line = useDisplayed(request, onDisplay);
  const added = [...request.roles, ...request.scopes].filter((line) => line.change === "added");
  return (
    <div className="pick" ref={line}>
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
