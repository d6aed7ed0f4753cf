import { ChevronDown } from "lucide-react";
import { memo, type ReactNode, useContext, useEffect, useId, useState } from "react";
import type { RequestView } from "../../src/app/snapshot.ts";
import { AccessDifference } from "../parts/access-lines.tsx";
import { ActionNote } from "../parts/action-note.tsx";
import { Callout } from "../parts/callout.tsx";
import { DeviceIcon } from "../parts/device-icon.tsx";
import { GatewayMark } from "../parts/gateway-mark.tsx";
import { Facts, quietLine } from "../parts/facts.tsx";
import { Fingerprint } from "../parts/fingerprint.tsx";
import { closeDetails } from "../parts/list-keys.ts";
import { RiskPill } from "../parts/risk-pill.tsx";
import { Ago, Expiry } from "../parts/times.tsx";
import { SendContext, useSender } from "../send.ts";
import { fullTime } from "../time-words.ts";
import { endlessWords, kindWords, trustWords } from "../words.ts";
import type { Selection } from "../selection.ts";
import { Offers } from "./request-offers.tsx";
import { RequestDecision } from "./request-decision.tsx";
import { PickBox } from "./request-pick.tsx";
import { RequestQuiet } from "./request-quiet.tsx";

interface RequestCardProps {
  readonly request: RequestView;
  readonly open: boolean;
  readonly place: number;
  readonly mutedUntilMs: number | undefined;
  /** While several are being picked: whether this one is. */
  readonly picked: boolean | undefined;
  readonly onPick: Selection["pick"];
  readonly onToggle: (key: string, open: boolean) => void;
}

/** One request: who asks, folded; what it asks and the two answers, unfolded. */
export const RequestCard = memo(function RequestCard({
  request,
  open,
  place,
  mutedUntilMs,
  picked,
  onPick,
  onToggle,
}: RequestCardProps) {
  const id = useId();
  // The gateway's mark says it already.
  const facts = request.facts.filter((fact) => fact.label !== "Gateway").map((fact) => fact.value);
  const quiet = quietLine([kindWords[request.kind], ...facts]);
  return (
    <li
      className="card"
      aria-labelledby={`${id}-name`}
      data-key={request.key}
      onKeyDown={(event) => {
        if (closeDetails(event) || event.key !== "Escape" || !open) return;
        onToggle(request.key, false);
        event.currentTarget.querySelector<HTMLElement>("[data-heading]")?.focus();
      }}
    >
      {picked !== undefined && <PickBox request={request} picked={picked} nameId={`${id}-name`} onPick={onPick} />}
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
    </li>
  );
});

/** Tells main which version of this card is on screen: that is what a change is compared with. */
function useSeen({ gatewayId, requestId, digest }: RequestView): void {
  const post = useContext(SendContext);
  useEffect(() => {
    const tell = (): void => {
      if (document.visibilityState !== "visible") return;
      // Should main be gone, the next card finds out; there is nothing to tell here.
      post({ type: "seen", gatewayId, requestId, digest }).catch(() => undefined);
    };
    tell();
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  }, [post, gatewayId, requestId, digest]);
}

interface RequestBodyProps {
  readonly request: RequestView;
  readonly place: number;
  readonly mutedUntilMs: number | undefined;
}

function RequestBody({ request, place, mutedUntilMs }: RequestBodyProps) {
  const { busy, refusal, send } = useSender();
  const [offers, setOffers] = useState<readonly ("notify" | "owner")[]>([]);
  const { gatewayId, requestId, digest, changes = [] } = request;
  useSeen(request);
  return (
    <>
      {changes.length > 0 && (
        <div className="changes" role="alert">
          <Callout
            tone="warning"
            sentence="This request changed since you read it."
            step="Read it again: your answer is for what stands here now."
          />
          {changes.map((change) => (
            <p key={change} className="change">
              {change}
            </p>
          ))}
        </div>
      )}
      {request.warnings.length > 0 && (
        <div className="warnings" role="group" aria-label="Unusual">
          {request.warnings.map((warning) => (
            <Callout key={warning} tone={request.risk === "high" ? "bad" : "warning"} sentence={warning} />
          ))}
        </div>
      )}
      <AccessDifference lines={[...request.roles, ...request.scopes]} isNew={isNew.has(request.kind)} />
      {request.fingerprint !== "" && <Fingerprint groups={request.fingerprint} />}
      <RequestDetails request={request}>
        <RequestQuiet request={request} mutedUntilMs={mutedUntilMs} send={send} />
      </RequestDetails>
      {request.offers && request.offers.length > 0 && (
        <Offers
          offers={request.offers}
          chosen={offers}
          onChoose={(id, on) => setOffers(on ? [...offers, id] : offers.filter((other) => other !== id))}
        />
      )}
      <ActionNote action={request.action} refusal={refusal} />
      {!request.canDecide && request.cannotDecide && <Callout tone="info" sentence={request.cannotDecide} />}
      <RequestDecision
        request={request}
        place={place}
        busy={busy}
        onDecide={(type) =>
          void send({
            type,
            gatewayId,
            requestId,
            digest,
            ...(type === "approve" && offers.length > 0 && { offers: [...offers] }),
          })
        }
      />
    </>
  );
}

/** Kinds that have nothing yet to compare with. */
const isNew = new Set<RequestView["kind"]>(["new-device", "direct-message"]);

function RequestDetails({ request, children }: { readonly request: RequestView; readonly children: ReactNode }) {
  return (
    <details>
      <summary>Details</summary>
      <p className="quiet">{trustWords[request.kind === "direct-message" ? "person" : "device"]}</p>
      <Facts
        facts={[
          ...request.facts,
          { label: "Device ID", value: request.deviceId },
          { label: "Request ID", value: request.requestId },
          { label: "Asked", value: fullTime(request.askedAtMs) },
        ]}
      />
      <p className="quiet">
        Asked <Ago atMs={request.askedAtMs} />
        {request.superseded > 0 &&
          `; replaces ${request.superseded === 1 ? "an earlier request" : `${request.superseded} earlier requests`} of this device`}
        .
      </p>
      {children}
    </details>
  );
}
