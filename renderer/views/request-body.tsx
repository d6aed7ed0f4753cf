import { type ReactNode, useContext, useEffect, useState } from "react";
import type { RequestView } from "../../src/app/snapshot.ts";
import { AccessDifference } from "../parts/access-lines.tsx";
import { ActionNote } from "../parts/action-note.tsx";
import { Callout } from "../parts/callout.tsx";
import { Facts } from "../parts/facts.tsx";
import { Fingerprint } from "../parts/fingerprint.tsx";
import { Ago } from "../parts/times.tsx";
import { SendContext, useSender } from "../send.ts";
import { fullTime } from "../time-words.ts";
import { trustWords } from "../words.ts";
import { RequestDecision } from "./request-decision.tsx";
import { Offers } from "./request-offers.tsx";
import { RequestQuiet } from "./request-quiet.tsx";

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

/** What a request asks for, and the two answers. */
export function RequestBody({ request, place, mutedUntilMs }: RequestBodyProps) {
  const { busy, refusal, send } = useSender();
  const [offers, setOffers] = useState<readonly ("notify" | "owner")[]>([]);
  const { gatewayId, requestId, digest, changes = [] } = request;
  const trust = trustWords[request.kind === "direct-message" ? "person" : "device"];
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
      {isNew.has(request.kind) && <p className="quiet">{trust}</p>}
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
      {!request.canDecide && request.cannotDecide && (
        <Callout tone="info" sentence={request.cannotDecide} step={request.cannotDecideStep} />
      )}
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
      {!isNew.has(request.kind) && <p className="quiet">{trustWords.device}</p>}
      <Facts
        facts={[
          ...request.facts,
          { label: "Device ID", value: request.deviceId },
          { label: "Request ID", value: request.requestId },
          { label: "Asked", value: fullTime(request.askedAtMs) },
          ...(request.endless ? [] : [{ label: "Expires", value: fullTime(request.expiresAtMs) }]),
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
