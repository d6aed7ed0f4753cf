import { GatewayClient, type GatewayClientOptions } from "@openclaw/gateway-client";
import { type Hello, type KnockResult, refusal } from "./knock-result.ts";
import { freshPhoneIdentity, type PhoneIdentity, publicKeyBase64Url, signPayload } from "./phone-identity.ts";
import { readSetupCode } from "./setup-code-text.ts";

export interface PhoneOptions {
  /** `ws://…` or `wss://…` of the gateway. A set-up code brings its own. */
  url: string;
  /** The gateway's shared token or password, as a person types it into the phone. */
  token?: string;
  password?: string;
  /** What the phone calls itself. */
  name: string;
  /** `android`, `ios`, `macos`, … */
  platform: string;
  deviceFamily?: string;
  /** Default: `node`, as every phone. */
  role?: "node" | "operator";
  /** Default: none for a node, `operator.read` for an operator. */
  scopes?: string[];
  /** What it says it can do and run, where it is a node. */
  caps?: string[];
  commands?: string[];
  /** Default: a fresh one. Hand in a kept one to come back as the same device. */
  identity?: PhoneIdentity;
  /** Default: by platform and role, as the official apps name themselves. */
  clientName?: GatewayClientOptions["clientName"];
  mode?: GatewayClientOptions["mode"];
  minProtocol?: number;
  maxProtocol?: number;
}

/**
 * A new device as the gateway sees it, on the published client: real keys, real signatures, real sockets.
 * It keeps its identity and its device tokens for as long as it lives, as a phone does.
 */
export interface SimulatedPhone {
  readonly name: string;
  readonly identity: PhoneIdentity;
  readonly deviceId: string;
  readonly connected: boolean;
  /** Device tokens the gateway gave it, by role. */
  readonly deviceTokens: ReadonlyMap<string, string>;
  /** Connects once. Never rejects; after `hello` the connection stays until `close()`. */
  knock(): Promise<KnockResult>;
  /** Connects with the one-time credential of a set-up code, at the address the code names. Rejects if the text is none. */
  redeem(setupCode: string): Promise<KnockResult>;
  /** Knocks again `everyMs` after each failure or loss, as a real phone does, until the undo or `close()`. */
  keepKnocking(everyMs?: number): () => void;
  /** An RPC on the open connection. Rejects if there is none. */
  request(method: string, params?: unknown): Promise<unknown>;
  onHello(listener: (hello: Hello) => void): () => void;
  /** `code` as the WebSocket closed; 4001 = locked out. Only connections that had a hello are reported. */
  onClose(listener: (code: number, reason: string) => void): () => void;
  onKnock(listener: (result: KnockResult) => void): () => void;
  onEvent(listener: (event: string, payload: unknown) => void): () => void;
  close(): Promise<void>;
}

/** Makes the phone; nothing is sent before `knock()`, `redeem()` or `keepKnocking()`. */
export function createPhone(options: PhoneOptions): SimulatedPhone {
  const identity = options.identity ?? freshPhoneIdentity();
  const role = options.role ?? "node";
  const tokens = new Map<string, string>();
  const hello = listeners<[Hello]>();
  const closed = listeners<[number, string]>();
  const knocked = listeners<[KnockResult]>();
  const events = listeners<[string, unknown]>();
  let client: GatewayClient | undefined;
  let connected = false;
  let abandon: (() => void) | undefined;
  let retry: { everyMs: number; timer: NodeJS.Timeout | undefined } | undefined;

  const drop = async () => {
    const old = client;
    client = undefined;
    connected = false;
    abandon?.();
    // stopAndWait rejects only when the socket hangs; the client has cut it by then.
    await old?.stopAndWait({ timeoutMs: 2_000 }).catch(() => undefined);
  };

  const connect = async (credentials: Credentials): Promise<KnockResult> => {
    await drop();
    const result = await new Promise<KnockResult>((resolve) => {
      let greeted = false;
      abandon = () => resolve({ kind: "refused", code: "ABANDONED", message: "the phone gave up", details: undefined });
      let failure: Error | undefined;
      const mine: GatewayClient = new GatewayClient({
        ...identityOptions(options, role),
        ...credentials,
        deviceIdentity: identity,
        requestTimeoutMs: 10_000,
        hostDeps: {
          signDevicePayload: signPayload,
          publicKeyRawBase64UrlFromPem: publicKeyBase64Url,
          loadDeviceAuthToken: (wanted) => {
            const token = tokens.get(wanted.role);
            return token === undefined ? null : { token };
          },
          storeDeviceAuthToken: (issued) => tokens.set(issued.role, issued.token),
          clearDeviceAuthToken: (stale) => tokens.delete(stale.role),
        },
        onHelloOk: (message) => {
          greeted = true;
          connected = true;
          keepHandedOver(message, tokens);
          resolve({ kind: "hello", hello: message });
        },
        onConnectError: (error) => (failure = error),
        onEvent: (frame) => events.tell(frame.event, frame.payload),
        onClose: (code, reason) => {
          // The published client would go on by its own back-off; a phone here decides by itself when it knocks.
          mine.stop();
          if (client !== mine) return;
          client = undefined;
          connected = false;
          if (greeted) {
            closed.tell(code, reason);
            scheduleRetry();
          } else resolve(refusal(failure, code, reason));
        },
      });
      client = mine;
      mine.start();
    });
    knocked.tell(result);
    if (result.kind === "hello") hello.tell(result.hello);
    else scheduleRetry();
    return result;
  };

  const knock = () => connect(ownCredentials(options));
  const scheduleRetry = () => {
    if (!retry) return;
    clearTimeout(retry.timer);
    retry.timer = setTimeout(() => void knock(), retry.everyMs);
  };
  const stopKnocking = () => {
    clearTimeout(retry?.timer);
    retry = undefined;
  };

  return {
    name: options.name,
    identity,
    deviceId: identity.deviceId,
    get connected() {
      return connected;
    },
    deviceTokens: tokens,
    knock,
    redeem: async (text) => {
      const code = readSetupCode(text);
      const result = await connect({ url: code.url, bootstrapToken: code.bootstrapToken, preferBootstrapToken: true });
      return result;
    },
    keepKnocking: (everyMs = 1_000) => {
      stopKnocking();
      retry = { everyMs, timer: undefined };
      if (!connected) void knock();
      return stopKnocking;
    },
    request: async (method, params = {}) => {
      if (!client || !connected) throw new Error(`${options.name} is not connected`);
      return await client.request<unknown>(method, params);
    },
    onHello: hello.add,
    onClose: closed.add,
    onKnock: knocked.add,
    onEvent: events.add,
    close: async () => {
      stopKnocking();
      await drop();
    },
  };
}

type Credentials = Pick<GatewayClientOptions, "url" | "token" | "password" | "bootstrapToken" | "preferBootstrapToken">;

function ownCredentials(options: PhoneOptions): Credentials {
  return {
    url: options.url,
    ...(options.token !== undefined && { token: options.token }),
    ...(options.password !== undefined && { password: options.password }),
  };
}

function identityOptions(options: PhoneOptions, role: "node" | "operator"): GatewayClientOptions {
  return {
    clientName: options.clientName ?? officialName(options.platform),
    clientDisplayName: options.name,
    clientVersion: "2026.9.6",
    mode: options.mode ?? (role === "node" ? "node" : "ui"),
    role,
    scopes: options.scopes ?? (role === "node" ? [] : ["operator.read"]),
    caps: options.caps ?? [],
    commands: options.commands ?? [],
    platform: options.platform,
    ...(options.deviceFamily !== undefined && { deviceFamily: options.deviceFamily }),
    minProtocol: options.minProtocol ?? 3,
    maxProtocol: options.maxProtocol ?? 4,
  };
}

function officialName(platform: string): NonNullable<GatewayClientOptions["clientName"]> {
  if (/^android/i.test(platform)) return "openclaw-android";
  if (/^(ios|ipados)/i.test(platform)) return "openclaw-ios";
  return "node-host";
}

/** A set-up code hands a second token over, for the role `operator`. */
function keepHandedOver(message: Hello, tokens: Map<string, string>): void {
  const auth: unknown = message.auth;
  if (typeof auth !== "object" || auth === null || !("deviceTokens" in auth) || !Array.isArray(auth.deviceTokens))
    return;
  for (const entry of auth.deviceTokens as unknown[]) {
    if (typeof entry !== "object" || entry === null || !("role" in entry) || !("deviceToken" in entry)) continue;
    if (typeof entry.role === "string" && typeof entry.deviceToken === "string")
      tokens.set(entry.role, entry.deviceToken);
  }
}

function listeners<Args extends unknown[]>() {
  const set = new Set<(...args: Args) => void>();
  return {
    add: (listener: (...args: Args) => void) => {
      set.add(listener);
      return () => void set.delete(listener);
    },
    tell: (...args: Args) => set.forEach((listener) => listener(...args)),
  };
}
