import { hostReach, readReach } from "./reach.ts";

/** One network address of this machine. */
export interface NetworkAddress {
  /** Name of the interface: `en0`, `wlan0`, `Ethernet`. */
  readonly name: string;
  readonly address: string;
  readonly family: 4 | 6;
}

/** An address that a set-up code may carry. Without `url` the gateway chooses by itself. */
export interface PairAddress {
  readonly url?: string;
  readonly label: string;
}

/** Bridges of containers and virtual machines: no phone is ever behind one. */
const virtual = /^(docker|br-|veth|virbr|vmnet|vboxnet|lxc|lxd|podman|utun|awdl|llw|bridge|ifb)/i;

/**
 * The address of this machine to serve something on without asking: one of a private network that has real devices in it. On
 * a public one anybody might knock, and behind a virtual bridge there is nobody. Undefined: the user has to choose.
 */
export function usualNetwork(all: readonly NetworkAddress[]): string | undefined {
  return networkAddresses(all).find(({ name, address }) => hostReach(address) !== "public" && !virtual.test(name))
    ?.address;
}

/** The addresses at which other devices of the same network find this machine; the likeliest first. IPv4: short to type. */
export function networkAddresses(all: readonly NetworkAddress[]): readonly NetworkAddress[] {
  const rank = ({ name, address }: NetworkAddress): number => {
    const kind = hostReach(address);
    if (virtual.test(name)) return 3;
    return kind === "lan" ? 0 : kind === "tailscale" ? 2 : 1;
  };
  return all
    .filter(
      ({ family, address }) => family === 4 && hostReach(address) !== "this-machine" && !address.startsWith("169.254."),
    )
    .toSorted((a, b) => rank(a) - rank(b));
}

/**
 * The addresses to choose from for the gateway that PairTray itself reaches at `own`. One on this machine is known to the
 * network by the machine's addresses, where it listens there; a loopback address is offered last, for an emulator.
 */
export function pairAddresses(own: string, networks: readonly NetworkAddress[]): readonly PairAddress[] {
  const url = URL.parse(own);
  const reach = readReach(own);
  const byItself: PairAddress = { label: "Let the gateway choose" };
  if (!url || !reach) return [byItself];
  if (reach.kind !== "this-machine") return [{ url: own, label: "As PairTray reaches it" }, byItself];
  const here = networkAddresses(networks)
    .filter(({ address }) => hostReach(address) !== "tailscale")
    .map(({ name, address }) => ({
      url: `${url.protocol}//${address}${url.port === "" ? "" : `:${url.port}`}`,
      label: `This computer in its network (${name})`,
    }));
  return [byItself, ...here, { url: own, label: "This computer only" }];
}
