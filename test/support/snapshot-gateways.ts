import type { GatewayStateView, GatewayView } from "../../src/app/snapshot.ts";
import { now } from "./snapshot-access.ts";

export const connected: GatewayStateView = {
  kind: "connected",
  title: "Connected",
  sentence: "Requests show up here at once.",
  offers: [],
};

/** Every face a gateway can have, in the words of src/app/failure-words.ts. */
export const gatewayStates: Readonly<Record<GatewayStateView["kind"], GatewayStateView>> = {
  connected,
  connecting: { kind: "connecting", title: "Connecting", sentence: "Waiting for the gateway to answer.", offers: [] },
  "approval-needed": {
    kind: "approval-needed",
    title: "Waiting to be approved",
    sentence: "This gateway doesn't know PairTray on this machine. Its owner must approve it once.",
    step: "Run this on the gateway's machine. PairTray goes on by itself once it is approved.",
    command: "openclaw devices approve 5b0c8f6e-1f0a-4c58-9d5e-7c3f2a9b1d44",
    retryAtMs: now + 4_000,
    offers: ["retry"],
  },
  "wrong-credentials": {
    kind: "wrong-credentials",
    title: "The gateway doesn't accept the token",
    sentence: "PairTray has stopped trying, so that nothing gets locked.",
    step: "Enter the one that is in use now. On the gateway's machine it stands in openclaw.json under gateway.auth.",
    offers: ["enter-credentials", "retry"],
  },
  unreachable: {
    kind: "unreachable",
    title: "The gateway can't be reached",
    sentence: "Nothing answers at this address. The gateway may not be running.",
    step: "On the gateway's machine, `openclaw gateway status` tells whether it runs.",
    retryAtMs: now + 18_000,
    offers: ["retry"],
  },
  "protocol-mismatch": {
    kind: "protocol-mismatch",
    title: "PairTray and this gateway don't understand each other",
    sentence: "The gateway wants protocol 6; PairTray speaks 3 and 4.",
    step: "Update the older of the two.",
    offers: ["retry"],
  },
  stopped: {
    kind: "stopped",
    title: "Not connected",
    sentence: "This gateway is paused.",
    step: "PairTray hears of no request there until you watch it again.",
    offers: [],
  },
  trouble: {
    kind: "trouble",
    title: "The gateway can't verify this machine",
    sentence: "What PairTray signs looks too old or too new to it. PairTray tries again by itself.",
    offers: ["retry"],
  },
};

export function gateway(state: GatewayStateView = connected, changes: Partial<GatewayView> = {}): GatewayView {
  return {
    id: "home",
    name: "Home",
    address: "ws://127.0.0.1:18789",
    source: "Found in ~/.openclaw/openclaw.json",
    state,
    limits: [],
    ...(state.kind === "connected" && { version: "2026.9.6", protocol: 4 }),
    ...(state.kind === "stopped" && { paused: true }),
    listedAtMs: now - 12_000,
    ...changes,
  };
}
