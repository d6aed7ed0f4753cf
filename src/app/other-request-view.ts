import { createHash } from "node:crypto";
import { type Authority, wayToMore } from "../pairing/authority.ts";
import { scopeSatisfied } from "../pairing/access-words.ts";
import { commandWords } from "../pairing/command-words.ts";
import { clientWords, deviceShape, platformWords } from "../pairing/device-shape.ts";
import { fingerprint } from "../pairing/fingerprint.ts";
import type { DirectMessageRequest, NodeAccessRequest } from "../pairing/other-requests.ts";
import type { PairedDevice } from "../pairing/paired-device.ts";
import { worstRisk } from "../pairing/risk-level.ts";
import { hidesCharacters, shownName, shownText } from "../pairing/shown-text.ts";
import type { AccessLine, ActionState, RequestView } from "./snapshot.ts";
import { fact, OFFLINE } from "./view-parts.ts";

/** What both kinds of card are made with. */
interface Around {
  readonly gatewayId: string;
  readonly authority: Authority;
  readonly stale: boolean;
  readonly action: ActionState;
}

export interface NodeFacts extends Around {
  readonly request: NodeAccessRequest;
  /** As the gateway lists it. */
  readonly device: PairedDevice | undefined;
}

export interface MessageFacts extends Around {
  readonly request: DirectMessageRequest;
  readonly offersOwner: boolean;
}

/** Ids in one list, whichever queue they come from. A `/` never stands in an id that a gateway makes. */
export const nodeRequestId = (requestId: string): string => `node/${requestId}`;
export const messageRequestId = ({ channel, accountId, requestId }: DirectMessageRequest): string =>
  `message/${createHash("sha256")
    .update(JSON.stringify([channel, accountId, requestId]))
    .digest("hex")}`;

function digestOf(shown: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(shown), "utf8").digest("hex");
}

/** What this session lacks to approve it, in a sentence; undefined when nothing. */
function lacking({ authority, stale }: Around, needed: readonly string[]): string | undefined {
  if (stale) return OFFLINE.sentence;
  const missing = needed.filter((scope) => !scopeSatisfied(scope, authority.scopes)).map((s) => shownText(s, 60));
  if (missing.length === 0) return undefined;
  return `Approving this needs ${missing.join(" and ")}, which PairTray doesn't have on this gateway.`;
}

/** What the gateway asks of whoever approves, beyond pairing: in words where there are some, and by its name. */
function accessNames(scopes: readonly string[]): string {
  const names: Readonly<Record<string, string>> = { "operator.admin": "full access", "operator.write": "write access" };
  return scopes
    .map((scope) => {
      const name = names[scope];
      return name === undefined ? shownText(scope, 60) : `${name} (${scope})`;
    })
    .join(" and ");
}

const order = { added: 0, removed: 1, kept: 2 };
const weight = { high: 0, elevated: 1, low: 2 };

/** The card of a node that asks for its commands to be used. */
export function nodeRequestView(facts: NodeFacts): RequestView {
  const { request, device, gatewayId, action } = facts;
  const approved = new Set(device?.nodeSurface?.commands);
  const scopes = request.commands
    .map((command): AccessLine => ({ ...commandWords(command), change: approved.has(command) ? "kept" : "added" }))
    .sort((a, b) => order[a.change] - order[b.change] || weight[a.risk] - weight[b.risk]);
  const added = scopes.filter((line) => line.change === "added");
  const dangerous = added.filter((line) => line.risk === "high");
  const { requiredApproveScopes } = request;
  const extra = requiredApproveScopes.filter((scope) => scope !== "operator.pairing");
  const name = shownName(request.displayName ?? device?.displayName, platformWords(request));
  const warnings = [
    ...(dangerous.length > 0 ? [dangerWords(dangerous.length)] : []),
    ...(device ? [] : ["This node isn't among the devices that PairTray can see."]),
    ...(extra.length > 0 ? [`Only an operator with ${accessNames(extra)} may approve this.`] : []),
    ...(hidesCharacters(request.displayName) ? ["Its name contains hidden characters."] : []),
  ];
  const risk = worstRisk(["elevated", ...added.map((line) => line.risk)]);
  const cannot = lacking(facts, ["operator.pairing", ...requiredApproveScopes]);
  const features = request.caps.map((cap) => shownText(cap, 40)).filter(Boolean);
  const view = {
    gatewayId,
    requestId: nodeRequestId(request.requestId),
    deviceId: request.nodeId,
    name,
    kind: "node-access",
    shape: deviceShape(request),
    facts: [
      ...fact("Device", platformWords(request)),
      ...fact("Program", clientWords(request)),
      ...fact("Address", request.remoteIp),
      ...fact("Features", features.slice(0, 20).join(", ")),
    ],
    roles: [],
    scopes,
    risk,
    warnings,
    fingerprint: fingerprint({ deviceId: request.nodeId, ...(device?.publicKey && { publicKey: device.publicKey }) }),
  } as const;
  return {
    ...view,
    key: `${gatewayId}/${view.requestId}`,
    digest: digestOf([view, request.commands.toSorted(), request.caps.toSorted(), requiredApproveScopes]),
    askedAtMs: request.askedAtMs,
    expiresAtMs: request.askedAtMs,
    endless: "until-answered",
    superseded: 0,
    canDecide: cannot === undefined,
    ...(cannot !== undefined && { cannotDecide: cannot }),
    ...(cannot !== undefined && !facts.stale && { cannotDecideStep: wayToMore(facts.authority) }),
    action,
  };
}

function dangerWords(count: number): string {
  return count === 1
    ? "One of its commands is dangerous: it reaches beyond this gateway or into your private life."
    : `${count} of its commands are dangerous: they reach beyond this gateway or into your private life.`;
}

const nameKeys = ["name", "displayName", "username", "userName", "firstName", "handle"];

/** The card of a person who asks to write to the agents. */
export function messageRequestView(facts: MessageFacts): RequestView {
  const { request, offersOwner, gatewayId, action, authority } = facts;
  const { channel, accountId, senderId, metadata, notifySupported } = request;
  const said = nameKeys.map((key) => (Object.hasOwn(metadata, key) ? metadata[key] : undefined)).find(Boolean);
  const where = shownText(request.channelLabel ?? channel, 60) || "a channel";
  const cannot = lacking(facts, ["operator.pairing"]);
  const view = {
    gatewayId,
    requestId: messageRequestId(request),
    deviceId: `message/${channel}/${accountId}/${senderId}`,
    name: shownName(said, shownText(senderId, 80) || "Somebody"),
    kind: "direct-message",
    shape: "unknown",
    facts: [
      ...fact("Channel", where),
      ...fact(shownText(request.senderLabel, 40) || "Sender", senderId),
      ...(accountId === "default" ? [] : fact("Account", request.accountLabel ?? accountId)),
    ],
    roles: [],
    scopes: [
      {
        name: "direct messages",
        sentence: `Write to your agents in ${where}, and get their answers.`,
        change: "added",
        risk: "elevated",
      },
    ],
    risk: "elevated",
    warnings: hidesCharacters(said) ? ["Its name contains hidden characters."] : [],
    fingerprint: "",
  } as const;
  return {
    ...view,
    key: `${gatewayId}/${view.requestId}`,
    digest: digestOf([view, channel, accountId, senderId]),
    askedAtMs: request.createdAtMs,
    expiresAtMs: request.expiresAtMs,
    superseded: 0,
    canDecide: cannot === undefined,
    ...(cannot !== undefined && { cannotDecide: cannot }),
    ...(cannot !== undefined && !facts.stale && { cannotDecideStep: wayToMore(facts.authority) }),
    offers: [
      ...(notifySupported ? [{ id: "notify" as const, label: "Tell this person that they were let in" }] : []),
      ...(offersOwner && scopeSatisfied("operator.admin", authority.scopes)
        ? [
            {
              id: "owner" as const,
              label: "Let this person give commands to the gateway too",
              hint: "Nobody may do that in a channel yet. Only for yourself.",
            },
          ]
        : []),
    ],
    action,
  };
}
