import type { ConnectFailure } from "../gateway/connect-failure.ts";
import { command, listDevices, type Page, plainId, takeOut } from "./recovery-page.ts";

/** Both are needed: who asks can't know which version the gateway is, since it lets nobody in. */
const showToken = [
  command(
    "Show the token that is in use now. It is a secret: paste it into PairTray and nowhere else",
    "openclaw gateway auth-token --show",
  ),
  command("The same on an older OpenClaw", "openclaw config get gateway.auth.token"),
];

const askMode = command("See whether it wants a token or a password", "openclaw config get gateway.auth.mode");

/** The token-drift checklist of the gateway's documentation (cli/devices), with this app's real id. */
function drift(deviceId: string): Page["commands"] {
  return [
    ...showToken,
    command(
      "Only if the right token doesn't help: rotate PairTray's device token there",
      `openclaw devices rotate --device ${plainId(deviceId)} --role operator`,
    ),
    command("If that doesn't help either: take PairTray out, and approve it when it asks again", takeOut(deviceId)),
  ];
}

/** A credential that the gateway refuses, or misses. */
export function credentialsPage(
  { code, credential, missing }: Extract<ConnectFailure, { kind: "wrong-credentials" }>,
  deviceId: string,
): Page {
  if (credential === "device-token") {
    return {
      code,
      happened:
        "PairTray got in with a device token that this gateway once gave it. Somebody rotated or revoked it there, or took PairTray out, so it isn't valid any more. PairTray has thrown it away and stopped.",
      here: [
        "If it wasn't you: find out who did it first.",
        "Then enter the gateway's own token or password. With it PairTray gets a new device token, or asks to be approved again.",
      ],
      commands: [...showToken, listDevices],
    };
  }
  if (credential === "bootstrap-token") {
    return {
      code,
      happened: "A set-up code is good once and for about ten minutes. This one is used, expired or taken back.",
      here: ["Enter the gateway's own token or password instead."],
      commands: showToken,
    };
  }
  if (missing) {
    return {
      code,
      happened: "The gateway asks for a token or a password, and PairTray has none for this address.",
      here: ["Enter it. What stands in this machine's openclaw.json is only used for the gateway that it describes."],
      commands: credential === "token" ? showToken : [askMode],
    };
  }
  if (credential === "token") {
    return {
      code,
      happened:
        "The token that PairTray has for this gateway isn't the one in use there: it was changed, or mistyped here. Where that is safe, PairTray also tried its own device token, once. It has stopped, so that nothing gets locked.",
      here: ["Enter the one that is in use now. This page closes as soon as the gateway accepts it."],
      commands: drift(deviceId),
    };
  }
  return {
    code,
    happened:
      "The gateway doesn't take this password or token. PairTray has stopped trying, so that nothing gets locked.",
    here: ["Enter the one that is in use now. This page closes as soon as the gateway accepts it."],
    commands: [askMode],
  };
}

/** The token is good, but for less than PairTray asks for. */
export function scopeMismatchPage(code: string, deviceId: string): Page {
  return {
    code,
    happened:
      "The gateway knows PairTray and its device token, but the token was approved for less than PairTray needs to see and decide.",
    here: [
      "Enter the gateway's own token or password. PairTray then asks for the rest, and shows here how to approve that.",
    ],
    commands: [
      ...showToken,
      command("If that doesn't help: take PairTray out, and approve it when it asks again", takeOut(deviceId)),
    ],
  };
}
