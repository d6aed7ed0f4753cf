import type { Certificate } from "../gateway/certificate.ts";
import type { ConnectFailure } from "../gateway/connect-failure.ts";
import { shownText } from "../pairing/shown-text.ts";
import type { RecoveryView } from "./snapshot.ts";

/** What is known beside the failure itself; all of it is shown. */
export interface RecoveryFacts {
  /** This app's own device id. */
  readonly deviceId: string;
  readonly address: string;
  /** The gateway's clock minus ours, ms; undefined until it was measured. */
  readonly clockOffsetMs?: number | undefined;
  /** What the gateway shows now. */
  readonly certificate?: Certificate | undefined;
  /** The one that the user believed. */
  readonly pinned?: string | undefined;
  /** The one that the network announced for this address. */
  readonly announced?: string | undefined;
}

type Page = Omit<RecoveryView, "certificate">;
type Command = RecoveryView["commands"][number];

const command = (say: string, run: string): Command => ({ say, run });
/** Ids come from the gateway: only what a shell takes as one plain word may stand in a command that people copy. */
const plainId = (id: string): string => (/^[\w.-]{1,128}$/.test(id) ? id : "<id>");

const listDevices = command("See which devices it knows, and which wait", "openclaw devices list");
const showToken = command("Show the token that is in use now", "openclaw gateway auth-token --show");
const tokenInTerminal = "The token it prints is a secret: paste it into PairTray and nowhere else.";

/** The token-drift checklist of the gateway's documentation, with this app's real id. */
function drift(deviceId: string): readonly Command[] {
  const id = plainId(deviceId);
  return [
    showToken,
    listDevices,
    command("Give PairTray a fresh device token", `openclaw devices rotate --device ${id} --role operator`),
    command("If that isn't enough: take PairTray out, then approve it when it asks", `openclaw devices remove ${id}`),
  ];
}

function approval(failure: Extract<ConnectFailure, { kind: "approval-needed" }>): Page {
  const approve =
    failure.requestId === undefined
      ? listDevices
      : command("Approve PairTray", `openclaw devices approve ${plainId(failure.requestId)}`);
  const happened = {
    "not-paired": "This gateway has never approved PairTray on this machine, or has removed it.",
    "role-upgrade": "PairTray is known here, but not in the role of an operator.",
    "scope-upgrade": "PairTray is known here, but has less access than it asks for.",
    "metadata-upgrade":
      "PairTray is known here, but something it says about this machine (system, program) is another now.",
  }[failure.reason];
  const had = failure.approvedScopes.map((scope) => shownText(scope, 60)).join(", ");
  return {
    code: `PAIRING_REQUIRED (${failure.reason})`,
    happened: had === "" ? happened : `${happened} Approved so far: ${had}.`,
    here: ["Nothing. PairTray keeps its request open and goes on by itself the moment it is approved."],
    commands: [listDevices, approve],
  };
}

function credentials(
  { code, credential, missing }: Extract<ConnectFailure, { kind: "wrong-credentials" }>,
  deviceId: string,
): Page {
  if (credential === "device-token") {
    return {
      code,
      happened:
        "The device token that this gateway once gave PairTray isn't valid any more: it was renewed, revoked or lost there.",
      here: [
        "PairTray has thrown the old device token away already.",
        "Enter the gateway's own token or password: with it, the gateway hands out a new device token by itself.",
      ],
      commands: drift(deviceId),
    };
  }
  if (credential === "bootstrap-token") {
    return {
      code,
      happened: "A set-up code is good once and for about ten minutes. This one is used, expired or taken back.",
      here: ["Enter the gateway's own token or password instead."],
      commands: [showToken],
    };
  }
  if (missing) {
    return {
      code,
      happened: "The gateway asks for a token or a password, and PairTray has none for this address.",
      here: ["Enter it. What stands in this machine's openclaw.json is only used for the gateway that it describes."],
      commands: [showToken],
      note: tokenInTerminal,
    };
  }
  return {
    code,
    happened:
      credential === "token"
        ? "The gateway's token is another one now. PairTray tried its own device token once where that is safe, and stopped."
        : "The gateway doesn't take this password or token. PairTray has stopped trying, so that nothing gets locked.",
    here: ["Enter the one that is in use now. The page closes as soon as the gateway accepts it."],
    commands: drift(deviceId),
    note: tokenInTerminal,
  };
}

/** "3 minutes ahead of" and the like; undefined while it is close enough not to matter. */
export function clockWords(offsetMs: number): string | undefined {
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  if (seconds < 5) return undefined;
  const amount =
    seconds < 120
      ? `${seconds} seconds`
      : seconds < 7200
        ? `${Math.round(seconds / 60)} minutes`
        : `${Math.round(seconds / 3600)} hours`;
  return `The gateway's clock is ${amount} ${offsetMs > 0 ? "ahead of" : "behind"} this machine's.`;
}

function deviceAuth(code: string, { clockOffsetMs, deviceId }: RecoveryFacts): Page {
  const clock = clockOffsetMs === undefined ? "" : (clockWords(clockOffsetMs) ?? "Both clocks agree to a few seconds.");
  const isTime = code === "DEVICE_AUTH_SIGNATURE_EXPIRED";
  return {
    code,
    happened:
      `The gateway can't verify the signature of this machine${isTime ? ": it looks too old or too new" : ""}. ${clock}`.trim(),
    here: [
      "Set this machine's clock to network time.",
      "If the clocks agree and it stays so: update PairTray, or remove this gateway here and add it again.",
    ],
    commands: [
      command("Compare the time there", "date -u"),
      command("If PairTray's entry there is damaged, take it out", `openclaw devices remove ${plainId(deviceId)}`),
    ],
  };
}

function certificate(code: string, { pinned, certificate: shown }: RecoveryFacts): Page {
  if (code === "FINGERPRINT") {
    return {
      code: "Certificate changed",
      happened:
        "The gateway shows another certificate than the one you trusted. Somebody renewed it, or somebody stands in between. PairTray sent nothing and stopped.",
      here: [
        "Compare the new fingerprint with the one that the gateway's own machine shows.",
        "Trust it only if both are the same.",
      ],
      commands: [fingerprintCommand],
    };
  }
  return {
    code: pinned === undefined && shown ? "Certificate not trusted" : code,
    happened:
      "This machine's system doesn't trust the gateway's certificate. Gateways that make their own are never trusted at first.",
    here: [
      "Compare the fingerprint below with the one that the gateway's own machine shows, and trust it if they are the same.",
    ],
    commands: [fingerprintCommand],
  };
}

const fingerprintCommand = command(
  "Show the fingerprint there",
  "openssl x509 -noout -fingerprint -sha256 -in ~/.openclaw/gateway/tls/gateway-cert.pem",
);

/** One page a cause: what happened, what to do here, and what to run on the gateway. Undefined where the face says it all. */
export function recoveryPage(failure: ConnectFailure, facts: RecoveryFacts): RecoveryView | undefined {
  const page = pageOf(failure, facts);
  if (!page) return undefined;
  const { certificate: shown, pinned, announced } = facts;
  if (failure.kind !== "tls" || !shown) return page;
  return {
    ...page,
    certificate: {
      fingerprint: shown.fingerprint,
      subject: shownText(shown.subject, 80),
      ...(pinned !== undefined && { trusted: pinned }),
      // The same one proves nothing: whoever shows a certificate can announce it.
      ...(announced !== undefined && announced !== shown.fingerprint && { announced }),
      ...(shown.validToMs !== undefined && { validToMs: shown.validToMs }),
    },
  };
}

function pageOf(failure: ConnectFailure, facts: RecoveryFacts): Page | undefined {
  switch (failure.kind) {
    case "approval-needed":
      return approval(failure);
    case "wrong-credentials":
      return credentials(failure, facts.deviceId);
    case "scope-mismatch":
      return {
        code: failure.code,
        happened: "PairTray's device token is right, but was approved for less than PairTray asks for.",
        here: [
          "Enter the gateway's own token or password, so that PairTray can ask for the rest; its owner then approves that.",
        ],
        commands: [
          listDevices,
          command(
            "Or take PairTray out, and approve it when it asks",
            `openclaw devices remove ${plainId(facts.deviceId)}`,
          ),
        ],
      };
    case "device-auth":
      return deviceAuth(failure.code, facts);
    case "rate-limited":
      return {
        code: "AUTH_RATE_LIMITED",
        happened: "Somebody tried to get in too often with wrong credentials, from this machine or this network.",
        here: ["Nothing. PairTray waits as long as the gateway asks. Trying earlier would only make it longer."],
        commands: [command("See who tries", "openclaw logs --follow")],
      };
    case "protocol-mismatch":
      return {
        code: "PROTOCOL_MISMATCH",
        happened: `PairTray speaks protocol 3 and 4${failure.expected === undefined ? "" : `, the gateway wants ${failure.expected}`}.`,
        here: ["Update PairTray if the gateway is the newer one. PairTray looks again by itself now and then."],
        commands: [command("Update the gateway if it is the older one", "openclaw update")],
      };
    case "tls":
      return facts.certificate || failure.code === "FINGERPRINT" ? certificate(failure.code, facts) : undefined;
    case "removed":
      return {
        code: "4001",
        happened: "Somebody removed PairTray on this gateway, or renewed or revoked its token, while it was connected.",
        here: [
          "If that was you: nothing, PairTray asks again by itself. If it wasn't: find out who, before you approve it again.",
        ],
        commands: [listDevices],
      };
    case "starting":
      return {
        code: "Starting",
        happened: "The gateway is up, but not ready yet, or it is restarting.",
        here: ["Nothing. PairTray goes on by itself."],
        commands: [command("If it takes minutes", "openclaw gateway status")],
      };
    case "unreachable":
    case "not-a-gateway":
    case "insecure-address":
    case "refused":
      return undefined;
  }
}
