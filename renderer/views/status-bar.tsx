import type { AppSnapshot, GatewayView } from "../../src/app/snapshot.ts";
import { GatewayDot } from "../parts/gateway-mark.tsx";
import { Pill } from "../parts/pill.tsx";
import { Ago } from "../parts/times.tsx";
import { stateWords } from "../words.ts";
import { gatewayIcons, gatewayTones } from "./gateway-face.tsx";

/** The window's foot: each gateway's state in a word, and how fresh the list is. A new state is announced. */
export function StatusBar({ snapshot }: { readonly snapshot: AppSnapshot }) {
  const { gateways, machine } = snapshot;
  const oldest = Math.min(...gateways.map((gateway) => gateway.listedAtMs ?? Infinity));
  return (
    <footer className="status-bar">
      <div className="status-gateways" role="status">
        {gateways.map((gateway) => (
          <StatusOf key={gateway.id} gateway={gateway} several={gateways.length > 1} />
        ))}
      </div>
      {machine.demo && <Pill tone="accent">Demo</Pill>}
      {Number.isFinite(oldest) && (
        <span className="status-checked">
          Checked <Ago atMs={oldest} />
        </span>
      )}
    </footer>
  );
}

function StatusOf({ gateway, several }: { readonly gateway: GatewayView; readonly several: boolean }) {
  const { kind } = gateway.state;
  const Icon = gatewayIcons[kind];
  return (
    <span className={`status tone-${gatewayTones[kind]}`}>
      <Icon className={kind === "connecting" ? "spin" : ""} size={14} strokeWidth={2.25} aria-hidden />
      <span className="status-word">{stateWords[kind]}</span>
      <span className="status-name">
        {several && <GatewayDot colour={gateway.colour} />}
        {gateway.name}
      </span>
    </span>
  );
}
