import {
  Ban,
  CircleCheck,
  CirclePause,
  Hand,
  KeyRound,
  LoaderCircle,
  type LucideIcon,
  MapPin,
  Play,
  RefreshCw,
  TriangleAlert,
  Unplug,
} from "lucide-react";
import type { GatewayStateView, GatewayView } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { CopyCommand } from "../parts/copy-command.tsx";
import { GatewayMark } from "../parts/gateway-mark.tsx";
import type { Tone } from "../parts/pill.tsx";
import { NextTry } from "../parts/times.tsx";
import { Words } from "../parts/words.tsx";
import { useSender } from "../send.ts";
import { Recovery } from "./recovery.tsx";

type Kind = GatewayStateView["kind"];

export const gatewayIcons: Readonly<Record<Kind, LucideIcon>> = {
  connecting: LoaderCircle,
  connected: CircleCheck,
  "approval-needed": Hand,
  "wrong-credentials": KeyRound,
  unreachable: Unplug,
  "protocol-mismatch": Ban,
  stopped: CirclePause,
  trouble: TriangleAlert,
};

export const gatewayTones: Readonly<Record<Kind, Tone>> = {
  connecting: "neutral",
  connected: "good",
  "approval-needed": "accent",
  "wrong-credentials": "bad",
  unreachable: "warning",
  "protocol-mismatch": "bad",
  stopped: "neutral",
  trouble: "warning",
};

interface GatewayFaceProps {
  readonly gateway: GatewayView;
  /** "hero" fills a screen that has nothing else to show, "banner" stands above a list. */
  readonly size: "hero" | "banner";
  readonly onEnterCredentials: (gateway: GatewayView) => void;
  readonly onMove: (gateway: GatewayView) => void;
}

/** Why a gateway isn't connected, and what to do about it. */
export function GatewayFace({ gateway, size, onEnterCredentials, onMove }: GatewayFaceProps) {
  const { state } = gateway;
  const { busy, refusal, send } = useSender();
  const Icon = gatewayIcons[state.kind];
  return (
    <section className={`face face-${size} tone-${gatewayTones[state.kind]}`} aria-label={`Gateway ${gateway.name}`}>
      <span className="face-icon" aria-hidden="true">
        <Icon
          className={state.kind === "connecting" ? "spin" : ""}
          size={size === "hero" ? 28 : 20}
          strokeWidth={1.75}
        />
      </span>
      <div className="face-text">
        <h2>{state.title}</h2>
        <p>
          <Words text={state.sentence} />
        </p>
        {state.step && (
          <p className="quiet">
            <Words text={state.step} />
          </p>
        )}
        {state.command && <CopyCommand command={state.command} />}
        {refusal && <p role="alert">{refusal.sentence}</p>}
        {(gateway.paused || state.offers.length > 0 || state.retryAtMs !== undefined) && (
          <div className="face-actions">
            {gateway.paused && (
              <Button
                look="accent"
                off={busy}
                onPress={() => void send({ type: "edit-gateway", gatewayId: gateway.id, paused: false })}
                icon={<Play size={14} aria-hidden />}
              >
                Watch again
              </Button>
            )}
            {state.offers.map((offer, nth) =>
              offer === "retry" ? (
                <Button
                  key={offer}
                  off={busy}
                  onPress={() => void send({ type: "retry", gatewayId: gateway.id })}
                  icon={<RefreshCw size={14} aria-hidden />}
                >
                  Try now
                </Button>
              ) : offer === "enter-credentials" ? (
                <Button
                  key={offer}
                  look={nth === 0 ? "accent" : "plain"}
                  onPress={() => onEnterCredentials(gateway)}
                  icon={<KeyRound size={14} aria-hidden />}
                >
                  Enter credentials
                </Button>
              ) : (
                gateway.canMove && (
                  <Button
                    key={offer}
                    look={nth === 0 ? "accent" : "plain"}
                    onPress={() => onMove(gateway)}
                    icon={<MapPin size={14} aria-hidden />}
                  >
                    Change address…
                  </Button>
                )
              ),
            )}
            {state.retryAtMs !== undefined && (
              <span className="quiet">
                <NextTry atMs={state.retryAtMs} />
              </span>
            )}
          </div>
        )}
        {state.offers.includes("change-address") && !gateway.canMove && (
          <p className="quiet">Its address comes {gateway.source}: change it there.</p>
        )}
        {state.recovery && <Recovery gateway={gateway} recovery={state.recovery} />}
        <p className="face-where quiet">
          <GatewayMark id={gateway.id} alone />
          {gateway.address}
        </p>
      </div>
    </section>
  );
}
