import { ChevronDown } from "lucide-react";
import { memo, useId, useRef } from "react";
import type { RequestView } from "../../src/app/snapshot.ts";
import { DeviceIcon } from "../parts/device-icon.tsx";
import { GatewayMark } from "../parts/gateway-mark.tsx";
import { quietLine } from "../parts/facts.tsx";
import { closeDetails } from "../parts/list-keys.ts";
import { useNear } from "../parts/near.ts";
import { RiskPill } from "../parts/risk-pill.tsx";
import { Expiry } from "../parts/times.tsx";
import type { Selection } from "../selection.ts";
import { endlessWords, kindWords } from "../words.ts";
import { RequestBody } from "./request-body.tsx";
import { PickBox } from "./request-pick.tsx";

interface RequestCardProps {
  readonly request: RequestView;
  readonly open: boolean;
  readonly place: number;
  readonly mutedUntilMs: number | undefined;
  /** While several are being picked: whether this one is. */
  readonly picked: boolean | undefined;
  readonly onPick: Selection["pick"];
  readonly onDisplay: Selection["display"];
  readonly onToggle: (key: string, open: boolean) => void;
}

/** Drawn in full from the start: as many as a tall window shows. */
const FIRST_CARDS = 12;

/**
 * One request: who asks, folded; what it asks and the two answers, unfolded. Far out of view only its name is there, so
 * that a flood of cards can still be counted, jumped to and read out.
 */
export const RequestCard = memo(function RequestCard({
  request,
  open,
  place,
  mutedUntilMs,
  picked,
  onPick,
  onDisplay,
  onToggle,
}: RequestCardProps) {
  const id = useId();
  const card = useRef<HTMLLIElement>(null);
  const near = useNear(card, place < FIRST_CARDS);
  // The gateway's mark says it already.
  const facts = request.facts.filter((fact) => fact.label !== "Gateway").map((fact) => fact.value);
  const quiet = quietLine([kindWords[request.kind], ...facts]);
  return (
    <li
      ref={card}
      className="card"
      aria-labelledby={`${id}-name`}
      data-key={request.key}
      onKeyDown={(event) => {
        if (closeDetails(event) || event.key !== "Escape" || !open) return;
        onToggle(request.key, false);
        event.currentTarget.querySelector<HTMLElement>("[data-heading]")?.focus();
      }}
    >
      {near || open ? (
        <>
          {picked !== undefined && (
            <PickBox request={request} picked={picked} nameId={`${id}-name`} onPick={onPick} onDisplay={onDisplay} />
          )}
          <h2 className="card-heading">
            <button
              type="button"
              className="card-head"
              data-heading
              aria-expanded={open}
              aria-controls={`${id}-body`}
              onClick={(event) => {
                onToggle(request.key, !open);
                const card = event.currentTarget.closest("li");
                // Once it is unfolded: as much of it in view as there is room for.
                requestAnimationFrame(() => card?.scrollIntoView({ block: "nearest" }));
              }}
            >
              <DeviceIcon shape={request.shape} />
              <span className="card-who">
                <bdi id={`${id}-name`} className="card-name">
                  {request.name}
                </bdi>
                <span className="card-quiet">
                  <GatewayMark id={request.gatewayId} />
                  {quiet}
                </span>
                <span className="card-state">
                  <RiskPill risk={request.risk} />
                  {request.endless ? (
                    <span className="expiry">{endlessWords[request.endless]}</span>
                  ) : (
                    <Expiry atMs={request.expiresAtMs} />
                  )}
                  {mutedUntilMs !== undefined && <span className="expiry">Muted</span>}
                </span>
              </span>
              <ChevronDown className="chevron" size={16} aria-hidden />
            </button>
          </h2>
          <div id={`${id}-body`} className="card-body" hidden={!open}>
            {open && <RequestBody request={request} place={place} mutedUntilMs={mutedUntilMs} />}
          </div>
        </>
      ) : (
        <h2 className="card-far">
          <bdi id={`${id}-name`} className="card-name">
            {request.name}
          </bdi>
        </h2>
      )}
    </li>
  );
});
