import { Check, X } from "lucide-react";
import { useRef } from "react";
import { ARM_HIGH_MS, useArmed } from "../parts/arming.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import type { Selection } from "../selection.ts";
import { useSender } from "../send.ts";

/** Decides about what was picked, and about nothing else. Approve waits a moment after every change of what is picked. */
export function BulkBar({ selection, total }: { readonly selection: Selection; readonly total: number }) {
  const { busy, refusal, send } = useSender();
  const approve = useRef<HTMLButtonElement>(null);
  const { picked, displayed } = selection;
  const subject = displayed.map((request) => request.digest).join(" ");
  const armed = useArmed({ button: approve, inView: true, waitMs: ARM_HIGH_MS, subject });
  const high = displayed.filter((request) => request.risk === "high").length;
  const none = picked.length === 0;
  const unseen = picked.length - displayed.length;
  const decide = async (what: "approve" | "reject"): Promise<void> => {
    const items = (what === "approve" ? displayed : picked).map(({ gatewayId, requestId, digest }) => ({
      gatewayId,
      requestId,
      digest,
    }));
    // Nothing more to pick from: back to the plain list.
    if ((await send({ type: "decide-several", what, items })) && items.length === total) selection.stop();
  };
  return (
    <section className="bulk" aria-label="Selected requests">
      <div className="bulk-line">
        <span role="status">{none ? "Nothing selected" : `${picked.length} of ${total} selected`}</span>
        <Button look="quiet" onPress={selection.pickAll}>
          Select all
        </Button>
        <Button look="quiet" onPress={selection.stop}>
          Done
        </Button>
      </div>
      {unseen > 0 && (
        <p className="quiet">
          {unseen === 1 ? "One was" : `${unseen} were`} not in view yet: scroll there before you approve.
        </p>
      )}
      {high > 0 && (
        <p className="quiet">
          {high === 1 ? "One is high risk" : `${high} are high risk`}: approved only where you have opened the card
          itself.
        </p>
      )}
      {refusal && <Callout tone="warning" role="alert" sentence={refusal.sentence} step={refusal.step} />}
      <div className="pair">
        <Button off={busy || none} onPress={() => void decide("reject")} icon={<X size={16} aria-hidden />}>
          {`Reject ${none ? "" : picked.length}`}
        </Button>
        <Button
          ref={approve}
          off={busy || displayed.length === 0 || !armed}
          onPress={() => void decide("approve")}
          icon={<Check size={16} aria-hidden />}
        >
          {`Approve ${displayed.length === 0 ? "" : displayed.length}`}
        </Button>
      </div>
    </section>
  );
}
