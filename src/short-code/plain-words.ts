import type { Refusal, ShortCodeEnd } from "./exchange-types.ts";
import type { Handover } from "./sealed.ts";

/** The command that pairs a headless node. */
export function nodeCommand(setupCode: string): string {
  return `openclaw node run --pair "oc-pair://${setupCode}"`;
}

/** Why a code is over, for the new device's screen. */
export function endSentence(reason: ShortCodeEnd): string {
  switch (reason) {
    case "delivered":
      return "These six digits have been used. Make a new code on the laptop.";
    case "declined":
      return "The laptop said no to this device.";
    case "too-many-tries":
      return "Five wrong tries: these six digits are over. Make a new code on the laptop.";
    case "expired":
      return "These six digits have expired. Make a new code on the laptop.";
    case "stopped":
      return "The laptop closed the code. Make a new one there.";
    case "gone":
      return "The device that typed these digits hung up. Make a new code on the laptop.";
    case "undelivered":
      return "This took too long. Make a new code on the laptop.";
    case "no-set-up-code":
      return "The set-up code behind these digits is gone. Make a new one on the laptop.";
  }
}

export function refusalSentence(refusal: Refusal): string {
  switch (refusal.kind) {
    case "wait":
      return `Wait ${waitWords(refusal.retryAfterMs)}, then try again. ${triesWords(refusal.triesLeft)}`;
    case "wrong":
      return `Wrong digits. ${triesWords(refusal.triesLeft)}`;
    case "ended":
      return endSentence(refusal.reason);
    case "unknown":
      return "This try is over. Type the digits again.";
  }
}

export function triesWords(left: number): string {
  return left === 1 ? "1 try left." : `${left} tries left.`;
}

export function waitWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}

/** What `curl` users get. */
export function handoverText({ setupCode, access, goodForMs }: Handover): string {
  const kind = access === undefined ? "" : ` (${access === "node" ? "node only" : `${access} access`})`;
  const time = goodForMs === undefined ? "" : `, good for ${Math.max(1, Math.floor(goodForMs / 60_000))} min`;
  return [
    `Set-up code${kind}${time}, once:`,
    "",
    setupCode,
    "",
    "OpenClaw app: Settings, Gateway, paste the set-up code.",
    `Headless node: ${nodeCommand(setupCode)}`,
    "",
  ].join("\n");
}

/** What a terminal gets at the short address. */
export function usageText(origin: string, plainAllowed: boolean): string {
  return [
    "PairTray: pair a new device with the six digits on the laptop.",
    "In a browser, open this address.",
    plainAllowed
      ? `In a terminal: curl -d 123456 ${origin} (with the digits on the laptop)`
      : "The plain-text way for curl is off. It can be turned on beside the code on the laptop.",
    "",
  ].join("\n");
}
