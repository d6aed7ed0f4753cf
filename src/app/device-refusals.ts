import type { RpcFailure } from "../gateway/rpc-failure.ts";
import { rpcWords, type Words } from "./failure-words.ts";
import type { ActionName } from "./snapshot.ts";

/**
 * The gateway says "denied" for several reasons and tells them apart only in its own log (seen on 2026.9.6), with a phrase
 * and no code of its own. So the words name what can be the reason.
 */
const denied = / denied$/;

const tokenWords: Words = {
  sentence: "The gateway refused to change this token.",
  step: "PairTray has no operator.admin there, or the token may do more than PairTray, or the role isn't approved any more.",
};

const denials: Readonly<Record<ActionName, Words>> = {
  approve: {
    sentence: "The gateway refused to let this device in.",
    step: "The request may be over, or giving it this access needs operator.admin, which PairTray doesn't have there.",
  },
  reject: {
    sentence: "The gateway refused to turn this request down.",
    step: "The request may be over, or deciding it needs operator.admin, which PairTray doesn't have there.",
  },
  remove: {
    sentence: "The gateway refused to remove this device.",
    step: "Removing other devices needs operator.admin, which PairTray doesn't have there.",
  },
  rename: {
    sentence: "The gateway refused to rename this device.",
    step: "Renaming other devices needs operator.admin, which PairTray doesn't have there.",
  },
  rotate: tokenWords,
  revoke: tokenWords,
};

/**
 * Why the gateway refused what was to be done to a request or a paired device, in words.
 * @param isSelf it was about this app's own entry
 */
export function deviceRefusal(what: ActionName, failure: RpcFailure, isSelf = false): Words {
  if (failure.kind === "gone" && what !== "approve" && what !== "reject") {
    return {
      sentence: "The gateway doesn't know this device any more. Nothing was done.",
      step: "The list is up to date again. Look at it once more.",
    };
  }
  if (failure.kind !== "refused" || !denied.test(failure.message)) return rpcWords(failure);
  const words = denials[what];
  return isSelf ? { sentence: words.sentence, step: "PairTray's own entry or access has changed there." } : words;
}

/** The same in one go, for where there is one line. */
export function deviceRefusalLine(what: ActionName, failure: RpcFailure): string {
  const { sentence, step } = deviceRefusal(what, failure);
  return step === undefined ? sentence : `${sentence} ${step}`;
}
