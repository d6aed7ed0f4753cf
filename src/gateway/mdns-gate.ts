import { BlockList } from "node:net";
import type { Clock } from "./clock.ts";

/** One IPv4 address of this machine, and the network it is on (`192.168.1.5`, `192.168.1.5/24`). */
export interface MdnsLink {
  readonly address: string;
  readonly cidr: string;
}

/** Bytes: no honest packet is longer (RFC 6762, 17). */
const LONGEST_PACKET = 9_000;
const WINDOW_MS = 1_000;
/** Packets read of one sender in a second, and of all. A gateway sends a few when asked, and then none. */
const MOST_OF_ONE = 20;
const MOST_OF_ALL = 200;

/**
 * Decides, before anything is decoded, whether a packet is looked at: only from the same network (RFC 6762, 11), not
 * too long, and not too many. A flood costs what is read of it and no more.
 */
export function createMdnsGate(
  { cidr }: MdnsLink,
  clock: Pick<Clock, "now">,
): (from: string, bytes: number) => boolean {
  const network = new BlockList();
  const [base = "", prefix = "32"] = cidr.split("/");
  network.addSubnet(base, Number(prefix), "ipv4");
  let counts = new Map<string, number>();
  let all = 0;
  let windowMs = clock.now();
  return (from, bytes) => {
    if (bytes > LONGEST_PACKET || !network.check(from, "ipv4")) return false;
    const now = clock.now();
    // A clock that was set back begins a new window too.
    if (Math.abs(now - windowMs) >= WINDOW_MS) {
      windowMs = now;
      counts = new Map();
      all = 0;
    }
    const own = counts.get(from) ?? 0;
    if (all >= MOST_OF_ALL || own >= MOST_OF_ONE) return false;
    counts.set(from, own + 1);
    all += 1;
    return true;
  };
}
