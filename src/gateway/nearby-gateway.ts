import { isPrivateAddress } from "../pairing/address.ts";
import { shownText } from "../pairing/shown-text.ts";
import { plainFingerprint } from "./certificate.ts";
import { readAddress } from "../pairing/typed-address.ts";

/** Everything that one machine said of one gateway. */
export interface Announcement {
  /** The address that it came from. */
  readonly from: string;
  readonly instance: string;
  /** The name in front of the service, as it was sent. */
  readonly label: string;
  readonly host: string;
  readonly port: number;
  readonly texts: ReadonlyMap<string, string>;
  readonly addresses: readonly string[];
}

/**
 * A gateway that somebody on this network says is there. All of it is a hint: nobody signed it. Texts are safe to show.
 */
export interface NearbyGateway {
  /** The same as long as the announcement is. */
  readonly key: string;
  readonly name: string;
  /** Where it would be, ready for the address field. */
  readonly url: string;
  /** The machine's own name for itself (`pi.local`). */
  readonly host: string;
  /** SHA-256 of the certificate that it says it has, 64 hex digits. Shown and compared, never believed. */
  readonly fingerprint?: string;
  /** Where the announcement came from. */
  readonly from: string;
}

const LONGEST_NAME = 64;
const LONGEST_HOST = 80;

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}

/**
 * The address to try, of those that were announced: only of private networks, loopback only for what this very machine
 * says, never one that needs to know its network card (`fe80::`). The sender's own comes first, then IPv4.
 */
function chosenAddress({ addresses, from }: Pick<Announcement, "addresses" | "from">): string | undefined {
  const usable = addresses.filter(
    (address) =>
      isPrivateAddress(address) && !/^fe[89ab]|^::ffff:/i.test(address) && (!isLoopback(address) || isLoopback(from)),
  );
  return usable.find((address) => address === from) ?? usable.find((address) => !address.includes(":")) ?? usable[0];
}

/**
 * The announcement as a gateway to offer; undefined when it is none, or when it points anywhere but into a private
 * network. Address and port are those of the service itself (SRV, A, AAAA), never those that its texts claim: so the
 * gateway's own documentation wants it (docs/gateway/discovery.md).
 */
export function readNearby(announcement: Announcement): NearbyGateway | undefined {
  const { from, instance, label, host, port, texts } = announcement;
  if (texts.get("role") !== "gateway") return undefined;
  const address = chosenAddress(announcement);
  if (address === undefined) return undefined;
  const scheme = texts.get("gatewaytls") === "1" ? "wss" : "ws";
  const read = readAddress(`${scheme}://${address.includes(":") ? `[${address}]` : address}:${port}`);
  if ("sentence" in read) return undefined;
  const fingerprint = scheme === "wss" ? plainFingerprint(texts.get("gatewaytlssha256") ?? "") : undefined;
  return {
    key: `${from} ${instance}`,
    name: shownText(texts.get("displayname"), LONGEST_NAME) || shownText(label, LONGEST_NAME) || "Unnamed gateway",
    url: read.url,
    host: shownText(host, LONGEST_HOST),
    from,
    ...(fingerprint !== undefined && { fingerprint }),
  };
}

/** One row for each address. Whoever speaks for itself wins over whoever speaks for another machine. */
export function withoutDoubles(gateways: readonly NearbyGateway[]): readonly NearbyGateway[] {
  const byUrl = new Map<string, NearbyGateway>();
  for (const gateway of gateways) {
    const other = byUrl.get(gateway.url);
    if (!other || (!speaksForItself(other) && speaksForItself(gateway))) byUrl.set(gateway.url, gateway);
  }
  return [...byUrl.values()];
}

/** Whether the announcement came from the very address that it names. */
export function speaksForItself({ url, from }: Pick<NearbyGateway, "url" | "from">): boolean {
  return URL.parse(url)?.hostname.replace(/^\[|\]$/g, "") === from;
}
