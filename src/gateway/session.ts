import { GatewayClient, type GatewayClientOptions } from "@openclaw/gateway-client";
import { clientOptions } from "./client-options.ts";
import type { Clock } from "./clock.ts";
import { closeFailure, type ConnectFailure, readConnectFailure } from "./connect-failure.ts";
import type { DeviceIdentity, ShutIdentity } from "./device-identity.ts";
import { type Hello, helloFailure, readHello } from "./hello.ts";
import { mayRetryEarly, retryDelayMs } from "./retry.ts";
import { readRpcFailure } from "./rpc-failure.ts";

/** A secret shared with the gateway. At most one of the two is set. */
export interface Credentials {
  readonly token?: string;
  readonly password?: string;
}

export interface StoredToken {
  readonly token: string;
  readonly scopes: readonly string[];
}

/** The device token the gateway gave this app, kept in the keyring. Synchronous, because the client asks in mid-handshake. */
interface DeviceTokens {
  load(): StoredToken | undefined;
  store(token: StoredToken): void;
  clear(): void;
}

export type SessionState =
  | { readonly kind: "connecting"; readonly attempt: number }
  /** `drifted`: the gateway refused the shared token that we keep, and took the device token instead. */
  | { readonly kind: "connected"; readonly hello: Hello; readonly drifted?: true }
  /** Not connected. `retryAtMs` is absent when only a person can help. */
  | { readonly kind: "failed"; readonly failure: ConnectFailure; readonly retryAtMs?: number }
  | { readonly kind: "closed" };

/** The part of the published client that a session needs; tests hand in their own. */
export interface ClientLike {
  start(): void;
  stop(): void;
  request(method: string, params?: unknown, opts?: { timeoutMs?: number }): Promise<unknown>;
}

export interface SessionOptions {
  readonly url: string;
  readonly credentials: Credentials;
  /** One that is shut sends nothing: every try ends at once. */
  readonly identity: DeviceIdentity | ShutIdentity;
  readonly tokens: DeviceTokens;
  readonly scopes: readonly string[];
  /** SHA-256 (hex) of the only certificate that is believed at a `wss://` address; absent: the system's trust decides. */
  readonly tlsFingerprint?: string;
  readonly app: { readonly displayName: string; readonly version: string; readonly platform: string };
  readonly clock: Clock;
  readonly random: () => number;
  readonly createClient?: (options: GatewayClientOptions) => ClientLike;
  readonly onState: (state: SessionState) => void;
  readonly onEvent: (event: string, payload: unknown) => void;
  /** Events were lost on the way: lists must be asked for again. */
  readonly onGap: () => void;
  /** Words for the log; never a secret. */
  readonly log: (line: string) => void;
}

/** How long a connection may take to prove that it outlived a sleep, in ms. */
const WAKE_TIMEOUT_MS = 4_000;

/** How long a try that was under way before a sleep or a change of network has left to come through, in ms. */
const LAST_CHANCE_MS = 2_000;

/** How long one RPC may take, in ms. Approving takes 4 to 13 (measured); a gateway that is busy still answers in seconds. */
const REQUEST_TIMEOUT_MS = 15_000;

/**
 * One lasting connection to one gateway over the published client. Each try is a client of its own: what an earlier one
 * still says is ignored, and waiting between tries is ours (the client's back-off has no jitter, and for this client id
 * it pauses for good while it waits to be approved).
 */
export class Session {
  readonly #options: SessionOptions;
  #state: SessionState = { kind: "closed" };
  #client: ClientLike | undefined;
  #failures = 0;
  #cancelRetry: (() => void) | undefined;
  /** Since when this app waits to be approved, ms since the epoch. */
  #knockingSinceMs: number | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Connects now, whatever was planned: at start, after sleep, when the user asks. */
  connect(): void {
    this.#drop();
    const { identity } = this.#options;
    if ("shutBy" in identity) {
      this.#fail({ kind: "identity-shut", by: identity.shutBy });
      return;
    }
    // The state last: a listener may close the session, and then no client may start behind its back.
    const client = this.#createClient(identity);
    this.#client = client;
    this.#set({ kind: "connecting", attempt: this.#failures + 1 });
    if (this.#client === client) this.#start(client);
  }

  /** A person asks: a wait that is running ends now; a live connection stays. */
  retryNow(): void {
    this.#knockingSinceMs = undefined;
    if (this.#state.kind === "failed") this.connect();
  }

  /** Sends one request over the live connection. Rejects when there is none; never repeats itself. */
  async request(method: string, params: unknown, timeoutMs = REQUEST_TIMEOUT_MS): Promise<unknown> {
    if (this.#state.kind !== "connected" || !this.#client) throw new Error("Not connected to the gateway");
    return this.#client.request(method, params, { timeoutMs });
  }

  /**
   * A request that any gateway answers at once, so no answer means a dead line: a new connection is made. The client's own
   * watchdog can't be relied on: it looks every half minute, and only while no request waits, which on a dead line may be never.
   */
  async ask(method: string, params: unknown, timeoutMs = REQUEST_TIMEOUT_MS): Promise<unknown> {
    const client = this.#client;
    try {
      return await this.request(method, params, timeoutMs);
    } catch (error) {
      // A refusal is an answer: the line is good.
      if (client && this.#client === client && readRpcFailure(error).kind === "no-answer") this.connect();
      throw error;
    }
  }

  /**
   * After sleep or a change of network: a connection that looks live has to prove it soon, a try that is under way, perhaps
   * into a network that is gone, starts anew unless it comes through in a moment, and a wait ends now. But nobody acted, so
   * what only a person can put right stays, and so does a wait that the gateway asked for.
   */
  async wake(): Promise<void> {
    const state = this.#state;
    const { clock } = this.#options;
    if (state.kind === "failed" && mayRetryEarly(state, clock.now())) this.connect();
    // Such news comes in bursts: all of it together is one new try.
    if (state.kind === "connecting") this.#cancelRetry ??= clock.after(LAST_CHANCE_MS, () => this.connect());
    if (state.kind === "connected") {
      await this.ask("device.pair.list", {}, WAKE_TIMEOUT_MS).catch(() => undefined);
    }
  }

  close(): void {
    this.#drop();
    this.#set({ kind: "closed" });
  }

  #set(state: SessionState): void {
    this.#state = state;
    this.#options.onState(state);
  }

  /** Ends the try, or the wait for the next. */
  #drop(): void {
    this.#stopWaiting();
    const client = this.#client;
    this.#client = undefined;
    client?.stop();
  }

  #stopWaiting(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
  }

  #start(client: ClientLike): void {
    try {
      client.start();
    } catch (error) {
      if (this.#client === client) this.#fail(readConnectFailure(error));
    }
  }

  #createClient(identity: DeviceIdentity): ClientLike {
    const options = this.#options;
    /** The client refused the shared token and may be about to try the device token, once. */
    let mismatch: ConnectFailure | undefined;
    /** The same refusal once that try is under way. */
    let retried: ConnectFailure | undefined;
    let paused = false;
    const mine = (): boolean => this.#client === client;
    const client = (options.createClient ?? ((given) => new GatewayClient(given)))({
      ...clientOptions(options, identity),
      onHelloOk: (payload) => {
        if (!mine()) return;
        const drifted = (mismatch ?? retried) !== undefined;
        mismatch = undefined;
        const hello = readHello(payload);
        const failure = helloFailure(hello);
        if (failure) {
          this.#fail(failure);
          return;
        }
        this.#failures = 0;
        this.#knockingSinceMs = undefined;
        this.#stopWaiting();
        this.#set({ kind: "connected", hello, ...(drifted && { drifted: true as const }) });
      },
      onEvent: ({ event, payload }) => {
        // Before its hello a server is a stranger; what it missed telling stands in the list that is asked for then.
        if (mine() && this.#state.kind === "connected") options.onEvent(event, payload);
      },
      onGap: () => {
        if (mine()) options.onGap();
      },
      onConnectError: (error) => {
        if (!mine()) return;
        const failure = readConnectFailure(error);
        // Whether the client stops at a token mismatch is known when it closes. Nothing else is worth waiting for: some
        // errors (an address it refuses) are never followed by a close, and a silent gateway delays it by half a minute.
        // When its one retry with the device token is refused too, the token is still what somebody has to put right.
        if (failure.kind === "wrong-credentials" && failure.code === "AUTH_TOKEN_MISMATCH") mismatch = failure;
        else this.#fail(failure.kind === "wrong-credentials" ? (retried ?? failure) : failure);
      },
      onReconnectPaused: () => {
        paused = true;
      },
      onClose: (code, _reason, info) => {
        if (!mine()) return;
        options.log(`connection closed (${code})`);
        if (mismatch && !paused) {
          retried = mismatch;
          mismatch = undefined;
          return;
        }
        // A gateway that is still starting is reported here alone.
        const reported = info?.connectError === undefined ? undefined : readConnectFailure(info.connectError);
        this.#fail(mismatch ?? reported ?? closeFailure(code));
      },
    });
    return client;
  }

  #fail(failure: ConnectFailure): void {
    this.#drop();
    this.#failures += 1;
    const { clock, random } = this.#options;
    this.#knockingSinceMs = failure.kind === "approval-needed" ? (this.#knockingSinceMs ?? clock.now()) : undefined;
    const knockedMs = clock.now() - (this.#knockingSinceMs ?? clock.now());
    const delay = retryDelayMs(failure, this.#failures, random(), knockedMs);
    if (delay === undefined) {
      this.#set({ kind: "failed", failure });
      return;
    }
    this.#cancelRetry = clock.after(delay, () => {
      this.connect();
    });
    this.#set({ kind: "failed", failure, retryAtMs: clock.now() + delay });
  }
}
