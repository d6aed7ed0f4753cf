import type { StandingAction } from "./action-book.ts";
import type { Words } from "./failure-words.ts";
import type { ActionName } from "./snapshot.ts";

const participles: Readonly<Record<ActionName, string>> = {
  approve: "approved",
  reject: "rejected",
  remove: "removed",
  revoke: "revoked",
  rename: "renamed",
  rotate: "rotated",
};

/**
 * Why nothing else is done to a thing now: something else waits for it, is on its way to the gateway or was done.
 * @param name as it is shown; empty where nobody knows it any more
 */
export function standingWords(name: string, { state, what }: StandingAction): Words {
  const thing = name === "" ? "it" : `“${name}”`;
  const whole = what === "revoke" || what === "rotate" ? `A token of ${thing}` : name === "" ? "It" : thing;
  const done = participles[what];
  if (state === "waiting") return { sentence: `${whole} is about to be ${done}.`, step: "Undo that first." };
  if (state === "done") return { sentence: `${whole} was ${done} a moment ago. Nothing else was sent.` };
  return {
    sentence: `${whole} is being ${done} at this moment. Nothing else was sent.`,
    step: "Wait for what comes of that.",
  };
}
