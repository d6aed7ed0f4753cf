import type { AppSnapshot } from "../../src/app/snapshot.ts";
import type { CodeView, DigitsView, PairView } from "../../src/app/pair-view.ts";
import { accessCards, addressVerdict, fullAccessOnly, waysOut } from "../../src/app/pair-words.ts";
import { readReach } from "../../src/pairing/reach.ts";
import { now } from "./snapshot-access.ts";
import { snapshot } from "./snapshots.ts";

/** Shaped like a real one; the token in it never opened anything. */
const shownCode = Buffer.from(
  JSON.stringify({
    url: "wss://my-pi.tail1234.ts.net",
    bootstrapToken: "Zm9yLXBpY3R1cmVzLW9ubHktbm90aGluZy1pcy1vcGVuZWQ",
    expiresAtMs: now + 584_000,
  }),
).toString("base64url");

export function pairView(address: string, change: Partial<PairView> = {}): PairView {
  return {
    gatewayId: "home",
    gateways: [{ id: "home", name: "Home" }],
    access: "limited",
    cards: accessCards(readReach(address), "any"),
    address,
    addresses: [
      { key: "auto", label: "Let the gateway choose" },
      ...(address === "auto" || address === "typed" ? [] : [{ key: address, label: URL.parse(address)?.host ?? "" }]),
      { key: "typed", label: "Another address…" },
    ],
    verdict: addressVerdict(address === "auto" || address === "typed" ? undefined : address, undefined),
    ...change,
  };
}

export function codeView(change: Partial<CodeView> = {}): CodeView {
  return {
    id: 1,
    state: "shown",
    title: "Scan this with the OpenClaw app",
    sentence: "Good once. Whoever scans it gets in.",
    live: true,
    setupCode: shownCode,
    access: "Limited access",
    gatewayUrl: "wss://my-pi.tail1234.ts.net",
    expiresAtMs: now + 584_000,
    expiryKnown: true,
    ways: [],
    network: "192.168.1.5",
    networks: [
      { address: "192.168.1.5", label: "192.168.1.5 (wlan0)" },
      { address: "127.0.0.1", label: "127.0.0.1 (this computer only)" },
    ],
    ...change,
  };
}

export const waitingDigits: DigitsView = {
  state: "waiting",
  network: "192.168.1.5",
  plainText: false,
  url: "http://192.168.1.5:8585",
  digits: "482913",
  triesLeft: 5,
};

/** A code that is no longer on the screen. */
export function endedCode(change: Partial<CodeView>): CodeView {
  return without(codeView(change), "setupCode", "live");
}

/** Six digits on the screen instead of the code: it stays in main then. */
export function digitsCode(digits: DigitsView, change: Partial<CodeView> = {}): CodeView {
  return without(codeView({ digits, ...change }), "setupCode");
}

/** The same code with these facts unknown. */
export function without(code: CodeView, ...names: readonly string[]): CodeView {
  return Object.fromEntries(Object.entries(code).filter(([name]) => !names.includes(name))) as never;
}

export function pairing(pair: PairView): AppSnapshot {
  return snapshot({ navigation: { seq: 1, view: "pair" }, pair });
}

const asking: DigitsView = {
  state: "asking",
  network: "192.168.1.5",
  plainText: false,
  askId: 7,
  who: { name: "iPhone, Safari", address: "192.168.1.23", check: "47", warnings: [] },
};

const askingPlain: DigitsView = {
  state: "asking",
  network: "192.168.1.5",
  plainText: true,
  askId: 7,
  who: {
    name: "Linux computer, curl",
    address: "192.168.1.23",
    warnings: ["The set-up code will cross the network readable by everybody on it."],
  },
};

const typeDigits = "Type six digits on the new device";
const tailnet = "wss://my-pi.tail1234.ts.net";
const shown = (code: CodeView): AppSnapshot => pairing(pairView(tailnet, { code }));
const device = { deviceId: "d1", key: "home/d1", name: "Anna’s iPhone" };

/** Every face of *Pair a device*. */
export const pairScenes: Readonly<Record<string, AppSnapshot>> = {
  "pair-choice": pairing(pairView(tailnet)),
  "pair-choice-auto": pairing(pairView("auto")),
  "pair-choice-plain": pairing(pairView("ws://192.168.1.5:18789", { access: "full" })),
  "pair-choice-loopback": pairing(pairView("ws://127.0.0.1:18789")),
  "pair-choice-refused": pairing(pairView("ws://100.90.1.2:18789")),
  "pair-choice-typed": pairing(pairView("typed")),
  "pair-choice-blocked": pairing(
    pairView(tailnet, {
      gateways: [
        { id: "home", name: "Home" },
        { id: "office", name: "Office" },
      ],
      blocked: {
        sentence: "The gateway isn’t connected, so it can’t make a code.",
        step: "Go on when it is back.",
      },
    }),
  ),
  "pair-choice-older": pairing(
    pairView("auto", { cards: accessCards(undefined, "full-access"), blocked: fullAccessOnly }),
  ),
  "pair-code": shown(codeView()),
  "pair-code-downgraded": shown(
    codeView({
      downgraded: "You chose full access. Over this connection the gateway gives limited access only.",
      expiryKnown: false,
      remark: {
        sentence: "Laptop waits for your approval.",
        step: "Some devices ask even when they have the code. If it is yours, approve it under Requests.",
      },
    }),
  ),
  "pair-code-loopback": shown(
    codeView({
      gatewayUrl: "ws://127.0.0.1:18789",
      verdict: addressVerdict("ws://127.0.0.1:18789", undefined),
    }),
  ),
  "pair-code-plain": shown(
    codeView({ gatewayUrl: "ws://192.168.1.5:18789", verdict: addressVerdict("ws://192.168.1.5:18789", undefined) }),
  ),
  "pair-digits": shown(digitsCode(waitingDigits, { title: typeDigits })),
  "pair-digits-plain": shown(
    digitsCode({ ...waitingDigits, plainText: true, triesLeft: 2, pausedUntilMs: now + 8_000 }, { title: typeDigits }),
  ),
  "pair-asking": shown(digitsCode(asking, { title: "A device asks for the code" })),
  "pair-asking-plain": shown(digitsCode(askingPlain, { title: "A device asks for the code" })),
  "pair-digits-over": shown(
    digitsCode(
      {
        state: "ended",
        network: "192.168.1.5",
        plainText: false,
        good: false,
        spent: true,
        sentence: "Five wrong tries: the digits of this set-up code are over, and nothing was given away.",
        step: "If that wasn’t you, somebody in this network is guessing. The QR code never crosses the network.",
      },
      { title: "Six digits" },
    ),
  ),
  "pair-preparing": shown(
    endedCode({ state: "preparing", title: "Making a code…", sentence: "The gateway is being asked for it." }),
  ),
  "pair-delivered": shown(
    endedCode({
      state: "delivered",
      title: "Anna’s iPhone is connected",
      sentence: "It came in with limited access. The code is used up.",
      device,
    }),
  ),
  "pair-uncertain": shown(
    endedCode({
      state: "uncertain",
      title: "Nobody knows whether Anna’s iPhone got in",
      sentence: "It used the code, but its connection broke before the gateway heard that its access arrived.",
      step: "If it doesn’t work there, remove it and make a new code.",
      device,
    }),
  ),
  "pair-removed": shown(
    endedCode({
      state: "removed",
      title: "Anna’s iPhone was removed",
      sentence: "The gateway no longer lists it: whatever it got is worth nothing.",
      step: "Make a new code. This one is good for the removed device alone, until it expires.",
    }),
  ),
  "pair-expired": shown(
    endedCode({
      state: "expired",
      title: "The code has expired",
      sentence: "The gateway confirms: nobody used it.",
    }),
  ),
  "pair-failed": shown(
    endedCode({
      state: "failed",
      title: "No code was made",
      sentence: "The gateway listens on its own machine only, so no other device can reach it.",
      step: "Nothing was made. Run one of these on the gateway’s machine, then try again:",
      ways: waysOut,
    }),
  ),
};
