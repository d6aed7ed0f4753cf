import type { Words } from "./failure-words.ts";
import type { RequestView } from "./snapshot.ts";

/** Whoever asks is paired already: blocking what it asks for takes nothing away from it. */
export function keepsAccess({ kind }: Pick<RequestView, "kind">): boolean {
  return kind === "upgrade" || kind === "repair";
}

const unblocking = "Settings lists what is blocked, and takes it back.";

/** What came of *Reject and block*. */
export function blockedWords(request: Pick<RequestView, "kind" | "name">): Required<Words> {
  const sentence = `“${request.name}” is blocked: PairTray rejects its requests on sight.`;
  if (!keepsAccess(request)) return { sentence, step: unblocking };
  return {
    sentence: `${sentence} It keeps the access that it has.`,
    step: `Devices, Lost it… locks it out. ${unblocking}`,
  };
}
