import { openclawVersions } from "../../scripts/lib/real-gateway-install.ts";

/** Which real gateway `npm run test:matrix` is at; a test of the matrix has no meaning without one. */
export function gatewayVersion(): string {
  const version = process.env["PAIRTRAY_GATEWAY_VERSION"];
  if (version === undefined || !openclawVersions.includes(version))
    throw new Error(`PAIRTRAY_GATEWAY_VERSION must be one of ${openclawVersions.join(", ")}.`);
  return version;
}

/** What a generation of gateways can do, as measured: the contract expects exactly this, neither less nor more. */
export interface GatewayTraits {
  readonly protocol: 3 | 4;
  /**
   * Says `auth.method`, `approvedVia`, `connected` and `tokenDelivery`, and names a missing scope in the error's details
   * (else only in its words).
   */
  readonly telling: boolean;
  /** `device.pair.rename` with its event. */
  readonly rename: boolean;
  /** `channels.pairing.*`. */
  readonly channels: boolean;
  /** `node.pair.remove`. */
  readonly nodeRemove: boolean;
  /** A device's last seen time in the list. */
  readonly lastSeen: boolean;
  /** The shared secret counts in the password field too, and the other way round. */
  readonly eitherField: boolean;
  /** A protocol that doesn't fit and scopes beyond a device token have codes of their own. */
  readonly codes: boolean;
  /** Letting in a node takes operator.admin. */
  readonly adminForNodes: boolean;
  /** `node.pair.requested` says which scopes its approval takes. */
  readonly approveScopes: boolean;
  /** A request that replaces another: `told` ends the old one with an event, `silent` without, `merged` keeps its id. */
  readonly superseding: "told" | "silent" | "merged";
  /**
   * What `PAIRING_REQUIRED` says of itself; nobody hands out more than they hold; a session by device token manages only itself; a node's pairing gives it a
   * token, asks for its commands, and ends with its live sockets when it is revoked or removed. All since 2026.5.
   */
  readonly contained: boolean;
  /** `plain`: codes can be made, but nobody is told which device used one, nor when one ends. */
  readonly setupCodes: "none" | "plain" | "full";
}

export const newest: GatewayTraits = {
  protocol: 4,
  telling: true,
  rename: true,
  channels: true,
  nodeRemove: true,
  lastSeen: true,
  eitherField: true,
  codes: true,
  adminForNodes: true,
  approveScopes: true,
  superseding: "told",
  contained: true,
  setupCodes: "full",
};

export function traitsOf(version: string): GatewayTraits {
  if (version >= "2026.9") return newest;
  const july = version >= "2026.7";
  return {
    protocol: july ? 4 : 3,
    telling: false,
    rename: false,
    channels: false,
    nodeRemove: version >= "2026.5",
    lastSeen: july,
    eitherField: false,
    codes: july,
    adminForNodes: july,
    approveScopes: false,
    superseding: july ? "told" : version >= "2026.5" ? "silent" : "merged",
    contained: version >= "2026.5",
    setupCodes: july ? "plain" : "none",
  };
}
