import { speaksForItself, type NearbyGateway } from "../gateway/nearby-gateway.ts";
import type { Nearby } from "../gateway/nearby-listener.ts";

/** Gateways that announce themselves on this network, while *Add a gateway* is open. Hints, all of it. */
export interface NearbyView {
  /** What it waits for, or why it can't. */
  readonly sentence: string;
  /** `silent`: it has asked for a while, and nobody answered. `deaf`: it can't ask. */
  readonly state: "listening" | "silent" | "deaf";
  readonly gateways: readonly NearbyGatewayView[];
}

export interface NearbyGatewayView {
  readonly key: string;
  /** The name that it gives itself, made safe. */
  readonly name: string;
  /** Ready for the address field. */
  readonly url: string;
  /** One quiet line. */
  readonly facts: string;
  /** Of the certificate that it says it has, 64 hex digits. */
  readonly fingerprint?: string;
  /** What doesn't fit with what is known here, in sentences. */
  readonly warnings: readonly string[];
}

/** A gateway that is in the list already. */
export interface KnownGateway {
  readonly name: string;
  readonly address: string;
  /** The certificate that the user trusts. */
  readonly pinned: string | undefined;
}

/** So many questions without an answer, and it is said that there is none (about three seconds). */
const PATIENCE = 3;

function fold(name: string): string {
  return name.normalize("NFKC").toLowerCase().trim();
}

/** The same place: host (or the name that it was announced with) and port. */
function isSamePlace(gateway: NearbyGateway, address: string): boolean {
  const [here, there] = [URL.parse(gateway.url), URL.parse(address)];
  return (
    here !== null &&
    there !== null &&
    portOf(here) === portOf(there) &&
    (here.hostname === there.hostname || there.hostname === gateway.host)
  );
}

function portOf({ port, protocol }: URL): string {
  return port || (protocol === "wss:" ? "443" : "80");
}

function warningsOf(
  gateway: NearbyGateway,
  all: readonly NearbyGateway[],
  known: readonly KnownGateway[],
): readonly string[] {
  const { url, name, fingerprint } = gateway;
  const same = known.find(({ address }) => isSamePlace(gateway, address));
  const warnings: string[] = [];
  if (same?.pinned !== undefined && fingerprint !== undefined && fingerprint !== same.pinned) {
    warnings.push(
      `It names another certificate than the one you trusted for “${same.name}”. PairTray goes on believing only that one.`,
    );
  }
  if (same && same.address.startsWith("wss:") && url.startsWith("ws:")) {
    warnings.push(`You reach “${same.name}” here with TLS, and this says there is none. Somebody may be pretending.`);
  }
  if (!same && known.some((one) => fold(one.name) === fold(name))) {
    warnings.push("One of your gateways has the same name, at another address.");
  }
  if (all.some((other) => other !== gateway && fold(other.name) === fold(name))) {
    warnings.push("Another one here gives itself the same name. Go by the address.");
  }
  return warnings;
}

function factsOf(gateway: NearbyGateway, known: readonly KnownGateway[]): string {
  const same = known.find(({ address }) => isSamePlace(gateway, address));
  return [
    gateway.host,
    gateway.url.startsWith("wss:") ? "with TLS" : "without TLS",
    same && `in your list as “${same.name}”`,
    !speaksForItself(gateway) && `announced by ${gateway.from}`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** What was heard, as the window shows it. */
export function nearbyView({ gateways, isFull, asked, isDeaf }: Nearby, known: readonly KnownGateway[]): NearbyView {
  const views = gateways.map((gateway): NearbyGatewayView => {
    const { key, name, url, fingerprint } = gateway;
    return {
      key,
      name,
      url,
      facts: factsOf(gateway, known),
      ...(fingerprint !== undefined && { fingerprint }),
      warnings: warningsOf(gateway, gateways, known),
    };
  });
  if (isDeaf && views.length === 0) {
    return { state: "deaf", sentence: "This computer has no network on which PairTray can listen.", gateways: [] };
  }
  if (views.length === 0) {
    return asked > PATIENCE
      ? { state: "silent", sentence: "No gateway has announced itself yet. PairTray keeps listening.", gateways: [] }
      : { state: "listening", sentence: "Listening for gateways on this network…", gateways: [] };
  }
  return {
    state: "listening",
    sentence: isFull
      ? "More announcements than PairTray keeps: some are not shown."
      : "Anybody here can announce a gateway. Choosing one fills in its address, and nothing else.",
    gateways: views,
  };
}
