import type { ActionName, AppSnapshot, GatewayStateView, RequestView, Risk } from "../src/app/snapshot.ts";

/** Words that belong to the window alone; everything about a request or a gateway comes ready from the snapshot. */

export const riskWords: Readonly<Record<Risk, string>> = {
  low: "Low risk",
  elevated: "Elevated risk",
  high: "High risk",
};

export const kindWords: Readonly<Record<RequestView["kind"], string>> = {
  "new-device": "New device",
  upgrade: "Asks for more access",
  repair: "Asks to pair again",
  "node-access": "Asks to be used by your agents",
  "direct-message": "Asks to write to your agents",
};

export const endlessWords: Readonly<Record<NonNullable<RequestView["endless"]>, string>> = {
  "still-asking": "Still asking",
  "until-answered": "Waits until answered",
};

export const trustWords = {
  device: "The device chose its name by itself. When in doubt, compare the fingerprint.",
  person: "The person chose that name. When in doubt, ask them in another way.",
} as const;

export const stateWords: Readonly<Record<GatewayStateView["kind"], string>> = {
  connecting: "Connecting",
  connected: "Connected",
  "approval-needed": "Waiting for approval",
  "wrong-credentials": "Wrong credentials",
  unreachable: "Unreachable",
  "protocol-mismatch": "Not compatible",
  stopped: "Paused",
  trouble: "Trouble",
};

export const sendingWords: Readonly<Record<ActionName, string>> = {
  approve: "Approving…",
  reject: "Rejecting…",
  remove: "Removing…",
  revoke: "Revoking…",
  rename: "Renaming…",
  rotate: "Rotating…",
};

export const doneWords: Readonly<Record<ActionName, string>> = {
  approve: "Approved",
  reject: "Rejected",
  remove: "Removed",
  revoke: "Revoked",
  rename: "Renamed",
  rotate: "Rotated",
};

/** While it can still be taken back. */
export const waitingWords: Readonly<Record<ActionName, string>> = {
  approve: "Will be approved.",
  reject: "Will be rejected.",
  remove: "Will be removed in a moment.",
  revoke: "Will be revoked in a moment.",
  rename: "Will be renamed.",
  rotate: "Will be rotated.",
};

/** A fingerprint as certificates show theirs: `AB:CD:…`. */
export function inPairs(fingerprint: string): string {
  return (fingerprint.match(/../g) ?? []).join(":").toUpperCase();
}

/** Of a gateway's address that begins with `ws://` and leads off this machine. */
export const withoutTls = "Without TLS: whoever is on the same network can read along. Fine at home, not elsewhere.";

/** What decides whether a request notifies. */
export type Silence = Pick<AppSnapshot, "quiet" | "machine" | "settings">;

/** Where a request will be seen. A notification is promised only where one would come. */
export function whereTold({ quiet, machine, settings }: Silence): string {
  const notifies = quiet.snoozedUntilMs === undefined && settings.notifications && !machine.notifying.warning;
  if (notifies) return "When a device asks to pair, you’ll see it here, and a notification tells you.";
  return machine.trayShown
    ? "When a device asks to pair, you’ll see it here and in the tray, but no notification tells you."
    : "When a device asks to pair, you’ll see it here and nowhere else.";
}
