import { LoaderCircle } from "lucide-react";
import type { ActionState } from "../../src/app/snapshot.ts";
import type { Refusal } from "../send.ts";
import { doneWords, sendingWords, waitingWords } from "../words.ts";
import { Callout } from "./callout.tsx";

/**
 * What became of the last click on a request or a device: under way, done, failed, or not sent at all. The frame is
 * always there, so that screen readers announce what appears in it.
 */
export function ActionNote({
  action,
  refusal,
}: {
  readonly action: ActionState;
  readonly refusal: Refusal | undefined;
}) {
  return (
    <div className="action-note" aria-live="polite">
      {action.state === "sending" && (
        <p className="sending">
          <LoaderCircle className="spin" size={16} aria-hidden />
          {sendingWords[action.what]}
        </p>
      )}
      {action.state === "waiting" && <p className="quiet">{waitingWords[action.what]}</p>}
      {action.state === "done" && <Callout tone="good" sentence={`${doneWords[action.what]}.`} />}
      {action.state === "failed" && <Callout tone="bad" sentence={action.sentence} step={action.step} />}
      {refusal && action.state !== "failed" && (
        <Callout tone="warning" sentence={refusal.sentence} step={refusal.step} />
      )}
    </div>
  );
}
