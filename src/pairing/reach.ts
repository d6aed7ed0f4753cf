import { isIP } from "node:net";

/** From where a gateway's address can be reached at all. */
export type ReachKind = "this-machine" | "lan" | "tailscale" | "public";

export interface Reach {
  readonly kind: ReachKind;
  /** `wss://`. */
  readonly secure: boolean;
  /** No phone app takes it: Tailscale and the open internet need `wss://` (gateway 2026.9.6 refuses to make such a code). */
  readonly refused: boolean;
  /** Over this address a gateway hands out full access; over plain `ws://` on a network it gives the limited one by itself. */
  readonly fullAccess: boolean;
}

const privateV4 = [/^10\./, /^192\.168\./, /^172\.(1[6-9]|2\d|3[01])\./, /^169\.254\./];
/** 100.64.0.0/10: carrier-grade NAT, which Tailscale uses for its own addresses. */
const tailscaleV4 = /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;

/** The host of an address as people write it: no brackets, no dot at its end, lower case. */
function plainHost(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
}

export function hostReach(host: string): ReachKind {
  const family = isIP(host);
  if (family === 4) {
    if (host.startsWith("127.")) return "this-machine";
    if (tailscaleV4.test(host)) return "tailscale";
    return privateV4.some((range) => range.test(host)) ? "lan" : "public";
  }
  if (family === 6) {
    if (host === "::1") return "this-machine";
    // Tailscale's own range lies inside the private one.
    if (host.startsWith("fd7a:115c:a1e0:")) return "tailscale";
    return /^(f[cd]|fe[89ab])/.test(host) ? "lan" : "public";
  }
  if (host === "localhost" || host.endsWith(".localhost")) return "this-machine";
  if (host.endsWith(".ts.net")) return "tailscale";
  // A bare name is known on one network only, as `.local` is.
  return host.endsWith(".local") || !host.includes(".") ? "lan" : "public";
}

/** What can be said of a gateway's address before anybody tried it; undefined where it is none. */
export function readReach(address: string): Reach | undefined {
  const url = URL.parse(address);
  if (!url || !["ws:", "wss:"].includes(url.protocol) || url.hostname === "") return undefined;
  const kind = hostReach(plainHost(url));
  const secure = url.protocol === "wss:";
  return {
    kind,
    secure,
    refused: !secure && (kind === "tailscale" || kind === "public"),
    fullAccess: secure || kind === "this-machine",
  };
}
