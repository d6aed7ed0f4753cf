import type { CodeMaking } from "../gateway/older-gateway.ts";
import { type Reach, readReach } from "../pairing/reach.ts";
import type { CodeAccess } from "../pairing/setup-code.ts";
import type { AccessCard, PairWords, Verdict, WayOut } from "./pair-view.ts";

export const accessTitles: Readonly<Record<CodeAccess, string>> = {
  limited: "Limited access",
  full: "Full access",
  node: "Node only",
};

const accessSentences: Readonly<Record<CodeAccess, string>> = {
  limited: "Chat, see what the gateway does and answer its questions. No settings, no other devices.",
  full: "All of that, and administer the gateway. For your own phone or laptop.",
  node: "Lets the gateway use what the device offers, such as its camera or its commands. It can control nothing.",
};

/** The gateway has no code for PairTray, and its command line is on another machine. */
export const tooOld: PairWords = {
  sentence: "This gateway is too old to make a set-up code for PairTray.",
  step: "Update OpenClaw to 2026.7 or later on the gateway’s machine, or run `openclaw qr` there.",
};

/** The command line could make one, and isn't found on this machine. */
export const noCommandLine: PairWords = {
  sentence: "This gateway is too old to make a set-up code for PairTray, and `openclaw` wasn’t found on this computer.",
  step: "Run `openclaw qr` in a terminal, or update OpenClaw to 2026.7 or later.",
};

export const fullAccessOnly: PairWords = {
  sentence: "This version of OpenClaw makes codes with full access only.",
  step: "Choose full access if this device may have it. Other kinds need OpenClaw 2026.9 on the gateway’s machine.",
};

/** The safe one first; it is also the one that is chosen until the user chooses. */
export function accessCards(reach: Reach | undefined, codes: CodeMaking): readonly AccessCard[] {
  return (["limited", "full", "node"] as const).map((value) => ({
    value,
    title: accessTitles[value],
    sentence: accessSentences[value],
    ...(value !== "full" && codes !== "any" && { off: true as const, note: "Needs OpenClaw 2026.9." }),
    ...(value === "full" &&
      reach &&
      !reach.fullAccess && { note: "Over plain ws:// the gateway gives limited access instead." }),
  }));
}

const tailscale: WayOut = {
  title: "Tailscale",
  sentence: "Encrypted, from anywhere, with full access if you like. Tailscale must be on both devices.",
  commands: ["openclaw config set gateway.tailscale.mode serve", "openclaw gateway restart"],
};

const network: WayOut = {
  title: "This network only",
  sentence: "The gateway listens on its local network, without encryption: the device gets limited access.",
  commands: ["openclaw config set gateway.bind lan", "openclaw gateway restart"],
};

const publicUrl: WayOut = {
  title: "An address of your own",
  sentence: "Where a reverse proxy already serves the gateway over wss://, choose “Another address” and type it.",
  commands: [],
};

export const waysOut: readonly WayOut[] = [tailscale, network, publicUrl];

/** Nothing accepts connections there, seen from this machine. */
function silentVerdict(address: string, reach: Reach): Verdict {
  return {
    tone: "bad",
    sentence: `Nothing answers at ${address} from here.`,
    step:
      reach.kind === "lan"
        ? "The gateway probably listens on its own machine only. Run one of these there:"
        : "Check the address, or choose another way:",
    ways: waysOut,
  };
}

/**
 * What can be said about an address before a code is made. `answers`: whether something accepts connections there;
 * undefined while that isn't known.
 */
export function addressVerdict(address: string | undefined, answers: boolean | undefined): Verdict {
  const reach = address === undefined ? undefined : readReach(address);
  if (address === undefined || !reach) {
    return {
      tone: "info",
      sentence: "The gateway puts in the address that it is configured for.",
      step: "PairTray says beside the code whether a phone can reach it.",
      ways: [],
    };
  }
  if (reach.refused) {
    return {
      tone: "bad",
      sentence:
        reach.kind === "tailscale"
          ? "Phones take a Tailscale address only over wss://."
          : "Over the open internet phones take only wss:// addresses.",
      step: "Choose one of these ways:",
      ways: [tailscale, publicUrl],
    };
  }
  if (reach.kind === "this-machine") {
    return {
      tone: "warning",
      sentence: "Only programs on this computer can reach this address, such as an emulator. A phone can’t.",
      step: "To let a phone in, run one of these on the gateway’s machine:",
      ways: waysOut,
    };
  }
  if (answers === false) return silentVerdict(address, reach);
  if (reach.secure) {
    return {
      tone: "good",
      sentence:
        reach.kind === "tailscale"
          ? "Encrypted over Tailscale. The device must be in your tailnet."
          : "Encrypted (wss://). The device can reach it wherever this name is known.",
      ways: [],
    };
  }
  return {
    tone: "warning",
    sentence: "Not encrypted (ws://): works in this local network only, and gives limited access at most.",
    step: "The device must be in the same Wi-Fi or cable network.",
    ways: [],
  };
}

/** What the gateway put into the code, where nobody chose: the same rules, told afterwards. */
export function chosenVerdict(gatewayUrl: string): Verdict | undefined {
  return readReach(gatewayUrl) && addressVerdict(gatewayUrl, undefined);
}
