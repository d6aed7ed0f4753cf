import { readAddress, type Surroundings } from "../gateway/location.ts";
import { Desk } from "./desk.ts";
import type { Intent, IntentResult } from "./intent.ts";
import { chosenLocations, gatewayIdOf, type GatewayParts, openGateway, secretNames } from "./open-gateway.ts";
import { LockOutBook } from "./lock-out-book.ts";
import type { PairingParts } from "./pair-ports.ts";
import type { MachineView } from "./snapshot.ts";

export interface OpenDeskOptions extends GatewayParts {
  readonly surroundings: Surroundings;
  readonly machine: MachineView;
  readonly pairing: PairingParts;
}

/** Keeps the address in the settings and the secret in the keyring; the window forgets both. */
function saveGateway(
  { settings, secrets }: GatewayParts,
  { url, token, password }: Extract<Intent, { type: "connect" }>,
): IntentResult {
  const address = readAddress(url);
  if ("sentence" in address) return { ok: false, sentence: address.sentence };
  const id = gatewayIdOf(address.url);
  const secret = token?.trim() ? { token: token.trim() } : password ? { password } : undefined;
  if (secret) secrets.set(secretNames.credentials(id), JSON.stringify(secret));
  settings.set({ gateways: [{ id, url: address.url }] });
  return { ok: true };
}

/** The desk over everything it was handed. */
export function openDesk(options: OpenDeskOptions): Desk {
  const { surroundings, settings, secrets, notices, clock, machine } = options;
  return new Desk({
    clock,
    machine,
    settings,
    notices,
    pairing: options.pairing,
    lockOutBook: new LockOutBook(options.lockOutLists),
    history: options.history,
    muted: options.muted,
    openGateways: (links) =>
      chosenLocations(surroundings, settings.get().gateways, secrets, notices).map((location) =>
        openGateway(options, location, links),
      ),
    saveGateway: (intent) => saveGateway(options, intent),
  });
}
