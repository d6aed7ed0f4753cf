/** One token of a paired device. The token itself never leaves the gateway; these are its facts. */
export interface DeviceToken {
  readonly role: string;
  readonly scopes: readonly string[];
  readonly createdAtMs?: number;
  readonly rotatedAtMs?: number;
  readonly revokedAtMs?: number;
  readonly lastUsedAtMs?: number;
}

/** What a node offers the gateway, as the gateway reports it. */
interface NodeSurface {
  readonly caps: readonly string[];
  readonly commands: readonly string[];
}

/** A device that the gateway lets in, one row of `device.pair.list`. Times are ms since the epoch, gateway's clock. */
export interface PairedDevice {
  readonly deviceId: string;
  readonly publicKey?: string;
  readonly displayName?: string;
  /** The name the owner gave it (`device.pair.rename`); 2026.9 and later. */
  readonly operatorLabel?: string;
  readonly platform?: string;
  readonly deviceFamily?: string;
  readonly clientId?: string;
  readonly clientMode?: string;
  readonly remoteIp?: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  /** How it came in: `owner`, `silent`, `setup-code`, … (2026.9 and later). */
  readonly approvedVia?: string;
  readonly nodeSurface?: NodeSurface;
  readonly createdAtMs?: number;
  readonly approvedAtMs?: number;
  readonly lastSeenAtMs?: number;
  readonly lastSeenReason?: string;
  /** Undefined where the gateway doesn't say (before 2026.9). */
  readonly connected?: boolean;
  readonly tokens: readonly DeviceToken[];
}
