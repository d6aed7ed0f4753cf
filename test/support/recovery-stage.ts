import { GatewayClient, type GatewayClientOptions } from "@openclaw/gateway-client";
import { expect } from "vitest";
import { NoticeBoard } from "../../src/app/notice-board.ts";
import { GatewayIdentities } from "../../src/app/gateway-identities.ts";
import { gatewayIdOf, secretNames } from "../../src/app/open-gateway.ts";
import type { GatewayStateView, RecoveryView } from "../../src/app/snapshot.ts";
import { createPhone, type PhoneOptions, type SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import { type DeviceIdentity, storeText } from "../../src/gateway/device-identity.ts";
import { type Clock, systemClock } from "../../src/gateway/clock.ts";
import { MemorySecrets } from "./desk-stage.ts";
import { liveDesk, type LiveDesk, type LiveGateway } from "./live-desk.ts";
import type { RealGateway } from "./real-gateway.ts";

/** Long enough for a gateway on a busy machine; nothing is asserted about speed. */
const PATIENCE = { timeout: 60_000 };

/** A PairTray on a real gateway whose recovery page is read as its user reads it. */
export interface TroubledApp extends LiveDesk {
  readonly deviceId: string;
  state(): GatewayStateView;
  page(): RecoveryView | undefined;
  /** The commands on the page, as they are copied. */
  runs(): readonly string[];
  /** Every page that was ever shown, by its code, in order; the same one again only after it was gone. */
  readonly seen: readonly string[];
  /** Waits for this page. */
  shows(code: string): Promise<RecoveryView>;
  /** Waits until it is connected, and the page has gone with it. */
  connected(): Promise<void>;
  /** What *Enter credentials* does. */
  enter(token: string): Promise<void>;
}

export interface TroubledOptions extends LiveGateway {
  readonly secrets?: MemorySecrets;
  /** Changes what the published client is given, as a fault of this machine would. */
  readonly client?: (options: GatewayClientOptions) => GatewayClientOptions;
  readonly clock?: Clock;
}

/** What PairTray is at this address, as it is kept or from now on will be. */
function identityIn(secrets: MemorySecrets, url: string): DeviceIdentity {
  const identity = new GatewayIdentities({ secrets, notices: new NoticeBoard(), known: [] }).of(gatewayIdOf(url));
  if ("shutBy" in identity) throw new Error("Nothing keeps a test's secrets shut");
  return identity;
}

/** The same device at another address of its gateway: for a user it would be a new one. */
export function carryIdentity(secrets: MemorySecrets, from: string, to: string): void {
  secrets.set(secretNames.identity(gatewayIdOf(to)), storeText(identityIn(secrets, from)));
}

/** Opens it; `close()` of its desk ends it. */
export function troubledApp({
  secrets = new MemorySecrets(),
  client,
  clock,
  ...gateway
}: TroubledOptions): TroubledApp {
  const { deviceId } = identityIn(secrets, gateway.url);
  const live = liveDesk([gateway], secrets, {
    ...(clock && { clock }),
    ...(client && { createClient: (options) => new GatewayClient(client(options)) }),
  });
  const seen: string[] = [];
  let last: string | undefined;
  const state = () => live.desk.snapshot().gateways[0]!.state;
  const look = () => {
    const code = state().recovery?.code;
    if (code !== undefined && code !== last) seen.push(code);
    last = code;
  };
  live.desk.subscribe(look);
  look();
  return {
    ...live,
    deviceId,
    seen,
    state,
    page: () => state().recovery,
    runs: () => state().recovery?.commands.map(({ run }) => run) ?? [],
    shows: async (code) => {
      await expect.poll(() => state().recovery?.code, PATIENCE).toBe(code);
      return state().recovery!;
    },
    connected: async () => {
      await expect.poll(() => state().kind, PATIENCE).toBe("connected");
      expect(state().recovery).toBeUndefined();
    },
    enter: async (token) => {
      expect(await live.desk.handle({ type: "connect", url: gateway.url, token })).toEqual({ ok: true });
    },
  };
}

/** The pages in their order, each once in a row: a busy gateway that misses a knock makes its page go and come again. */
export function inTurn(seen: readonly string[]): string[] {
  return seen.filter((code, index) => code !== seen[index - 1]);
}

/** Waits are a twentieth as long, so that nobody sits through a minute; what is shown about them is not changed. */
export const hurriedClock: Clock = {
  now: () => systemClock.now(),
  after: (ms, run) => systemClock.after(ms / 20, run),
};

/** Types a command of the page into the gateway machine's own shell. */
export async function runOn(gateway: RealGateway, app: TroubledApp, command: RegExp): Promise<void> {
  const run = app.runs().find((one) => command.test(one));
  expect(run, `${command} on the page ${JSON.stringify(app.runs())}`).toBeDefined();
  await gateway.cli(run!.split(" ").slice(1));
}

/** The same key as PairTray's, connected in another way: what this gateway came to know it as earlier. */
export function earlierSelf(
  gateway: RealGateway,
  secrets: MemorySecrets,
  options: Partial<PhoneOptions>,
): SimulatedPhone {
  return createPhone({
    url: gateway.url,
    ...(gateway.token !== undefined && { token: gateway.token }),
    identity: identityIn(secrets, gateway.url),
    name: "PairTray test",
    platform: "linux",
    role: "operator",
    clientName: "gateway-client",
    mode: "ui",
    ...options,
  });
}

/** Puts the device token that a gateway gave to an earlier self where PairTray keeps its own. */
export function keepToken(secrets: MemorySecrets, url: string, token: string, scopes: readonly string[]): void {
  secrets.set(secretNames.deviceToken(gatewayIdOf(url)), JSON.stringify({ token, scopes }));
}

/** The device token that PairTray keeps for a gateway; undefined when it has thrown it away. */
export function keptToken(secrets: MemorySecrets, url: string): string | undefined {
  return secrets.get(secretNames.deviceToken(gatewayIdOf(url)));
}
