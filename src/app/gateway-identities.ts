import {
  type DeviceIdentity,
  newDeviceIdentity,
  readIdentity,
  type ShutBy,
  type ShutIdentity,
  storeText,
} from "../gateway/device-identity.ts";
import type { NoticeBoard } from "./notice-board.ts";
import { secretNames } from "./open-gateway.ts";
import type { SecretStore } from "./ports.ts";

interface Parts {
  readonly secrets: SecretStore;
  readonly notices: NoticeBoard;
  /** Ids of the gateways that the list and the settings know at the start. */
  readonly known: readonly string[];
}

const ofGateway = /^(?:device-token|credentials)\/(.+)$/;

/**
 * PairTray is another device at each gateway. What a device signs names no gateway and its nonce is the server's, so with one
 * key for all, a server that PairTray merely tests could pass on another gateway's challenge and be let in there.
 */
export class GatewayIdentities {
  readonly #secrets: SecretStore;
  readonly #notices: NoticeBoard;
  /** Of addresses that were tested and not kept: whoever is kept afterwards has the request that the test made. */
  readonly #tested = new Map<string, DeviceIdentity>();
  /** Gateways that know the one key of an earlier PairTray, which is shut today. */
  readonly #waiting = new Map<string, ShutBy>();

  constructor({ secrets, notices, known }: Parts) {
    this.#secrets = secrets;
    this.#notices = notices;
    const named = secrets.names().flatMap((name) => ofGateway.exec(name)?.[1] ?? []);
    this.#shareOut([...new Set([...known, ...named])]);
  }

  /** This app's identity at a gateway; made once and kept. A broken one can't be repaired: a new one is made, and said. */
  of(gatewayId: string): DeviceIdentity | ShutIdentity {
    const kept = this.#kept(gatewayId);
    if (kept) return kept;
    if (this.#secrets.get(secretNames.identity(gatewayId)) !== undefined) {
      this.#notices.post({
        tone: "warning",
        sentence: "The stored identity of this machine was damaged, so PairTray made a new one.",
        step: "The gateway will ask you to approve PairTray once more.",
      });
    }
    const fresh = this.#tested.get(gatewayId) ?? newDeviceIdentity();
    this.#tested.delete(gatewayId);
    this.#secrets.set(secretNames.identity(gatewayId), storeText(fresh));
    return fresh;
  }

  /** For one try: the kept one, else one that goes with PairTray unless the gateway is kept. */
  forTest(gatewayId: string): DeviceIdentity | ShutIdentity {
    const kept = this.#kept(gatewayId) ?? this.#tested.get(gatewayId);
    if (kept) return kept;
    const fresh = newDeviceIdentity();
    this.#tested.set(gatewayId, fresh);
    return fresh;
  }

  /** The gateway was removed: if it comes back, PairTray is somebody new there. */
  forget(gatewayId: string): void {
    this.#tested.delete(gatewayId);
    this.#waiting.delete(gatewayId);
    this.#secrets.forget(secretNames.identity(gatewayId));
  }

  #kept(gatewayId: string): DeviceIdentity | ShutIdentity | undefined {
    const name = secretNames.identity(gatewayId);
    const shutBy = this.#secrets.shutBy(name) ?? this.#waiting.get(gatewayId);
    if (shutBy) return { shutBy };
    const text = this.#secrets.get(name);
    return text === undefined ? undefined : readIdentity(text);
  }

  /** An earlier PairTray had one key for all: whoever knows it keeps it. */
  #shareOut(gatewayIds: readonly string[]): void {
    const secrets = this.#secrets;
    const without = gatewayIds.map(secretNames.identity).filter((name) => secrets.get(name) === undefined);
    const shutBy = secrets.shutBy(secretNames.sharedIdentity);
    if (shutBy) {
      for (const id of gatewayIds) if (without.includes(secretNames.identity(id))) this.#waiting.set(id, shutBy);
      return;
    }
    const shared = secrets.get(secretNames.sharedIdentity);
    if (shared === undefined) return;
    for (const name of without) secrets.set(name, shared);
    // Only what a later start finds is surely on the disk.
    if (without.length === 0) secrets.delete(secretNames.sharedIdentity);
  }
}
