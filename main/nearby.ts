import { networkInterfaces } from "node:os";
import type { NearbyPort } from "../src/app/nearby-desk.ts";
import { systemClock } from "../src/gateway/clock.ts";
import type { MdnsLink } from "../src/gateway/mdns-gate.ts";
import { openMdns } from "../src/gateway/mdns-socket.ts";
import { listenNearby } from "../src/gateway/nearby-listener.ts";

/** Where to look for gateways, instead of on every network of this machine. */
export interface NearbyPlace {
  /** The IPv4 address of the one card to listen on; that of loopback asks nobody outside this machine. */
  readonly address: string;
  /** UDP. Default: that of mDNS. */
  readonly port?: number;
}

/** The IPv4 networks of this machine, or the one that `only` names; then it may be loopback too. */
export function machineLinks(only?: string, interfaces = networkInterfaces): readonly MdnsLink[] {
  return Object.values(interfaces()).flatMap((addresses = []) =>
    addresses.flatMap(({ address, cidr, family, internal }) =>
      family === "IPv4" && cidr !== null && (only === undefined ? !internal : address === only)
        ? [{ address, cidr }]
        : [],
    ),
  );
}

export function machineNearby(place?: NearbyPlace): NearbyPort {
  return {
    listen: (onChange) =>
      listenNearby({
        clock: systemClock,
        links: () => machineLinks(place?.address),
        open: openMdns,
        ...(place?.port !== undefined && { port: place.port }),
        onChange,
      }),
  };
}

/** `PAIRTRAY_MDNS_INTERFACE`: the IPv4 address of the only card to look on. */
export function placeFrom(env: Readonly<Record<string, string | undefined>>): NearbyPlace | undefined {
  const address = env["PAIRTRAY_MDNS_INTERFACE"]?.trim();
  return address ? { address } : undefined;
}
