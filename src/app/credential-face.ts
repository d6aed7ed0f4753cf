import type { ConnectFailure, CredentialKind } from "../gateway/connect-failure.ts";
import type { GatewayStateView } from "./snapshot.ts";

/** What the window shows of a connection, but for when the next try is. */
export type Face = Omit<GatewayStateView, "retryAtMs">;

const credentialWords: Record<CredentialKind, string> = {
  token: "token",
  password: "password",
  "device-token": "device token",
  "bootstrap-token": "set-up code",
  other: "credentials",
};

/** What helps comes first. */
export const askForCredentials: Face["offers"] = ["enter-credentials", "retry"];
export const inConfig = "On the gateway's machine it stands in openclaw.json under gateway.auth.";

/** The face of a gateway that refuses or misses a credential. */
export function credentialFace({ credential, missing }: Extract<ConnectFailure, { kind: "wrong-credentials" }>): Face {
  const word = credentialWords[credential];
  const kind = "wrong-credentials";
  if (missing) {
    return {
      kind,
      title: `The gateway asks for a ${word === "credentials" ? "token or password" : word}`,
      sentence: "PairTray has none for this gateway yet.",
      step: `Enter it here. ${inConfig}`,
      offers: askForCredentials,
    };
  }
  if (credential === "device-token") {
    return {
      kind,
      title: "The gateway withdrew PairTray's access",
      sentence: "It no longer accepts the device token that it once gave PairTray.",
      step: `Enter the gateway's own token or password. ${inConfig}`,
      offers: askForCredentials,
    };
  }
  return {
    kind,
    title: `The gateway doesn't accept the ${word}`,
    sentence: "PairTray has stopped trying, so that nothing gets locked.",
    step:
      credential === "bootstrap-token"
        ? `Enter the gateway's own token or password instead. ${inConfig}`
        : `Enter the one that is in use now. ${inConfig}`,
    offers: askForCredentials,
  };
}
