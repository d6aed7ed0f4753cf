import type { ConnectFailure } from "../gateway/connect-failure.ts";
import type { ShutBy } from "../gateway/device-identity.ts";
import type { RpcFailure } from "../gateway/rpc-failure.ts";
import type { SessionState } from "../gateway/session.ts";
import { shownText } from "../pairing/shown-text.ts";
import { tlsFace, webFace } from "./address-face.ts";
import { askForCredentials, credentialFace, type Face, inConfig } from "./credential-face.ts";
import { askForAll } from "./recovery-page.ts";
import type { GatewayStateView } from "./snapshot.ts";

/** A sentence a person understands and what to do next. */
export interface Words {
  readonly sentence: string;
  readonly step?: string;
}

const causes = {
  refused: "Nothing answers at this address. The gateway may not be running.",
  name: "No machine is known by this name.",
  timeout: "The gateway did not answer in time.",
  reset: "The connection was cut.",
  network: "This machine can't reach the gateway's network.",
  closed: "The gateway closed the connection.",
};

const approvalReasons = {
  "not-paired": "This gateway doesn't know PairTray on this machine. Its owner must approve it once.",
  "role-upgrade": "This gateway knows this machine, but not as an operator. Its owner must approve that once.",
  "scope-upgrade": "PairTray asks for more access than this gateway has approved for it so far.",
  "metadata-upgrade": "Something about PairTray on this machine changed, so the gateway wants it approved again.",
};

function approvalFace(failure: Extract<ConnectFailure, { kind: "approval-needed" }>): Face {
  return {
    kind: "approval-needed",
    title: "Waiting to be approved",
    sentence: approvalReasons[failure.reason],
    step: "Run this on the gateway's machine. PairTray goes on by itself once it is approved.",
    command:
      failure.requestId === undefined ? "openclaw devices list" : `openclaw devices approve ${failure.requestId}`,
    offers: ["retry"],
  };
}

/** A new key would be a stranger to the gateway, so PairTray waits for the one it knows. Only a restart looks for it again. */
function shutFace(by: ShutBy): Face {
  const orElse = "If that is lost for good, remove this gateway in Settings and add it again.";
  return {
    kind: "trouble",
    offers: [],
    ...(by === "keyring"
      ? {
          title: "The keyring is locked",
          sentence: "PairTray's key for this gateway is sealed with a keyring that isn't open, so nothing was sent.",
          step: `Unlock the keyring and restart PairTray. ${orElse}`,
        }
      : {
          title: "PairTray's key can't be read",
          sentence: "The file with PairTray's key for this gateway is there, but can't be read. Nothing was sent.",
          step: `Make it readable for your user and restart PairTray. ${orElse}`,
        }),
  };
}

/** The face of a connection that isn't there. Every failure has one; the switch is exhaustive by type. */
export function failureFace(failure: ConnectFailure): Face {
  switch (failure.kind) {
    case "approval-needed":
      return approvalFace(failure);
    case "wrong-credentials":
      return credentialFace(failure);
    case "protocol-mismatch":
      return {
        kind: "protocol-mismatch",
        title: "PairTray and this gateway don't understand each other",
        sentence:
          failure.expected === undefined
            ? "PairTray speaks protocol 3 and 4."
            : `The gateway wants protocol ${failure.expected}; PairTray speaks 3 and 4.`,
        step: "Update the older of the two.",
        offers: ["retry"],
      };
    case "unreachable":
      return {
        kind: "unreachable",
        title: "The gateway can't be reached",
        sentence: causes[failure.cause],
        step: "On the gateway's machine, `openclaw gateway status` tells whether it runs.",
        // A name that nobody knows was mistyped, or this machine has no network for the moment.
        offers: failure.cause === "name" ? ["retry", "change-address"] : ["retry"],
      };
    case "not-a-gateway":
      return webFace(failure.httpStatus);
    case "starting":
      return {
        kind: "connecting",
        title: "The gateway is starting",
        sentence: "It asked PairTray to wait a moment.",
        offers: ["retry"],
      };
    case "rate-limited":
      return {
        kind: "trouble",
        title: "The gateway asks for a pause",
        sentence: "There were too many tries with wrong credentials. PairTray waits as long as the gateway asks.",
        offers: [],
      };
    case "device-auth":
      return {
        kind: "trouble",
        title: "The gateway can't verify this machine",
        sentence:
          failure.code === "DEVICE_AUTH_SIGNATURE_EXPIRED"
            ? "What PairTray signs looks too old or too new to it. PairTray tries again by itself."
            : "It doesn't accept what PairTray signs. PairTray tries again by itself.",
        offers: ["retry"],
      };
    case "scope-mismatch":
      return {
        kind: "trouble",
        title: "PairTray has less access here than it needs",
        sentence: "The device token that this gateway gave PairTray covers only a part.",
        step: `Enter the gateway's own token or password, so that PairTray can ask for the rest. ${inConfig}`,
        offers: askForCredentials,
      };
    case "removed":
      return {
        kind: "trouble",
        title: "The gateway cut PairTray off",
        sentence: "Somebody removed this app there, or rotated or revoked its token. PairTray asks again in a moment.",
        offers: ["retry"],
      };
    case "tls":
      return tlsFace(failure.code);
    case "insecure-address":
      return {
        kind: "trouble",
        title: "This address isn't safe",
        sentence: "A connection without TLS over the open internet would show your token to everybody on the way.",
        step: "Use a wss:// address, or Tailscale.",
        offers: ["change-address"],
      };
    case "identity-shut":
      return shutFace(failure.by);
    case "refused":
      return {
        kind: "trouble",
        title: "The gateway refuses the connection",
        sentence: `It answered ${failure.code}.`,
        offers: ["retry", "enter-credentials"],
      };
  }
}

/** The face of a session. `listTrouble`: connected, but what the gateway sends is no list. */
export function sessionFace(state: SessionState, listTrouble: boolean): GatewayStateView {
  switch (state.kind) {
    case "connected":
      return listTrouble
        ? {
            kind: "trouble",
            title: "Connected, but the list can't be read",
            sentence: "The gateway's answer was not a list of devices. PairTray keeps asking.",
            offers: [],
          }
        : { kind: "connected", title: "Connected", sentence: "Requests show up here at once.", offers: [] };
    case "connecting":
      return { kind: "connecting", title: "Connecting", sentence: "Waiting for the gateway to answer.", offers: [] };
    case "closed":
      // "Watch again" is the way back, and the window has it; a try alone would do nothing.
      return {
        kind: "stopped",
        title: "Not connected",
        sentence: "This gateway is paused.",
        step: "PairTray hears of no request there until you watch it again.",
        offers: [],
      };
    case "failed":
      return {
        ...failureFace(state.failure),
        ...(state.retryAtMs !== undefined && { retryAtMs: state.retryAtMs }),
      };
  }
}

/**
 * Why a decision did not go through, in words.
 * @param ownId this app's own device id, for the command that takes it out
 */
export function rpcWords(failure: RpcFailure, ownId = ""): Words {
  switch (failure.kind) {
    case "gone":
      return {
        sentence: "The gateway no longer has this: it changed, ended or was decided elsewhere. Nothing was done.",
        step: "The list is up to date again. Look at it once more.",
      };
    case "missing-scope":
      return {
        sentence: `PairTray lacks the scope ${shownText(failure.scope, 80)} for this.`,
        step: askForAll(ownId),
      };
    case "unknown-method":
      return { sentence: "This gateway is too old for that.", step: "Update OpenClaw on the gateway's machine." };
    case "no-answer":
      return {
        sentence: "The gateway did not answer, so PairTray doesn't know whether it was done.",
        step: "The list tells as soon as the gateway answers again.",
      };
    case "not-connected":
      return { sentence: "The gateway isn't connected, so nothing was sent.", step: "Try again when it is back." };
    case "refused":
      return { sentence: `The gateway refused (${shownText(failure.code, 60)}): ${shownText(failure.message, 200)}` };
  }
}

/** The gateway cut PairTray off. What it says a second later no longer tells that anything happened, so this stays. */
export function cutOffWords(gateway: string): Words {
  return {
    sentence: `${gateway} cut PairTray off: somebody removed this app there, or rotated or revoked its token.`,
    step: "If it wasn't you, find out who: `openclaw devices list` on the gateway's machine shows who is there.",
  };
}

/** Rows of the gateway's list that are no devices as far as anybody can tell. */
export function unreadableWords(rows: number): Words {
  return {
    sentence: `${rows === 1 ? "One entry of the gateway's list can't be read and is" : `${rows} entries of the gateway's list can't be read and are`} not shown.`,
    step: "On the gateway's machine, `openclaw devices list` shows all of them.",
  };
}
