import type { GatewayClientOptions } from "@openclaw/gateway-client";
import type { DeviceIdentity } from "../../src/gateway/device-identity.ts";
import {
  type ClientLike,
  Session,
  type SessionOptions,
  type SessionState,
  type StoredToken,
} from "../../src/gateway/session.ts";
import { FakeClock } from "./fake-clock.ts";

type CloseInfo = NonNullable<Parameters<NonNullable<GatewayClientOptions["onClose"]>>[2]>;

/** A published client that does nothing by itself; the test plays the gateway, in the order in which the real one reports. */
export class FakeClient implements ClientLike {
  readonly options: GatewayClientOptions;
  readonly requests: { method: string; params: unknown; timeoutMs: number | undefined }[] = [];
  /** What the next requests answer with. */
  answer: () => Promise<unknown> = () => Promise.resolve({});
  onStart: () => void = () => undefined;
  started = 0;
  stopped = 0;

  constructor(options: GatewayClientOptions) {
    this.options = options;
  }

  start(): void {
    this.started += 1;
    this.onStart();
  }

  stop(): void {
    this.stopped += 1;
  }

  request(method: string, params?: unknown, opts?: { timeoutMs?: number }): Promise<unknown> {
    this.requests.push({ method, params, timeoutMs: opts?.timeoutMs });
    return this.answer();
  }

  hello(payload: object = helloPayload): void {
    this.options.onHelloOk?.(payload as never);
  }

  error(error: unknown): void {
    this.options.onConnectError?.(error as Error);
  }

  pause(): void {
    this.options.onReconnectPaused?.({ code: 1008, reason: "connect failed", detailCode: null });
  }

  close(code: number, info?: Partial<CloseInfo>): void {
    this.options.onClose?.(code, "", info as CloseInfo | undefined);
  }

  /** A connect request that the gateway refused, for good or not. */
  refuse(error: unknown, paused = true): void {
    this.error(error);
    if (paused) this.pause();
    this.close(1008);
  }
}

export const helloPayload = {
  type: "hello-ok",
  protocol: 4,
  server: { version: "2026.9.6", connId: "c" },
  features: {
    methods: ["device.pair.list", "device.pair.rename", "node.pair.remove"],
    events: ["device.pair.requested"],
  },
  auth: { method: "token", role: "operator", scopes: ["operator.read", "operator.pairing"] },
};

/** The error that the published client makes of a gateway's answer. */
export function gatewayError(detailCode: string, more: object = {}, top: object = {}): Error {
  return Object.assign(new Error("gateway says no"), {
    name: "GatewayClientRequestError",
    code: "INVALID_REQUEST",
    gatewayCode: "INVALID_REQUEST",
    details: { code: detailCode, ...more },
    ...top,
  });
}

const identity: DeviceIdentity = { deviceId: "d".repeat(64), publicKeyPem: "public", privateKeyPem: "private" };

export interface Stage {
  readonly session: Session;
  readonly clock: FakeClock;
  readonly clients: FakeClient[];
  readonly states: SessionState[];
  readonly events: { event: string; payload: unknown }[];
  readonly lines: string[];
  readonly gaps: () => number;
  readonly token: { value: StoredToken | undefined };
  /** The client of the latest try. */
  readonly client: () => FakeClient;
}

/** A session on fake clients and a fake clock; `prepare` sees each client before it starts. */
export function stageSession(
  options: Partial<SessionOptions> = {},
  prepare: (client: FakeClient) => void = () => undefined,
): Stage {
  const clock = new FakeClock();
  const clients: FakeClient[] = [];
  const states: SessionState[] = [];
  const events: { event: string; payload: unknown }[] = [];
  const lines: string[] = [];
  const token: { value: StoredToken | undefined } = { value: undefined };
  let gaps = 0;
  const session = new Session({
    url: "ws://127.0.0.1:18789",
    credentials: { token: "shared" },
    identity,
    tokens: {
      load: () => token.value,
      store: (stored) => (token.value = stored),
      clear: () => (token.value = undefined),
    },
    scopes: ["operator.read", "operator.pairing", "operator.admin"],
    app: { displayName: "PairTray", version: "0.1.0", platform: "linux" },
    clock,
    random: () => 0.5,
    createClient: (given) => {
      const client = new FakeClient(given);
      clients.push(client);
      prepare(client);
      return client;
    },
    onState: (state) => states.push(state),
    onEvent: (event, payload) => events.push({ event, payload }),
    onGap: () => (gaps += 1),
    log: (line) => lines.push(line),
    ...options,
  });
  return { session, clock, clients, states, events, lines, token, gaps: () => gaps, client: () => clients.at(-1)! };
}
