import { ChevronDown } from "lucide-react";
import { memo, useId, useState } from "react";
import type { RequestView } from "../../src/app/snapshot.ts";
import { AccessDifference } from "../parts/access-lines.tsx";
import { ActionNote } from "../parts/action-note.tsx";
import { Callout } from "../parts/callout.tsx";
import { DeviceIcon } from "../parts/device-icon.tsx";
import { Facts, quietLine } from "../parts/facts.tsx";
import { Fingerprint } from "../parts/fingerprint.tsx";
import { closeDetails } from "../parts/list-keys.ts";
import { RiskPill } from "../parts/risk-pill.tsx";
import { Ago, Expiry } from "../parts/times.tsx";
import { useSender } from "../send.ts";
import { fullTime } from "../time-words.ts";
import { kindWords } from "../words.ts";
import { RequestDecision } from "./request-decision.tsx";

interface RequestCardProps {
  readonly request: RequestView;
  readonly open: boolean;
  readonly place: number;
  /** Named where there are several. */
  readonly gatewayName: string | undefined;
  readonly onToggle: (key: string, open: boolean) => void;
}

/** One request: who asks, folded; what it asks and the two answers, unfolded. */
export const RequestCard = memo(function RequestCard({
  request,
  open,
  place,
  gatewayName,
  onToggle,
}: RequestCardProps) {
  const id = useId();
  const quiet = quietLine([kindWords[request.kind], ...request.facts.map((fact) => fact.value), gatewayName]);
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
            <span className="card-quiet">{quiet}</span>
            <span className="card-state">
              <RiskPill risk={request.risk} />
              <Expiry atMs={request.expiresAtMs} />
            </span>
          </span>
          <ChevronDown className="chevron" size={16} aria-hidden />
        </button>
      </h2>
      <div id={`${id}-body`} className="card-body" hidden={!open}>
        {open && <RequestBody request={request} place={place} />}
      </div>
    </li>
  );
});

function RequestBody({ request, place }: { readonly request: RequestView; readonly place: number }) {
  const { busy, refusal, send } = useSender();
  const [firstSeen] = useState(request.digest);
  const { gatewayId, requestId, digest } = request;
  return (
    <>
      {digest !== firstSeen && (
        <Callout
          tone="warning"
          role="status"
          sentence="This request changed while it was open."
          step="Read it again: your answer is for what stands here now."
        />
      )}
      {request.warnings.length > 0 && (
        <div className="warnings" role="group" aria-label="Unusual">
          {request.warnings.map((warning) => (
            <Callout key={warning} tone={request.risk === "high" ? "bad" : "warning"} sentence={warning} />
          ))}
        </div>
      )}
      <AccessDifference lines={[...request.roles, ...request.scopes]} isNew={request.kind === "new-device"} />
      <Fingerprint groups={request.fingerprint} />
      <RequestDetails request={request} />
      <ActionNote action={request.action} refusal={refusal} />
      {!request.canDecide && request.cannotDecide && <Callout tone="info" sentence={request.cannotDecide} />}
      <RequestDecision
        request={request}
        place={place}
        busy={busy}
        onDecide={(type) => void send({ type, gatewayId, requestId, digest })}
      />
    </>
  );
}

function RequestDetails({ request }: { readonly request: RequestView }) {
  return (
    <details>
      <summary>Details</summary>
      <p className="quiet">The device chose its name by itself. When in doubt, compare the fingerprint.</p>
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
    </details>
  );
}
