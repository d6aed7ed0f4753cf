import type { ConnectFailure } from "../gateway/connect-failure.ts";
import { shownText } from "../pairing/shown-text.ts";
import { certificateFault, mayBeTrusted } from "./certificate-words.ts";
import { credentialsPage, scopeMismatchPage } from "./recovery-credentials.ts";
import { command, listDevices, type Page, plainId, readLog, type RecoveryFacts } from "./recovery-page.ts";
import { certificatePage, deviceAuthPage } from "./recovery-proof.ts";
import type { RecoveryView } from "./snapshot.ts";

const approvalReasons = {
  "not-paired": "This gateway has never approved PairTray on this machine, or has taken it out.",
  "role-upgrade": "The gateway knows this machine, but not as an operator: that is what may see and decide requests.",
  "scope-upgrade": "The gateway knows PairTray, but has approved less access than it asks for.",
  "metadata-upgrade":
    "The gateway knows PairTray, but what PairTray says about this machine (its system, for example) is not what was approved.",
};

function approvalPage(failure: Extract<ConnectFailure, { kind: "approval-needed" }>): Page {
  const had = failure.approvedScopes.map((scope) => shownText(scope, 60)).join(", ");
  const happened = approvalReasons[failure.reason];
  return {
    code: `PAIRING_REQUIRED (${failure.reason})`,
    happened: had === "" ? happened : `${happened} Approved so far: ${had}.`,
    here: [
      'Nothing: it takes the command below, on the gateway\'s machine. PairTray keeps its request open and goes in by itself once the command was run; "Try now" looks at once.',
    ],
    commands: [
      ...(failure.requestId === undefined
        ? []
        : [command("Approve PairTray", `openclaw devices approve ${plainId(failure.requestId)}`)]),
      listDevices,
    ],
  };
}

/** One page a cause: what happened, what to do here, and what to run on the gateway. Undefined where the face says it all. */
export function recoveryPage(failure: ConnectFailure, facts: RecoveryFacts): RecoveryView | undefined {
  const page = withCutOff(pageOf(failure, facts), failure, facts);
  if (!page) return undefined;
  const { certificate: shown, pinned, announced } = facts;
  if (failure.kind !== "tls" || !shown || !mayBeTrusted(failure.code)) return page;
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

/** What is refused now, a second after the cut, is its consequence: the cut is what somebody has to look into. */
function withCutOff(page: Page | undefined, failure: ConnectFailure, { cutOff }: RecoveryFacts): Page | undefined {
  if (!page || !cutOff || failure.kind === "removed") return page;
  return {
    ...page,
    happened: `PairTray was connected here until somebody removed it, or rotated or revoked its token. ${page.happened}`,
    here: ["If it wasn't you who did that: find out who, before you let PairTray in again.", ...page.here],
    commands: page.commands.includes(listDevices) ? page.commands : [...page.commands, listDevices],
  };
}

function pageOf(failure: ConnectFailure, facts: RecoveryFacts): Page | undefined {
  switch (failure.kind) {
    case "approval-needed":
      return approvalPage(failure);
    case "wrong-credentials":
      return credentialsPage(failure, facts.deviceId);
    case "scope-mismatch":
      return scopeMismatchPage(failure.code, facts.deviceId);
    case "device-auth":
      return deviceAuthPage(failure.code, facts);
    case "rate-limited":
      return {
        code: "AUTH_RATE_LIMITED",
        happened:
          "Somebody tried to get in too often with wrong credentials, from this machine or this network. For a while the gateway answers nobody from there, not even with the right ones.",
        here: ["Nothing. PairTray waits as long as the gateway asks, then goes on by itself."],
        commands: [command("See who tries", "openclaw logs --follow")],
      };
    case "protocol-mismatch":
      return {
        code: "PROTOCOL_MISMATCH",
        happened: `PairTray speaks protocol 3 and 4${failure.expected === undefined ? "" : `, the gateway wants ${failure.expected}`}. One of the two is too old.`,
        here: ["Update PairTray if the gateway is the newer one. PairTray looks again by itself every minute."],
        commands: [command("Update the gateway if it is the older one", "openclaw update")],
      };
    case "tls":
      return facts.certificate || failure.code === "FINGERPRINT" || certificateFault(failure.code)
        ? certificatePage(failure.code, facts)
        : undefined;
    case "removed":
      return {
        code: "4001",
        happened:
          "Somebody took PairTray out on this gateway, or rotated or revoked its token, while it was connected. The gateway doesn't say which.",
        here: [
          "If that was you: nothing. PairTray asks again by itself.",
          "If it wasn't: find out who, before you approve PairTray again.",
        ],
        commands: [listDevices],
      };
    case "starting":
      return {
        code: "Starting",
        happened: "The gateway is up, but not ready yet, or it is restarting.",
        here: ["Nothing. PairTray goes on by itself."],
        commands: [command("If it takes minutes, see how it is", "openclaw gateway status"), readLog],
      };
    case "unreachable":
    case "not-a-gateway":
    case "insecure-address":
    case "identity-shut":
    case "refused":
      return undefined;
  }
}
