import { MapPin, Pause, Play, Trash2 } from "lucide-react";
import { useId, useState } from "react";
import type { GatewayColour, GatewayView, LockOutView } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { useConfirm } from "../parts/confirm.ts";
import { GatewayDot } from "../parts/gateway-mark.tsx";
import { Pill } from "../parts/pill.tsx";
import { Select } from "../parts/select.tsx";
import { Ago } from "../parts/times.tsx";
import { useSender } from "../send.ts";
import { stateWords, withoutTls } from "../words.ts";
import { gatewayIcons, gatewayTones } from "./gateway-face.tsx";

const colours: Readonly<Record<GatewayColour, string>> = {
  grey: "Grey",
  blue: "Blue",
  green: "Green",
  orange: "Orange",
  purple: "Purple",
};

interface GatewayRowProps {
  readonly gateway: GatewayView;
  /** At all gateways. */
  readonly lockOuts: readonly LockOutView[];
  readonly onMove: (gateway: GatewayView) => void;
}

/** One gateway in Settings: how it stands, and everything that can be made of it. */
export function GatewayRow({ gateway, lockOuts, onMove }: GatewayRowProps) {
  const { kind, title } = gateway.state;
  const Icon = gatewayIcons[kind];
  const spoken = [
    gateway.version !== undefined && `OpenClaw ${gateway.version}`,
    gateway.protocol !== undefined && `protocol ${gateway.protocol}`,
  ].filter(Boolean);
  return (
    <div className="row gateway">
      <div className="gateway-head">
        <h3>
          <GatewayDot colour={gateway.colour} />
          {gateway.name}
        </h3>
        <Pill tone={gatewayTones[kind]} icon={<Icon size={12} strokeWidth={2.25} aria-hidden />}>
          {gateway.paused ? "Paused" : stateWords[kind]}
        </Pill>
      </div>
      {kind !== "connected" && <p>{title}</p>}
      <p className="quiet breakable">{gateway.address}</p>
      <p className="quiet">{gateway.source}</p>
      {gateway.plainText && <p className="quiet">{withoutTls}</p>}
      {spoken.length > 0 && <p className="quiet">{spoken.join(", ")}</p>}
      <p className="quiet">
        {gateway.listedAtMs !== undefined && (
          <>
            List checked <Ago atMs={gateway.listedAtMs} />
          </>
        )}
      </p>
      {gateway.limits.map((limit) => (
        <Callout key={limit} tone="info" sentence={limit} />
      ))}
      {gateway.autoApproval && (
        <details className="recovery">
          <summary>What this gateway approves by itself</summary>
          {gateway.autoApproval.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </details>
      )}
      <Editing gateway={gateway} lockOuts={lockOuts} onMove={onMove} />
    </div>
  );
}

/** What becomes of lock-outs that are still open, when their gateway is taken off the list. */
function ofLockOuts(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const [few, more] = [names.slice(0, 3).join(", "), names.length - 3];
  const whom = more > 0 ? `${few} and ${more} more` : few;
  return names.length === 1
    ? [`${whom} is not locked out there yet. The order is given up, and the device keeps its access.`]
    : [`Not locked out there yet: ${whom}. These orders are given up, and the devices keep their access.`];
}

function Editing({ gateway, lockOuts, onMove }: GatewayRowProps) {
  const id = useId();
  const { busy, refusal, send } = useSender();
  const ask = useConfirm();
  const [name, setName] = useState(gateway.name);
  const edit = (change: { name?: string; colour?: GatewayColour; paused?: boolean }) =>
    void send({ type: "edit-gateway", gatewayId: gateway.id, ...change });
  const remove = () =>
    ask({
      title: `Remove ${gateway.name} from PairTray?`,
      sentences: [
        ...ofLockOuts(
          lockOuts.flatMap(({ gatewayId, stage, name }) =>
            gatewayId === gateway.id && stage === "open" ? [name] : [],
          ),
        ),
        "PairTray forgets its address, token and certificate, and stops telling you of devices there.",
        "The gateway and its devices stay as they are. PairTray stays in its list until you remove it there.",
      ],
      verb: "Remove",
      onConfirm: () => void send({ type: "remove-gateway", gatewayId: gateway.id }),
    });
  return (
    <>
      <form
        className="gateway-edit"
        onSubmit={(event) => {
          event.preventDefault();
          edit({ name });
        }}
      >
        <label htmlFor={`${id}-name`} className="hidden-text">
          Name of {gateway.address}
        </label>
        <input
          id={`${id}-name`}
          className="input"
          maxLength={40}
          value={name}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        <Button off={busy || name.trim() === gateway.name} onPress={() => edit({ name })}>
          Rename
        </Button>
        <Select
          label={`Colour of ${gateway.name}`}
          options={colours}
          value={gateway.colour ?? "grey"}
          onChange={(colour) => edit({ colour })}
        />
      </form>
      {refusal && <p role="alert">{refusal.sentence}</p>}
      <div className="face-actions">
        <Button
          off={busy}
          onPress={() => edit({ paused: !gateway.paused })}
          icon={gateway.paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
        >
          {gateway.paused ? "Watch again" : "Pause"}
        </Button>
        {gateway.canMove && (
          <Button off={busy} onPress={() => onMove(gateway)} icon={<MapPin size={14} aria-hidden />}>
            Change address…
          </Button>
        )}
        {gateway.canRemove && (
          <Button look="quiet-danger" off={busy} onPress={remove} icon={<Trash2 size={14} aria-hidden />}>
            Remove gateway…
          </Button>
        )}
      </div>
    </>
  );
}
