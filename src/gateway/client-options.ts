import type { GatewayClientOptions } from "@openclaw/gateway-client";
import { type DeviceIdentity, rawPublicKey, signPayload } from "./device-identity.ts";
import { NEWEST_PROTOCOL, OLDEST_PROTOCOL } from "./hello.ts";
import type { SessionOptions } from "./session.ts";

/** What the published client is told for one try: who asks, for what, and with which credentials. */
export function clientOptions(options: SessionOptions, identity: DeviceIdentity): GatewayClientOptions {
  const { url, credentials, tokens, scopes, app, log, tlsFingerprint } = options;
  return {
    url,
    ...(tlsFingerprint !== undefined && { tlsFingerprint }),
    ...credentials,
    clientName: "gateway-client",
    mode: "ui",
    role: "operator",
    scopes: [...scopes],
    clientDisplayName: app.displayName,
    clientVersion: app.version,
    platform: app.platform,
    minProtocol: OLDEST_PROTOCOL,
    maxProtocol: NEWEST_PROTOCOL,
    deviceIdentity: { ...identity },
    notifyOnStartupRetry: true,
    // An empty environment: what PairTray was given is all that may choose an address or a credential.
    env: {},
    hostDeps: {
      signDevicePayload: signPayload,
      publicKeyRawBase64UrlFromPem: rawPublicKey,
      loadDeviceAuthToken: () => {
        const stored = tokens.load();
        return stored ? { token: stored.token, scopes: [...stored.scopes] } : null;
      },
      storeDeviceAuthToken: ({ token, scopes: granted }) => {
        tokens.store({ token, scopes: granted });
      },
      clearDeviceAuthToken: () => {
        // The gateway no longer accepts it. Nothing is tried without it: what is missing then is a person's to give.
        tokens.clear();
      },
      logError: log,
    },
  };
}
