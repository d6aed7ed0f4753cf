import type { BookEnvironment, PairingBook, SetupAccess, SetupCompletion, SetupRecord } from "./pairing-book.ts";

export const setupLifeMs = 10 * 60_000;

const limitedScopes = [
  "operator.approvals",
  "operator.questions",
  "operator.read",
  "operator.talk.secrets",
  "operator.write",
];

/** What a phone that shows a code of this access gets (measured on 2026.9.6). */
export function setupGrant(access: SetupAccess): { roles: readonly string[]; scopes: readonly string[] } {
  if (access === "node") return { roles: ["node"], scopes: [] };
  return {
    roles: ["node", "operator"],
    scopes: access === "full" ? ["operator.admin", ...limitedScopes] : limitedScopes,
  };
}

/**
 * The access a code really carries. Over plain `ws://` beyond this machine a gateway gives no more than the limited
 * profile, because the credential crosses the network in clear.
 */
export function accessOverUrl(url: URL, wanted: SetupAccess): { access: SetupAccess; downgraded: boolean } {
  const isLocal = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  const downgraded = wanted === "full" && url.protocol !== "wss:" && !isLocal;
  return { access: downgraded ? "limited" : wanted, downgraded };
}

export function issueSetup(
  book: PairingBook,
  access: SetupAccess,
  environment: BookEnvironment,
): { book: PairingBook; setup: SetupRecord } {
  const setup: SetupRecord = {
    setupId: environment.id(),
    token: environment.secret(),
    access,
    expiresAtMs: environment.now() + setupLifeMs,
  };
  return { book: { ...book, setups: [...book.setups, setup] }, setup };
}

/**
 * A device shows the credential of a code. The first one to do so owns it: undefined for anybody else, after use, and
 * after its time.
 */
export function claimSetup(
  book: PairingBook,
  claim: { token: string; deviceId: string; publicKey: string; role: string },
  now: number,
): { book: PairingBook; setup: SetupRecord } | undefined {
  const found = book.setups.find((setup) => setup.token === claim.token);
  if (!found || found.completion || now > found.expiresAtMs) return undefined;
  if (!setupGrant(found.access).roles.includes(claim.role)) return undefined;
  if (found.boundTo && (found.boundTo.deviceId !== claim.deviceId || found.boundTo.publicKey !== claim.publicKey)) {
    return undefined;
  }
  const setup: SetupRecord = { ...found, boundTo: { deviceId: claim.deviceId, publicKey: claim.publicKey } };
  return { book: replaceSetup(book, setup), setup };
}

/** The device has its tokens: the code is spent. */
export function completeSetup(
  book: PairingBook,
  setup: SetupRecord,
  device: { deviceId: string; displayName?: string | undefined },
  now: number,
): { book: PairingBook; completion: SetupCompletion } {
  const completion: SetupCompletion = {
    setupId: setup.setupId,
    deviceId: device.deviceId,
    ...(device.displayName !== undefined && { deviceName: device.displayName }),
    access: setup.access,
    ts: now,
  };
  return { book: replaceSetup(book, { ...setup, completion }), completion };
}

function replaceSetup(book: PairingBook, setup: SetupRecord): PairingBook {
  return { ...book, setups: book.setups.map((other) => (other.setupId === setup.setupId ? setup : other)) };
}
