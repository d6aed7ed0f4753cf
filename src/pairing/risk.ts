import { isKnownRole, isKnownScope, roleWords, scopeWords } from "./access-words.ts";
import { isPrivateAddress } from "./address.ts";
import { platformWords } from "./device-shape.ts";
import { concernedDevice, type Difference } from "./difference.ts";
import type { PairedDevice } from "./paired-device.ts";
import type { PairingRequest } from "./pairing-request.ts";
import { worstRisk, type Risk } from "./risk-level.ts";
import { hidesCharacters, shownText } from "./shown-text.ts";

export interface RiskFacts {
  readonly request: PairingRequest;
  /** The device with this id, as the inbox lists it. */
  readonly device: PairedDevice | undefined;
  readonly difference: Difference;
  /** Names of other devices that a person could take for this one (see name-likeness.ts). */
  readonly lookalikes: readonly string[];
  /** How many earlier requests of the same device this one replaced. */
  readonly superseded: number;
  /** Host name of the gateway's own address: a browser page from there is the gateway's own. */
  readonly gatewayHost?: string | undefined;
}

export interface Assessment {
  readonly risk: Risk;
  /** What is unusual, worst first, in sentences. Empty only when nothing is. */
  readonly warnings: readonly string[];
}

/** One row of the table in docs/risk.md. `warn` returns the sentence when the rule applies. */
interface Rule {
  readonly id: string;
  readonly risk: Risk;
  readonly warn: (facts: RiskFacts) => string | undefined;
}

/** Node commands that run programs or read files on the node: approving them takes `operator.admin` on the gateway. */
const hostCommands = new Set([
  "system.run",
  "system.run.prepare",
  "system.which",
  "browser.proxy",
  "browser.proxy.upload.v1",
  "fs.listdir",
  "system.execapprovals.get",
  "system.execapprovals.set",
]);

const adds = (scope: string) => (facts: RiskFacts) => facts.difference.addedScopes.includes(scope);
const given = (applies: (facts: RiskFacts) => boolean, sentence: string) => (facts: RiskFacts) =>
  applies(facts) ? sentence : undefined;

function originHost(origin: string): string | undefined {
  return /^https?:\/\/(\[[0-9a-f:]+\]|[^/:?#@\s]+)(:\d{1,5})?\/?$/i.exec(origin)?.[1]?.toLowerCase();
}

const isOwnMachine = (host: string) => ["localhost", "127.0.0.1", "[::1]"].includes(host);

export const rules: readonly Rule[] = [
  {
    id: "admin",
    risk: "high",
    warn: given(adds("operator.admin"), "It asks for full control: it could change anything and let others in."),
  },
  {
    id: "restored",
    risk: "high",
    warn: given(({ difference }) => difference.restores, "Access that was revoked from this device would come back."),
  },
  {
    id: "new-key",
    risk: "high",
    warn: given(
      ({ difference }) => difference.newKey,
      "This device is paired with another key. Compare the fingerprint on the device before you approve.",
    ),
  },
  {
    id: "lookalike",
    risk: "high",
    warn: ({ lookalikes }) =>
      lookalikes[0] === undefined
        ? undefined
        : `Another device is already called “${lookalikes[0]}”. A phone that was set up again does this, and so does an impostor.`,
  },
  {
    id: "pairing",
    risk: "high",
    warn: given(adds("operator.pairing"), "It asks to let other devices in and to lock devices out."),
  },
  {
    id: "secrets",
    risk: "high",
    warn: given(adds("operator.talk.secrets"), "It asks for the secret keys of your voice services."),
  },
  {
    id: "self-approval",
    risk: "high",
    warn: ({ difference: { addedScopes, scopesAfter } }) =>
      scopesAfter.includes("operator.write") &&
      scopesAfter.includes("operator.approvals") &&
      addedScopes.some((scope) => scope === "operator.write" || scope === "operator.approvals")
        ? "It could start commands and approve them itself."
        : undefined,
  },
  {
    id: "unknown-access",
    risk: "high",
    warn: ({ difference: { addedRoles, addedScopes } }) => {
      const unknown = [...addedRoles.filter((r) => !isKnownRole(r)), ...addedScopes.filter((s) => !isKnownScope(s))];
      return unknown[0] === undefined
        ? undefined
        : `It asks for something that PairTray doesn't know: ${shownText(unknown[0], 80) || "an unreadable name"}.`;
    },
  },
  {
    id: "node-commands",
    risk: "high",
    warn: ({ difference, device }) => {
      const runs = device?.nodeSurface?.commands.find((command) => hostCommands.has(command.toLowerCase()));
      return runs !== undefined && difference.addedRoles.includes("node")
        ? `As a node it may run commands: ${shownText(runs, 80)} was allowed before.`
        : undefined;
    },
  },
  {
    id: "unseen",
    risk: "elevated",
    warn: given(
      ({ difference }) => difference.unseen,
      "It is paired already, but PairTray can't see what it may do today: everything counts as new.",
    ),
  },
  {
    id: "bait",
    risk: "elevated",
    warn: ({ superseded }) =>
      superseded === 0
        ? undefined
        : `It changed what it asks for while it waited (${superseded === 1 ? "once" : `${superseded} times`}).`,
  },
  {
    id: "new-device",
    risk: "elevated",
    warn: given(({ difference }) => difference.kind === "new-device", "This device was never seen here before."),
  },
  {
    id: "node",
    risk: "elevated",
    warn: given(
      ({ difference }) => difference.addedRoles.includes("node"),
      "As a node it offers its features to your agents. Its commands are approved separately.",
    ),
  },
  {
    id: "foreign-origin",
    risk: "elevated",
    warn: ({ request, gatewayHost }) => {
      if (request.browserOrigin === undefined) return undefined;
      const host = originHost(request.browserOrigin);
      if (host !== undefined && (isOwnMachine(host) || host === gatewayHost?.toLowerCase())) return undefined;
      return `A web page asks, and it isn't this gateway's own: ${shownText(request.browserOrigin, 80) || "unreadable address"}.`;
    },
  },
  {
    id: "public-address",
    risk: "elevated",
    warn: ({ request: { remoteIp } }) =>
      remoteIp === undefined || isPrivateAddress(remoteIp)
        ? undefined
        : `It connects from a public address: ${shownText(remoteIp, 60) || "unreadable"}.`,
  },
  {
    id: "new-address",
    risk: "elevated",
    warn: ({ request, device }) => {
      const before = concernedDevice(request, device)?.remoteIp;
      if (before === undefined || request.remoteIp === undefined || before === request.remoteIp) return undefined;
      // A phone gets another address at home every week; that says nothing.
      if (isPrivateAddress(before) && isPrivateAddress(request.remoteIp)) return undefined;
      return `Its address is new: ${shownText(request.remoteIp, 60)}, before that ${shownText(before, 60)}.`;
    },
  },
  {
    id: "other-platform",
    risk: "elevated",
    warn: ({ request, device }) => {
      const known = concernedDevice(request, device);
      if (!known || (known.platform === undefined && known.deviceFamily === undefined)) return undefined;
      const before = platformWords({ platform: known.platform, deviceFamily: known.deviceFamily });
      const now = platformWords({ platform: request.platform, deviceFamily: request.deviceFamily });
      return before === now ? undefined : `It calls itself “${now}” now; it was “${before}”.`;
    },
  },
  {
    id: "hidden-characters",
    risk: "elevated",
    warn: given(({ request }) => hidesCharacters(request.displayName), "Its name contains hidden characters."),
  },
];

/**
 * How careful to be with a request: the worst of what it would add and of the rules that apply. Pure; the table with the
 * reasons is docs/risk.md. Low remains for a known device with the same key that asks for nothing powerful and for which
 * no rule applies.
 */
export function assessRisk(facts: RiskFacts): Assessment {
  const found = rules.flatMap((rule) => {
    const warning = rule.warn(facts);
    return warning === undefined ? [] : [{ risk: rule.risk, warning }];
  });
  const { addedRoles, addedScopes } = facts.difference;
  const risk = worstRisk([
    ...found.map((each) => each.risk),
    ...addedRoles.map((role) => roleWords(role).risk),
    ...addedScopes.map((scope) => scopeWords(scope).risk),
  ]);
  // The table stands in this order already, high before elevated.
  return { risk, warnings: found.map((each) => each.warning) };
}
