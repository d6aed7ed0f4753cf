import type { Desk } from "../../src/app/desk.ts";
import { NoticeBoard } from "../../src/app/notice-board.ts";
import { openDesk } from "../../src/app/open-desk.ts";
import { gatewayIdOf, type GatewayParts } from "../../src/app/open-gateway.ts";
import type { SavedGateway, SecretStore, SettingsStore } from "../../src/app/ports.ts";
import { systemClock } from "../../src/gateway/clock.ts";
import { machine, MemorySecrets, memorySettings } from "./desk-stage.ts";
import { MemoryHistory } from "./memory-history.ts";
import { MemoryList } from "./memory-list.ts";
import type { NearbyPort } from "../../src/app/nearby-desk.ts";
import { silentNearby } from "./nearby-parts.ts";
import { pairingParts } from "./pairing-parts.ts";

export interface LiveDesk {
  readonly desk: Desk;
  readonly secrets: SecretStore;
  readonly settings: SettingsStore;
}

export interface LiveGateway {
  readonly url: string;
  readonly token?: string | undefined;
  /** A certificate that the user trusted earlier. */
  readonly pin?: string;
}

/** A whole desk with real time, real sockets and the published client, on gateways that run somewhere. */
export function liveDesk(
  gateways: readonly LiveGateway[],
  secrets: SecretStore = new MemorySecrets(),
  { nearby, ...parts }: Partial<Pick<GatewayParts, "clock" | "createClient">> & { nearby?: NearbyPort } = {},
): LiveDesk {
  const saved = gateways.map(({ url, token, pin }): SavedGateway => {
    const id = gatewayIdOf(url);
    if (token !== undefined) secrets.set(`credentials/${id}`, JSON.stringify({ token }));
    return { id, url, ...(pin !== undefined && { tlsFingerprint: pin }) };
  });
  const settings = memorySettings({ gateways: saved });
  const desk = openDesk({
    clock: systemClock,
    ...parts,
    random: Math.random,
    secrets,
    settings,
    notices: new NoticeBoard(),
    lockOutLists: { orders: new MemoryList(), blocked: new MemoryList() },
    history: new MemoryHistory(() => Date.now()),
    muted: new MemoryList(),
    knownDevices: new MemoryList(),
    app: { displayName: "PairTray test", version: "0.1.0", platform: "linux" },
    machine,
    pairing: pairingParts({}),
    nearby: nearby ?? silentNearby,
    log: () => undefined,
    surroundings: { env: {}, home: "/nowhere", readFile: () => undefined },
  });
  return { desk, secrets, settings };
}
