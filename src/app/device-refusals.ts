import type { RpcFailure } from "../gateway/rpc-failure.ts";
import { rpcWords, type Words } from "./failure-words.ts";
import type { ActionName } from "./snapshot.ts";

/**
 * The gateway says "denied" for several reasons and tells them apart only in its own log (seen on 2026.9.6), with a phrase
 * and no code of its own. So the words name what can be the reason, by what this session may do.
 */
const denied = / denied$/;

/** What is known about whom the gateway refused. */
export interface Refused {
  /** It was about this app's own entry. */
  readonly isSelf?: boolean;
  /** This session was granted `operator.admin`. */
  readonly admin: boolean;
  /** This app's own device id. */
  readonly ownId: string;
  /** The gateway's rule that stands against it, in a sentence, where the list says enough to tell. */
  readonly rule?: string | undefined;
}

interface Denial {
  readonly sentence: string;
  /** Why, for a session without `operator.admin`. */
  readonly lesser: string;
  /** And for one with it. */
  readonly admin: string;
}

const ownAccess = "PairTray's own access has changed there.";
const tokenDenial: Denial = {
  sentence: "The gateway refused to change this token.",
  lesser: "The token may do more than PairTray, or the role isn't approved any more.",
  admin: "The role isn't approved any more, or PairTray's own access has changed there.",
};

const denials: Readonly<Record<ActionName, Denial>> = {
  approve: {
    sentence: "The gateway refused to let this device in.",
    lesser:
      "The request may be over, or giving it this access needs operator.admin, which PairTray doesn't have there.",
    admin: "The request may be over, or PairTray's own access has changed there.",
  },
  reject: {
    sentence: "The gateway refused to turn this request down.",
    lesser: "The request may be over, or deciding it needs operator.admin, which PairTray doesn't have there.",
    admin: "The request may be over, or PairTray's own access has changed there.",
  },
  remove: {
    sentence: "The gateway refused to remove this device.",
    lesser: "Removing other devices needs operator.admin, which PairTray doesn't have there.",
    admin: ownAccess,
  },
  rename: {
    sentence: "The gateway refused to rename this device.",
    lesser: "Renaming other devices needs operator.admin, which PairTray doesn't have there.",
    admin: ownAccess,
  },
  rotate: tokenDenial,
  revoke: tokenDenial,
};

/** Why the gateway refused what was to be done to a request or a paired device, in words. */
export function deviceRefusal(what: ActionName, failure: RpcFailure, { isSelf, admin, ownId, rule }: Refused): Words {
  if (failure.kind === "gone" && what !== "approve" && what !== "reject") {
    return {
      sentence: "The gateway doesn't know this device any more. Nothing was done.",
      step: "The list is up to date again. Look at it once more.",
    };
  }
  if (failure.kind !== "refused" || !denied.test(failure.message)) return rpcWords(failure, ownId);
  const denial = denials[what];
  const why = isSelf ? "PairTray's own entry or access has changed there." : admin ? denial.admin : denial.lesser;
  return { sentence: denial.sentence, step: rule ?? why };
}

/** The same in one go, for where there is one line. */
export function deviceRefusalLine(what: ActionName, failure: RpcFailure, refused: Refused): string {
  const { sentence, step } = deviceRefusal(what, failure, refused);
  return step === undefined ? sentence : `${sentence} ${step}`;
}
