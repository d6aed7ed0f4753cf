/** A device that asks to pair, as a gateway keeps it. Times are epoch milliseconds. */
export interface PendingRequest {
  readonly requestId: string;
  readonly deviceId: string;
  /** Raw Ed25519 key, base64url. */
  readonly publicKey: string;
  readonly displayName?: string | undefined;
  readonly platform?: string | undefined;
  readonly deviceFamily?: string | undefined;
  readonly clientId: string;
  readonly clientMode: string;
  /** The role of the latest knock; `roles` are all it asked for since it stands. */
  readonly role: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly silent: boolean;
  /** The device is paired already and asks for more, or for a new key. */
  readonly isRepair: boolean;
  readonly ts: number;
  /** The latest knock. The five minutes count from here, and no list shows it (measured on 2026.9.6). */
  readonly refreshedAtMs: number;
}

export interface TokenRecord {
  readonly token: string;
  readonly role: string;
  readonly scopes: readonly string[];
  readonly createdAtMs: number;
  readonly rotatedAtMs?: number;
  readonly revokedAtMs?: number;
  readonly lastUsedAtMs?: number;
}

/** What a node was approved to do. */
interface NodeSurface {
  readonly displayName?: string | undefined;
  readonly version?: string | undefined;
  readonly caps: readonly string[];
  readonly commands: readonly string[];
  readonly createdAtMs: number;
  readonly approvedAtMs: number;
}

export type ApprovedVia = "owner" | "silent" | "bootstrap";

export interface PairedRecord {
  readonly deviceId: string;
  readonly publicKey: string;
  readonly displayName?: string | undefined;
  readonly operatorLabel?: string;
  readonly platform?: string | undefined;
  readonly deviceFamily?: string | undefined;
  readonly clientId: string;
  readonly clientMode: string;
  readonly role: string;
  readonly roles: readonly string[];
  /** The most it was ever approved for: no token of it may hold more. */
  readonly scopes: readonly string[];
  readonly approvedVia: ApprovedVia;
  readonly nodeSurface?: NodeSurface;
  readonly createdAtMs: number;
  readonly approvedAtMs: number;
  readonly lastSeenAtMs?: number;
  readonly lastSeenReason?: string;
  /** One for each role. */
  readonly tokens: Readonly<Record<string, TokenRecord>>;
}

/** A node that wants to expose capabilities. It never expires by itself. */
export interface NodeRequest {
  readonly requestId: string;
  readonly nodeId: string;
  readonly clientId: string;
  readonly clientMode: string;
  readonly displayName?: string | undefined;
  readonly platform?: string | undefined;
  readonly version?: string | undefined;
  readonly deviceFamily?: string | undefined;
  readonly caps: readonly string[];
  readonly commands: readonly string[];
  readonly requiredApproveScopes: readonly string[];
  readonly ts: number;
}

export type SetupAccess = "full" | "limited" | "node";

export interface SetupRecord {
  readonly setupId: string;
  readonly token: string;
  readonly access: SetupAccess;
  readonly expiresAtMs: number;
  /** The first device that shows the code owns it. */
  readonly boundTo?: { readonly deviceId: string; readonly publicKey: string };
  readonly completion?: SetupCompletion;
}

export interface SetupCompletion {
  readonly setupId: string;
  readonly deviceId: string;
  readonly deviceName?: string;
  readonly access: SetupAccess;
  readonly ts: number;
}

/** Someone in a chat channel who wants to talk to the agent. */
export interface ChannelRequest {
  readonly requestId: string;
  readonly channel: string;
  readonly channelLabel: string;
  readonly accountId: string;
  readonly senderId: string;
  readonly senderLabel: string;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
}

/** All that a gateway remembers about who may come in. Never changed in place: every operation returns the next book. */
export interface PairingBook {
  readonly pending: readonly PendingRequest[];
  readonly paired: readonly PairedRecord[];
  readonly nodeRequests: readonly NodeRequest[];
  readonly setups: readonly SetupRecord[];
  readonly channelRequests: readonly ChannelRequest[];
}

/** Where time and secrets come from. */
export interface BookEnvironment {
  /** Epoch milliseconds. */
  now(): number;
  /** A fresh id, as of a request. */
  id(): string;
  /** A fresh bearer secret. */
  secret(): string;
}

export const emptyBook: PairingBook = { pending: [], paired: [], nodeRequests: [], setups: [], channelRequests: [] };

export const pendingLifeMs = 5 * 60_000;
export const channelLifeMs = 60 * 60_000;
/** The real one answers about a spent code for longer than the code lived; an hour does for a demo. */
const setupMemoryMs = 60 * 60_000;

/** Drops what has run out. A gateway tells nobody when a request expires (no event). */
export function forgetExpired(book: PairingBook, now: number): PairingBook {
  return {
    ...book,
    pending: book.pending.filter((request) => now - request.refreshedAtMs <= pendingLifeMs),
    channelRequests: book.channelRequests.filter((request) => now - request.createdAtMs <= channelLifeMs),
    setups: book.setups.filter((setup) => now <= setup.expiresAtMs + setupMemoryMs),
  };
}

export function pairedDevice(book: PairingBook, deviceId: string): PairedRecord | undefined {
  return book.paired.find((device) => device.deviceId === deviceId);
}

/** The book with this device in place of what it knew of it. */
export function withDevice(book: PairingBook, device: PairedRecord): PairingBook {
  return { ...book, paired: [device, ...book.paired.filter((other) => other.deviceId !== device.deviceId)] };
}
