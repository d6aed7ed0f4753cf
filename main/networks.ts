import { networkInterfaces } from "node:os";
import type { NetworkAddress } from "../src/pairing/pair-address.ts";

/** The addresses of this machine that other machines may use, in the system's order. */
export function machineNetworks(interfaces = networkInterfaces): readonly NetworkAddress[] {
  return Object.entries(interfaces()).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ internal }) => !internal)
      .map(({ address, family }) => ({ name, address, family: family === "IPv6" ? (6 as const) : (4 as const) })),
  );
}
