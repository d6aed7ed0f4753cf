import { isIP } from "node:net";
import { type FreshCode, parseIssued } from "../gateway/parse-setup.ts";
import { readRpcFailure } from "../gateway/rpc-failure.ts";
import { readReach } from "../pairing/reach.ts";
import type { CodeAccess } from "../pairing/setup-code.ts";
import { rpcWords, type Words } from "./failure-words.ts";
import type { PairGateway } from "./pair-gateway.ts";
import type { PairingParts } from "./pair-ports.ts";
import { noCommandLine, tooOld } from "./pair-words.ts";

export interface CodeWish {
  readonly access: CodeAccess;
  /** The address to put in; undefined: the gateway's own choice. */
  readonly address: string | undefined;
}

export type MadeCode =
  | { readonly ok: true; readonly fresh: FreshCode }
  /** `noAddress`: the gateway has none that a phone could reach. */
  | { readonly ok: false; readonly words: Words; readonly noAddress: boolean };

const unreadable: Words = {
  sentence: "The gateway’s answer holds no set-up code that PairTray can read.",
  step: "On the gateway’s machine, `openclaw qr` shows one.",
};

const noLess: Words = {
  sentence: "This gateway is too old to make a code with less than full access.",
  step: "Update OpenClaw on its machine, or choose full access if this device may have it.",
};

/** Asks the gateway for a code. One that can't make any (2026.3 to 2026.5) is helped by its own command line, if that is here. */
export async function makeCode(
  gateway: PairGateway,
  wish: CodeWish,
  parts: Pick<PairingParts, "runOpenclaw">,
  now: () => number,
): Promise<MadeCode> {
  const params = {
    includeQr: false,
    ...(wish.address !== undefined && { publicUrl: wish.address }),
    ...(wish.access !== "full" && { bootstrapProfile: wish.access }),
  };
  try {
    const fresh = parseIssued(await gateway.request("device.pair.setupCode", params), now());
    return fresh ? { ok: true, fresh } : { ok: false, words: unreadable, noAddress: false };
  } catch (error) {
    const failure = readRpcFailure(error);
    if (failure.kind === "unknown-method") return byCommandLine(gateway, wish, parts, now);
    if (failure.kind === "refused" && /only bound to loopback/i.test(failure.message)) {
      return {
        ok: false,
        noAddress: true,
        words: {
          sentence: "The gateway listens on its own machine only, so no other device can reach it.",
          step: "Nothing was made. Run one of these on the gateway’s machine, then try again:",
        },
      };
    }
    // Codes with less than full access came after 2026.7; a closed schema says so by the name of the field (seen).
    if (failure.kind === "refused" && /bootstrapProfile/.test(failure.message)) {
      return { ok: false, words: noLess, noAddress: false };
    }
    if (failure.kind === "no-answer") {
      return {
        ok: false,
        noAddress: false,
        words: {
          sentence: "The connection broke before the gateway answered. A code that it may have made is shown nowhere.",
          step: "Try again when the gateway is back.",
        },
      };
    }
    return { ok: false, words: rpcWords(failure, gateway.authority.deviceId), noAddress: false };
  }
}

/**
 * `openclaw qr` reads this computer's own configuration. Behind a tunnel, or beside a second gateway, that is another gateway
 * than the one on PairTray's loopback address; where the code names a bare IP address, its port gives that away. A name may
 * be a proxy's or Tailscale's, whose port says nothing.
 */
function isOtherGateway(inCode: string, own: string): boolean {
  const url = URL.parse(inCode);
  return url !== null && isIP(url.hostname.replace(/^\[|\]$/g, "")) !== 0 && portOf(inCode) !== portOf(own);
}

function portOf(address: string): string | undefined {
  const url = URL.parse(address);
  return url?.port === "" ? (url.protocol === "wss:" ? "443" : "80") : url?.port;
}

function otherGateway(inCode: string, own: string): Words {
  return {
    sentence: `\`openclaw qr\` on this computer made a code for ${inCode}, but PairTray’s gateway is ${own}: that looks like another gateway. The code is shown nowhere.`,
    step: "Run `openclaw qr` on the gateway’s own machine. If both are the same gateway, go back and choose its address.",
  };
}

/** The command line makes codes for the gateway of its own machine, and for no other. */
async function byCommandLine(
  gateway: PairGateway,
  { access, address }: CodeWish,
  { runOpenclaw }: Pick<PairingParts, "runOpenclaw">,
  now: () => number,
): Promise<MadeCode> {
  if (readReach(gateway.address)?.kind !== "this-machine") return { ok: false, words: tooOld, noAddress: false };
  if (access === "node") {
    return {
      ok: false,
      noAddress: false,
      words: {
        sentence: "This gateway is too old to make a code for a node only.",
        step: "Update OpenClaw on this computer, or choose another kind of access.",
      },
    };
  }
  const args = ["qr", "--json", ...(access === "limited" ? ["--limited"] : [])];
  if (address !== undefined) args.push("--url", address);
  try {
    const fresh = parseIssued(readJson(await runOpenclaw(args)), now());
    if (!fresh) return { ok: false, words: unreadable, noAddress: false };
    // Only where the address is the command line's own choice does it tell which gateway it had in mind.
    const other = address === undefined && isOtherGateway(fresh.code.gatewayUrl, gateway.address);
    return other
      ? { ok: false, words: otherGateway(fresh.code.gatewayUrl, gateway.address), noAddress: false }
      : { ok: true, fresh };
  } catch (error) {
    return { ok: false, ...cliFailure(error, access) };
  }
}

/** The document stands alone on newer versions; older ones may write a line before it. */
function readJson(output: string): unknown {
  const start = output.indexOf("{");
  try {
    return JSON.parse(output.slice(Math.max(0, start)));
  } catch {
    return undefined;
  }
}

function cliFailure(error: unknown, access: CodeAccess): { readonly words: Words; readonly noAddress: boolean } {
  const message = error instanceof Error ? error.message : "";
  if (error instanceof Error && "code" in error && error.code === "ENOENT")
    return { words: noCommandLine, noAddress: false };
  if (/loopback/i.test(message)) {
    return {
      noAddress: true,
      words: {
        sentence: "The gateway listens on its own machine only, so no other device can reach it.",
        step: "Nothing was made. Run one of these, then try again:",
      },
    };
  }
  if (access === "limited" && /unknown option/i.test(message)) {
    return {
      noAddress: false,
      words: noLess,
    };
  }
  // What a program wrote may hold the code itself: its own words are never shown.
  return {
    noAddress: false,
    words: {
      sentence: "`openclaw qr` on this computer made no code.",
      step: "Run it in a terminal to see why.",
    },
  };
}
