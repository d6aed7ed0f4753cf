import type { KnownDevices } from "../../src/app/arrival-book.ts";
import { NoticeBoard } from "../../src/app/notice-board.ts";
import { openDesk } from "../../src/app/open-desk.ts";
import type { BlockedKey } from "../../src/pairing/blocked-keys.ts";
import type { MutedDevice } from "../../src/pairing/muted-devices.ts";
import type { LockOutOrder } from "../../src/pairing/lock-out-order.ts";
import type { SecretStore, Settings, SettingsStore } from "../../src/app/ports.ts";
import type { MachineView, RequestView } from "../../src/app/snapshot.ts";
import type { Desk } from "../../src/app/desk.ts";
import type { Surroundings } from "../../src/gateway/location.ts";
import { FakeClient, helloPayload } from "./fake-client.ts";
import { FakeClock } from "./fake-clock.ts";
import type { NearbyPort } from "../../src/app/nearby-desk.ts";
import { silentNearby } from "./nearby-parts.ts";
import { pairingParts } from "./pairing-parts.ts";
import type { PairingParts } from "../../src/app/pair-ports.ts";
import { MemoryHistory } from "./memory-history.ts";
import { MemoryList } from "./memory-list.ts";

export const machine: MachineView = {
  version: "0.1.0",
  electron: "none",
  platform: "linux",
  demo: false,
  keeping: { sentence: "In memory, for a test.", warning: false },
  notifying: { sentence: "Not at all, for a test.", warning: false },
  trayShown: false,
  unofficialElectron: false,
};

export class MemorySecrets extends Map<string, string> implements SecretStore {
  readonly names = (): readonly string[] => [...this.keys()];
  readonly shutBy: SecretStore["shutBy"] = () => undefined;
  readonly forget = (name: string): void => void this.delete(name);
}

export function memorySettings(start: Partial<Settings> = {}): SettingsStore {
  let settings: Settings = {
    theme: "system",
    notifications: true,
    showNames: true,
    openAtLogin: false,
    gateways: [],
    ...start,
  };
  return {
    get: () => settings,
    set: (change) => (settings = { ...settings, ...change }),
  };
}

export interface MemoryLockOutLists {
  readonly orders: MemoryList<LockOutOrder>;
  readonly blocked: MemoryList<BlockedKey>;
}

export function memoryLockOutLists(): MemoryLockOutLists {
  return { orders: new MemoryList(), blocked: new MemoryList() };
}

/** What the played gateway holds, and what it was asked. */
class PlayedGateway {
  pending: Record<string, unknown>[] = [];
  paired: Record<string, unknown>[] = [];
  readonly calls: { method: string; params: Record<string, unknown> }[] = [];
  /** Set to make the next calls of a method fail, or wait. */
  readonly answers = new Map<string, () => Promise<unknown>>();

  async handle(method: string, params: unknown): Promise<unknown> {
    this.calls.push({ method, params: params as Record<string, unknown> });
    const special = this.answers.get(method);
    if (special) return special();
    const { requestId, deviceId } = params as { requestId?: string; deviceId?: string };
    if (method === "device.pair.approve" || method === "device.pair.reject") {
      this.pending = this.pending.filter((row) => row["requestId"] !== requestId);
    }
    if (method === "device.pair.remove") this.paired = this.paired.filter((row) => row["deviceId"] !== deviceId);
    return method === "device.pair.list" ? { pending: [...this.pending], paired: [...this.paired] } : {};
  }

  count(method: string): number {
    return this.calls.filter((call) => call.method === method).length;
  }
}

export interface DeskStage {
  readonly desk: Desk;
  readonly clock: FakeClock;
  readonly gateway: PlayedGateway;
  readonly clients: FakeClient[];
  readonly secrets: MemorySecrets;
  readonly settings: SettingsStore;
  readonly lockOutLists: MemoryLockOutLists;
  readonly history: MemoryHistory;
  readonly muted: MemoryList<MutedDevice>;
  readonly knownDevices: MemoryList<KnownDevices>;
  readonly notices: NoticeBoard;
  /** What a log was told never to write down. */
  readonly hidden: readonly string[];
  /** Lines for the log. */
  readonly logged: readonly string[];
  readonly client: () => FakeClient;
  /** Lets the microtasks run: answers arrive, the desk paints. */
  readonly settle: () => Promise<void>;
  readonly connect: (scopes?: readonly string[]) => Promise<void>;
  /** The connection is lost, and the next one is to a gateway that says this of itself. */
  readonly reconnect: (gateway: { readonly methods: readonly string[]; readonly protocol?: number }) => Promise<void>;
  readonly event: (event: string, payload: unknown) => Promise<void>;
  readonly request: (requestId: string) => RequestView | undefined;
}

/** A whole desk on a gateway that the test plays. */
export function stageDesk(
  env: Record<string, string> = {
    OPENCLAW_GATEWAY_URL: "ws://127.0.0.1:18789",
    OPENCLAW_GATEWAY_TOKEN: "shared-secret",
  },
  lockOutLists: MemoryLockOutLists = memoryLockOutLists(),
  pairing: Partial<PairingParts> = {},
  nearby: NearbyPort = silentNearby,
  readFile: Surroundings["readFile"] = () => undefined,
  knownDevices = new MemoryList<KnownDevices>(),
): DeskStage {
  const clock = new FakeClock();
  const gateway = new PlayedGateway();
  const clients: FakeClient[] = [];
  const secrets = new MemorySecrets();
  const settings = memorySettings();
  const history = new MemoryHistory(() => clock.now());
  const muted = new MemoryList<MutedDevice>();
  const notices = new NoticeBoard();
  const hidden: string[] = [];
  const logged: string[] = [];
  const desk = openDesk({
    clock,
    random: () => 0.5,
    secrets,
    settings,
    notices,
    lockOutLists,
    history,
    muted,
    knownDevices,
    app: { displayName: "PairTray", version: "0.1.0", platform: "linux" },
    machine,
    pairing: pairingParts(pairing),
    nearby,
    log: (line) => logged.push(line),
    hide: (secret) => hidden.push(secret),
    surroundings: { env, home: "/nowhere", readFile },
    createClient: (options) => {
      const client = new FakeClient(options);
      client.request = (method, params) => gateway.handle(method, params);
      clients.push(client);
      return client;
    },
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const client = (): FakeClient => clients.at(-1)!;
  return {
    desk,
    clock,
    gateway,
    clients,
    secrets,
    settings,
    lockOutLists,
    history,
    muted,
    knownDevices,
    notices,
    hidden,
    logged,
    client,
    settle,
    connect: async (scopes = ["operator.read", "operator.pairing", "operator.admin"]) => {
      client().hello({ ...helloPayload, auth: { method: "token", role: "operator", scopes } });
      await settle();
    },
    reconnect: async ({ methods, protocol = 4 }) => {
      client().close(1006);
      await settle();
      clock.advance(60_000);
      const scopes = ["operator.read", "operator.pairing", "operator.admin"];
      const auth = { method: "token", role: "operator", scopes };
      client().hello({ ...helloPayload, protocol, features: { methods, events: [] }, auth });
      await settle();
    },
    event: async (event, payload) => {
      client().options.onEvent?.({ type: "event", event, payload });
      await settle();
    },
    request: (requestId) => desk.snapshot().requests.find((known) => known.requestId === requestId),
  };
}

/** One row as a gateway sends it. */
export function requestRow(
  requestId: string,
  deviceId: string,
  nowMs: number,
  more: object = {},
): Record<string, unknown> {
  return {
    requestId,
    deviceId,
    publicKey: "1Obv3al_3zonTKkZqWhPBM8MsNU2yMqnwkxO25re1DA",
    displayName: "Pixel 9",
    platform: "android",
    clientId: "openclaw-android",
    clientMode: "node",
    role: "node",
    roles: ["node"],
    scopes: [],
    silent: false,
    isRepair: false,
    ts: nowMs,
    ...more,
  };
}

export function deviceRow(deviceId: string, more: object = {}): Record<string, unknown> {
  return {
    deviceId,
    displayName: "Old tablet",
    platform: "android",
    clientId: "openclaw-android",
    clientMode: "ui",
    role: "operator",
    roles: ["operator"],
    scopes: ["operator.read"],
    createdAtMs: 1,
    approvedAtMs: 1,
    connected: true,
    tokens: [{ role: "operator", scopes: ["operator.read"], createdAtMs: 1 }],
    ...more,
  };
}
