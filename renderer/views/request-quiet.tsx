import { Ban, BellOff, BellRing } from "lucide-react";
import { useId } from "react";
import { keepsAccess } from "../../src/app/block-words.ts";
import type { RequestView } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import type { Sender } from "../send.ts";
import { timeOfDay } from "../time-words.ts";

interface RequestQuietProps {
  readonly request: RequestView;
  readonly mutedUntilMs: number | undefined;
  readonly send: Sender["send"];
}

/** For a device that won't stop: silence for an hour, or no more requests at all. Both can be taken back. */
export function RequestQuiet({ request, mutedUntilMs, send }: RequestQuietProps) {
  const id = useId();
  const { gatewayId, requestId, deviceId, kind } = request;
  const canBlock = kind === "new-device" || kind === "upgrade" || kind === "repair";
  const keeps = canBlock && keepsAccess(request);
  return (
    <div className="request-quiet">
      {mutedUntilMs === undefined ? (
        <Button
          look="quiet"
          icon={<BellOff size={14} aria-hidden />}
          onPress={() => void send({ type: "mute", gatewayId, requestId })}
        >
          Mute for 1 hour
        </Button>
      ) : (
        <Button
          look="quiet"
          icon={<BellRing size={14} aria-hidden />}
          onPress={() => void send({ type: "unmute", deviceId })}
        >
          {`Muted until ${timeOfDay(mutedUntilMs)}: notify again`}
        </Button>
      )}
      {canBlock && (
        <Button
          look="quiet-danger"
          icon={<Ban size={14} aria-hidden />}
          describedBy={keeps ? id : undefined}
          onPress={() => void send({ type: "block", gatewayId, requestId })}
        >
          Reject and block
        </Button>
      )}
      {keeps && (
        <p id={id} className="quiet request-quiet-hint">
          Blocked or not, it keeps the access that it has. Devices, Lost it… locks it out.
        </p>
      )}
    </div>
  );
}
