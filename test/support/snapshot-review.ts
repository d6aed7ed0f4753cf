import type { ActivityView, AppSnapshot, RequestView } from "../../src/app/snapshot.ts";
import { MINUTE, now } from "./snapshot-access.ts";
import { phoneRequest } from "./snapshot-requests.ts";

/** A card that changed while it was read. */
export const changes = [
  "Calls itself “Your bank” now; it was “Kitchen tablet”.",
  "Asks for more: change anything on this gateway, and let others in. (operator.admin)",
  "The risk is high now; it was low.",
];

/** A paired node that could run programs. */
export function nodeRequest(change: Partial<RequestView> = {}): RequestView {
  return phoneRequest({
    key: "home/node/req-node",
    requestId: "node/req-node",
    digest: "digest-node",
    name: "Studio Mac mini",
    kind: "node-access",
    shape: "desktop",
    facts: [
      { label: "Device", value: "Mac" },
      { label: "Features", value: "system" },
    ],
    roles: [],
    scopes: [
      { name: "system.run", sentence: "Run programs on this machine.", change: "added", risk: "high" },
      { name: "system.which", sentence: "Find out which programs this machine has.", change: "added", risk: "high" },
      { name: "camera.list", sentence: "See which cameras it has.", change: "kept", risk: "elevated" },
    ],
    risk: "high",
    warnings: [
      "2 of its commands are dangerous: they reach beyond this gateway or into your private life.",
      "Only an operator with full access (operator.admin) may approve this.",
    ],
    endless: "until-answered",
    ...change,
  });
}

/** A stranger in a chat channel. */
export function messageRequest(change: Partial<RequestView> = {}): RequestView {
  return phoneRequest({
    key: "home/message/1",
    requestId: "message/1",
    digest: "digest-message",
    name: "Jonas",
    kind: "direct-message",
    shape: "unknown",
    facts: [
      { label: "Channel", value: "Telegram" },
      { label: "user id", value: "48151623" },
    ],
    roles: [],
    scopes: [
      {
        name: "direct messages",
        sentence: "Write to your agents in Telegram, and get their answers.",
        change: "added",
        risk: "elevated",
      },
    ],
    warnings: [],
    fingerprint: "",
    expiresAtMs: now + 4 * MINUTE,
    offers: [
      { id: "notify", label: "Tell this person that they were let in" },
      {
        id: "owner",
        label: "Let this person give commands to the gateway too",
        hint: "Nobody may do that in a channel yet. Only for yourself.",
      },
    ],
    ...change,
  });
}

export const activity: readonly ActivityView[] = [
  { what: "Confirmed by the gateway", by: "You, with PairTray", detail: "Approve", tone: "good" as const },
  { what: "Sent to the gateway", by: "You, with PairTray", detail: "Approve", tone: "plain" as const },
  { what: "Decided", by: "You, with PairTray", detail: "Approve: operator.read", tone: "plain" as const },
  { what: "Shown in the window", by: "You, with PairTray", detail: "operator.read", tone: "plain" as const },
  { what: "Asked", by: "The device", detail: "operator.read", tone: "plain" as const },
  {
    what: "Not done",
    by: "You, with PairTray",
    detail: "Approve: PairTray lacks the scope operator.admin for this.",
    tone: "bad" as const,
  },
].map((row, index) => ({
  ...row,
  key: String(90 - index),
  atMs: now - index * MINUTE,
  name: "Kitchen tablet",
  gateway: "Home",
  gatewayId: "home",
}));

export const activityScene: Partial<AppSnapshot> = {
  navigation: { seq: 0, view: "activity" },
  activity,
  activityList: { total: 84, matching: 84, problems: [] },
};
