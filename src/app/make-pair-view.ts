import { isShowing } from "../pairing/code-life.ts";
import { type NetworkAddress, networkAddresses, pairAddresses, usualNetwork } from "../pairing/pair-address.ts";
import { hostReach, readReach } from "../pairing/reach.ts";
import type { CodeAccess } from "../pairing/setup-code.ts";
import type { CodeWatch } from "./code-watch.ts";
import { codeFace, guestName } from "./code-words.ts";
import type { PairGateway } from "./pair-gateway.ts";
import type { CodeView, DigitsView, PairView, PairWords } from "./pair-view.ts";
import {
  accessCards,
  accessTitles,
  addressVerdict,
  chosenVerdict,
  fullAccessOnly,
  tooOld,
  waysOut,
} from "./pair-words.ts";
import { askForAll } from "./recovery-page.ts";

/** What the user chose so far. */
export interface Choice {
  readonly gatewayId: string;
  readonly access: CodeAccess;
  /** "auto": the gateway's own choice; "typed": what stands in `typed`; else the address itself. */
  readonly address: string;
  readonly typed?: string;
}

/** The address that was chosen; undefined where the gateway is to choose, or nothing was typed yet. */
export function chosenUrl({ address, typed }: Choice): string | undefined {
  return address === "typed" ? typed : address === "auto" ? undefined : address;
}

export interface PairFacts {
  readonly choice: Choice;
  readonly gateways: readonly PairGateway[];
  readonly networks: readonly NetworkAddress[];
  readonly answers: ReadonlyMap<string, boolean>;
  readonly code: CodeWatch | undefined;
  readonly digits: DigitsView | undefined;
  readonly nowMs: number;
}

export function pairView(facts: PairFacts): PairView | undefined {
  const { choice, gateways, networks, answers } = facts;
  const gateway = gateways.find(({ id }) => id === choice.gatewayId);
  if (!gateway) return undefined;
  const offered = pairAddresses(gateway.address, networks);
  const url = chosenUrl(choice);
  const blocked = blockedWords(gateway, choice.access);
  return {
    gatewayId: gateway.id,
    gateways: gateways.map(({ id, name }) => ({ id, name })),
    ...(blocked && { blocked }),
    access: choice.access,
    cards: accessCards(url === undefined ? undefined : readReach(url), gateway.codes),
    address: choice.address,
    addresses: [
      ...offered.map((one) => ({
        key: one.url ?? "auto",
        label: one.url === undefined ? one.label : `${one.label}: ${URL.parse(one.url)?.host ?? one.url}`,
      })),
      { key: "typed", label: "Another address…" },
    ],
    ...(choice.typed !== undefined && { typed: choice.typed }),
    verdict:
      choice.address === "typed" && url === undefined
        ? { tone: "info", sentence: "Type the address at which the new device reaches the gateway.", ways: [] }
        : addressVerdict(url, url === undefined ? undefined : answers.get(url)),
    ...(facts.code && { code: codeView(facts.code, facts) }),
  };
}

function blockedWords(gateway: PairGateway, access: CodeAccess): PairWords | undefined {
  if (!gateway.connected) {
    return { sentence: "The gateway isn’t connected, so it can’t make a code.", step: "Go on when it is back." };
  }
  if (gateway.codes === "command-line" && readReach(gateway.address)?.kind !== "this-machine") return tooOld;
  if (gateway.codes !== "any" && access !== "full") return fullAccessOnly;
  if (!gateway.authority.scopes.includes("operator.admin")) {
    return {
      sentence: "Making a set-up code needs an administrator’s access, which PairTray doesn’t have on this gateway.",
      step: askForAll(gateway.authority.deviceId),
    };
  }
  return undefined;
}

function codeView(watch: CodeWatch, { networks, digits, nowMs }: PairFacts): CodeView {
  const { life, gateway, wish } = watch;
  const { state, title, sentence, step } = codeFace(life, gateway.connected);
  const code = "code" in life ? life.code : undefined;
  const guest = "guest" in life ? life.guest : undefined;
  // The clock is looked at here too: after a sleep the first picture must not show a dead code.
  const secret = isShowing(life) && code && nowMs < code.expiresAtMs ? watch.secret : undefined;
  const access = ("access" in life ? life.access : undefined) ?? code?.access ?? wish.access;
  const remark = remarkOf(watch);
  const network = usualNetwork(networks);
  const verdict = code && wish.address === undefined ? chosenVerdict(code.gatewayUrl) : undefined;
  return {
    id: watch.id,
    state,
    title: digits && secret !== undefined ? digitsTitle(digits) : title,
    sentence,
    ...(step !== undefined && { step }),
    ...(secret !== undefined && { live: true as const }),
    ...(secret !== undefined && !digits && { setupCode: secret }),
    access: accessTitles[access],
    ...(code?.downgraded && {
      downgraded: `You chose ${accessTitles[wish.access].toLowerCase()}. Over this connection the gateway gives ${accessTitles[access].toLowerCase()} only.`,
    }),
    ...(code && { gatewayUrl: code.gatewayUrl, expiresAtMs: code.expiresAtMs, expiryKnown: code.expiryKnown }),
    // One that was removed has no place to be looked at.
    ...(guest &&
      state !== "removed" && {
        device: { deviceId: guest.deviceId, key: `${gateway.id}/${guest.deviceId}`, name: guestName(guest.name) },
      }),
    ...(remark && { remark }),
    ...(verdict && state === "shown" && { verdict }),
    ways: watch.noAddress ? waysOut : [],
    networks: [
      ...networkAddresses(networks).map(({ name, address }) => ({
        address,
        label: `${address} (${name}${hostReach(address) === "public" ? ", public" : ""})`,
      })),
      { address: "127.0.0.1", label: "127.0.0.1 (this computer only)" },
    ],
    ...(network !== undefined && { network }),
    ...(digits && { digits: secret === undefined ? withoutDigits(digits) : digits }),
  };
}

function digitsTitle({ state }: DigitsView): string {
  if (state === "asking") return "A device asks for the code";
  return state === "sending" || state === "ended" ? "Six digits" : "Type six digits on the new device";
}

/** The digits are as secret as the code, and end with it. */
function withoutDigits(digits: DigitsView): DigitsView {
  if (digits.state !== "waiting") return digits;
  const { network, plainText } = digits;
  return { network, plainText, state: "ended", good: false, sentence: "The digits are over." };
}

/** What else happened while the code was shown. */
function remarkOf({ life, letIn, gateway }: CodeWatch): PairWords | undefined {
  if (life.kind !== "shown") return undefined;
  if (letIn) {
    return {
      sentence: `${guestName(letIn.name)} was let in meanwhile, by your own approval.`,
      step: "If it is the device you are pairing, you are done.",
    };
  }
  // What isn't a phone app pends although it showed the code, and says nothing about it (seen on 2026.9.6); on 2026.3
  // phones do so too.
  const since = life.code.madeAtMs;
  const waiting = [...gateway.inbox.pending.values()].find(
    ({ request, outlived }) => !outlived && request.askedAtMs >= since - 1_000,
  );
  if (!waiting) return undefined;
  return {
    sentence: `${guestName(waiting.request.displayName)} waits for your approval.`,
    step: "Some devices ask even when they have the code. If it is yours, approve it under Requests.",
  };
}
