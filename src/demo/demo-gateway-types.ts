import type { RateLimitRule } from "./auth-rate-limit.ts";
import type { PairingBook } from "./pairing-book.ts";
import type { WireFaults } from "./wire-faults.ts";

/** How the demo gateway authenticates a connection that brings no device token. */
export type DemoAuth = { mode: "token"; token?: string } | { mode: "password"; password?: string } | { mode: "none" };

export interface DemoGatewayOptions {
  /** Default: token mode with a fresh random token. */
  auth?: DemoAuth;
  /** Default: a free port. Always 127.0.0.1. */
  port?: number;
  /**
   * Which generation of gateway to be. 4 (default): as 2026.9.6. 3: as 2026.5.7, without set-up codes, rename,
   * `device.pair.changed`, and DM access requests.
   */
  shape?: 3 | 4;
  /**
   * Approve connections from loopback silently, as a gateway does by default: all, or those this says yes to (a demo
   * whose app is let in while the phones have to ask). Default here: false.
   */
  autoApproveLocal?: boolean | ((device: LocalDevice) => boolean);
  /** Epoch milliseconds. Default: the clock of the machine. */
  now?: () => number;
  /** That many random bytes. Default: `node:crypto`. */
  randomBytes?: (count: number) => Uint8Array;
  /** Default 30 000, as the real one. */
  tickIntervalMs?: number;
  /** Lock the door after that many wrong credentials. Default: never, as a real gateway on loopback. */
  authRateLimit?: RateLimitRule;
  /** What an earlier demo gateway knew (`memory()`), to come back after a "restart" with the same devices. */
  memory?: DemoMemory;
}

/** What a connecting device says of itself. */
export interface LocalDevice {
  readonly displayName: string | undefined;
  readonly clientId: string;
  readonly clientMode: string;
  readonly role: string;
}

/** The owner at the gateway's own machine, as `openclaw devices …` there. */
export interface DemoOwner {
  pending(): readonly {
    readonly requestId: string;
    readonly deviceId: string;
    readonly displayName: string | undefined;
  }[];
  /** Throws "unknown requestId" if there is none. */
  approve(requestId: string): void;
}

/** Everything a demo gateway remembers: hand it to the next one. */
interface DemoMemory {
  readonly book: PairingBook;
  readonly auth: DemoAuth;
}

export interface DemoGateway {
  /** `ws://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  /** The shared token, where it runs in token mode. */
  readonly token: string | undefined;
  /** The shared password, where it runs in password mode. */
  readonly password: string | undefined;
  /** Closes every connection at once, without goodbye, as a network that fails does. It keeps listening. */
  dropConnections(): void;
  /** Someone writes to the agent in a chat channel and waits for access: a DM access request appears. */
  requestChannelAccess(request: { channel: string; senderId: string; senderLabel?: string }): void;
  /** Bad input on purpose, for tests of whatever is connected. */
  readonly faults: WireFaults;
  readonly owner: DemoOwner;
  memory(): DemoMemory;
  stop(): Promise<void>;
}
