/** How long a gateway keeps a device pairing request, counted from its `ts` (measured on 2026.3 to 2026.9). */
export const REQUEST_LIFETIME_MS = 5 * 60_000;

/**
 * A device that asks to pair, or a paired one that asks for more. Parsed from `device.pair.requested` and from
 * `device.pair.list`. Everything but the ids was chosen by the requester or seen by the gateway: nothing here is trusted
 * to be honest, short, or printable.
 */
export interface PairingRequest {
  readonly requestId: string;
  readonly deviceId: string;
  readonly publicKey?: string;
  readonly displayName?: string;
  readonly platform?: string;
  readonly deviceFamily?: string;
  readonly clientId?: string;
  readonly clientMode?: string;
  readonly browserOrigin?: string;
  readonly remoteIp?: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  /** The gateway means to approve it without asking (loopback, for one). */
  readonly silent: boolean;
  /** The device is paired already and asks again: other scopes, another role, another key. */
  readonly isRepair: boolean;
  /** When the device first asked, ms since the epoch, by the gateway's clock. */
  readonly askedAtMs: number;
}

/** When the gateway forgets the request, ms since the epoch by the gateway's clock. */
export function expiresAtMs(request: Pick<PairingRequest, "askedAtMs">): number {
  return request.askedAtMs + REQUEST_LIFETIME_MS;
}
