import type { Surroundings } from "../gateway/location.ts";
import { ArrivalBook } from "./arrival-book.ts";
import { Desk } from "./desk.ts";
import { GatewayAdmin } from "./gateway-admin.ts";
import { GatewayBook } from "./gateway-book.ts";
import { GatewayIdentities } from "./gateway-identities.ts";
import type { GatewayDesk } from "./gateway-desk.ts";
import { type GatewayParts, labelOf, openGateway, SCOPES } from "./open-gateway.ts";
import { LockOutBook } from "./lock-out-book.ts";
import { NearbyDesk, type NearbyPort } from "./nearby-desk.ts";
import type { PairingParts } from "./pair-ports.ts";
import type { MachineView } from "./snapshot.ts";

export interface OpenDeskOptions extends GatewayParts {
  readonly surroundings: Surroundings;
  readonly machine: MachineView;
  readonly pairing: PairingParts;
  readonly nearby: NearbyPort;
}

/** The desk over everything it was handed. */
export function openDesk(options: OpenDeskOptions): Desk {
  const { surroundings, settings, secrets, notices, clock, machine } = options;
  const book = new GatewayBook({ surroundings, settings, secrets, notices });
  const saved = settings.get().gateways.filter(({ removed }) => removed !== true);
  const known = [...book.entries(), ...saved].map(({ id }) => id);
  const identities = new GatewayIdentities({ secrets, notices, known });
  const nearby = new NearbyDesk(options.nearby, (address) => book.pinOf(address));
  const arrivalBook = new ArrivalBook(options.knownDevices);
  const madeOf = new WeakMap<GatewayDesk, string>();
  return new Desk({
    clock,
    machine,
    settings,
    notices,
    pairing: options.pairing,
    nearby,
    lockOutBook: new LockOutBook(options.lockOutLists, (kind, { gatewayId = "", deviceId, name }, detail) => {
      options.history.append({ kind, gatewayId, deviceId, name, by: "this-app", detail });
    }),
    history: options.history,
    muted: options.muted,
    openGateways: (links, running) =>
      book.entries().map((entry, _index, all) => {
        const several = all.length > 1;
        // Only what a connection is made of makes another one: what a gateway is called must not cut off what is under way.
        const { id, url, credentials, tlsFingerprint, paused } = entry;
        const made = JSON.stringify({ id, url, credentials, tlsFingerprint, paused });
        const kept = running.find((desk) => madeOf.get(desk) === made);
        const desk =
          kept ??
          openGateway(options, entry, {
            ...links,
            identity: identities.of(entry.id),
            arrivalBook,
            several,
            announced: (address) => nearby.announcedFor(address),
          });
        madeOf.set(desk, made);
        desk.relabel(labelOf(entry, several));
        return desk;
      }),
    log: options.log,
    gatewayAdmin: new GatewayAdmin({
      book,
      notices,
      identities,
      hide: options.hide,
      session: { ...options, scopes: SCOPES },
    }),
  });
}
