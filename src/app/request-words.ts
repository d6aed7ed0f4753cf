import { shownText } from "../pairing/shown-text.ts";
import type { Intent } from "./intent.ts";
import type { RequestView } from "./snapshot.ts";

/** Words and intents for a request outside of the window: the same in a notification and in the tray. */

/** What follows the name of whoever asks. */
export const asks: Readonly<Record<RequestView["kind"], string>> = {
  "new-device": "asks to pair",
  upgrade: "asks for more access",
  repair: "asks to pair again",
  "node-access": "asks to be used by your agents",
  "direct-message": "asks to write to your agents",
};

const stranger: Readonly<Record<RequestView["kind"], string>> = {
  "new-device": "A device asks to pair",
  upgrade: "A paired device asks for more access",
  repair: "A paired device asks to pair again",
  "node-access": "A paired node asks to be used by your agents",
  "direct-message": "Somebody asks to write to your agents",
};

/** “Pixel 9” asks to pair; without the name where names are hidden. */
export function requestTitle(request: RequestView, showName: boolean): string {
  return showName ? `“${request.name}” ${asks[request.kind]}` : stranger[request.kind];
}

/** Several at once, without names: what is asked for is said only where all of them ask for it. */
export function requestsWords(requests: readonly RequestView[]): string {
  const { length } = requests;
  const [one] = requests;
  const devices = new Set(requests.map(({ gatewayId, deviceId }) => `${gatewayId}/${deviceId}`));
  if (requests.every(({ kind }) => kind === "new-device") && devices.size === length) {
    return length === 1 ? "1 device asks to pair" : `${length} devices ask to pair`;
  }
  return one && length === 1 ? requestTitle(one, false) : `${length} requests are waiting`;
}

/** From where, what it would be able to do, and the worst of what is unusual: at most three short lines of plain text. */
export function requestBody(request: RequestView): string {
  const from = request.facts.map((fact) => fact.value).join(" · ");
  const all = [...request.scopes, ...request.roles].filter((line) => line.change === "added");
  // Its scopes say what an operator may do; without any, the role is what is asked for.
  const added = all.length > 1 ? all.filter(({ name }) => name !== "operator") : all;
  const more = added.length > 2 ? ` (and ${added.length - 2} more)` : "";
  const wants =
    added.length === 0
      ? "Asks for nothing new."
      : added
          .slice(0, 2)
          .map((line) => line.sentence)
          .join(" ") + more;
  const lines = [shownText(from, 120), shownText(wants, 200), shownText(request.warnings[0], 160)];
  return lines.filter((line) => line !== "").join("\n");
}

/** An offer to act from outside of the window. Every decision names the request and the digest of what was shown. */
export interface RequestOffer {
  readonly id: "approve" | "review" | "reject";
  readonly label: string;
  readonly intent: Intent;
}

export function reviewIntent(request: RequestView): Intent {
  return { type: "open", view: "requests", key: request.key };
}

/** Where a click outside of the window that didn't go through is told: at the card it was about, else in the list. */
export function whereToRead(intent: Intent): Intent {
  const open = { type: "open", view: "requests" } as const;
  if (intent.type !== "approve" && intent.type !== "reject") return open;
  return { ...open, key: `${intent.gatewayId}/${intent.requestId}` };
}

/**
 * What may be done with one click outside of the window: *Approve* only where the risk is low and what would be approved
 * stands beside the button (`isShown`: `requestBody` does), because nothing of the review card is on screen there; otherwise
 * *Review* leads to the card. *Reject* always.
 */
export function requestOffers(request: RequestView, isShown: boolean): readonly RequestOffer[] {
  const { gatewayId, requestId, digest } = request;
  const first: RequestOffer =
    isShown && request.risk === "low" && request.canDecide
      ? { id: "approve", label: "Approve", intent: { type: "approve", gatewayId, requestId, digest } }
      : { id: "review", label: "Review", intent: reviewIntent(request) };
  return [first, { id: "reject", label: "Reject", intent: { type: "reject", gatewayId, requestId, digest } }];
}

/** Waits for a decision, as far as this app knows: nobody has just clicked on it. */
export function isWaiting(request: RequestView): boolean {
  return request.action.state === "idle" || request.action.state === "failed";
}

/**
 * Whether a waiting request is worth interrupting somebody for. A node that was just let in asks its gateway at once for
 * its commands to be used; when it offers none, that waits in the list and nobody is told.
 */
export function isWorthTelling(request: RequestView): boolean {
  return request.kind !== "node-access" || request.scopes.some((line) => line.change === "added");
}
