import { Check, Hourglass, X } from "lucide-react";
import { useId, useRef } from "react";
import type { RequestView } from "../../src/app/snapshot.ts";
import { ARM_HIGH_MS, SETTLE_MS, useArmed } from "../parts/arming.ts";
import { Button } from "../parts/button.tsx";

interface RequestDecisionProps {
  readonly request: RequestView;
  /** Where the card stands in the list: a card that moved must settle before it can be approved. */
  readonly place: number;
  readonly busy: boolean;
  readonly onDecide: (type: "approve" | "reject") => void;
}

/** Fills while a high-risk Approve waits to be armed. Stands still where the system asks for less motion. */
function ArmingRing() {
  return (
    <span className="arming" aria-hidden="true">
      <svg className="arming-ring" width="16" height="16" viewBox="0 0 16 16" fill="none">
        <circle className="arming-track" cx="8" cy="8" r="6" strokeWidth="2.5" />
        <circle className="arming-fill" cx="8" cy="8" r="6" strokeWidth="2.5" pathLength="100" />
      </svg>
      <Hourglass className="arming-still" size={16} />
    </span>
  );
}

/**
 * Reject and Approve, side by side and equal. Approve has no focus, is no default, works only once it has been in view
 * for a moment, and means the digest that is on screen.
 */
export function RequestDecision({ request, place, busy, onDecide }: RequestDecisionProps) {
  const hintId = useId();
  const approve = useRef<HTMLButtonElement>(null);
  const high = request.risk === "high";
  const armed = useArmed({
    button: approve,
    inView: high,
    waitMs: high ? ARM_HIGH_MS : SETTLE_MS,
    subject: `${request.digest} ${place}`,
  });
  const over = request.action.state === "sending" || request.action.state === "done";
  const off = busy || over || !request.canDecide;
  const waiting = !off && !armed;
  return (
    <>
      <div className="pair decision">
        <Button off={off} onPress={() => onDecide("reject")} icon={<X size={16} aria-hidden />} describedBy={hintId}>
          Reject
        </Button>
        <Button
          ref={approve}
          off={off || !armed}
          className={waiting && !high ? "settling" : ""}
          onPress={() => onDecide("approve")}
          icon={waiting && high ? <ArmingRing /> : <Check size={16} aria-hidden />}
          describedBy={hintId}
        >
          Approve
        </Button>
      </div>
      <p id={hintId} className="hidden-text">
        {!request.canDecide && request.cannotDecide}
        {high && waiting && "High risk. Approve works once it has been in view for a moment: read what is asked first."}
        {high && armed && "High risk. Approve is ready."}
      </p>
    </>
  );
}
