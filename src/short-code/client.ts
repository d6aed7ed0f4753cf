import { randomBytes } from "node:crypto";
import { type DeviceResult, tryDigits } from "./device.ts";
import { readDigits } from "./digits.ts";

export interface ShortCodeRequest {
  /** The digits as typed: "482913", "482 913". */
  readonly code: string;
  /** The address on the laptop: `http://192.168.1.5:8585`. */
  readonly at: string;
  /** Told when the digits were right and the user is being asked on the laptop whether this device shows these two. */
  readonly onAsking?: (check: string) => void;
}

/** Longer than the laptop holds a question open, in ms. */
const ANSWER_WITHIN_MS = 40_000;

/**
 * A new device on the command line: trades six digits for a set-up code, as the page does. Rejects with one plain
 * sentence where digits or address can't be right; what the laptop or the network does is in the result.
 */
export async function requestByShortCode(request: ShortCodeRequest): Promise<DeviceResult> {
  const digits = readDigits(request.code);
  if (digits === undefined) throw new Error("The code is six digits, as in 482913.");
  const origin = readOrigin(request.at);
  return await tryDigits(digits, {
    origin,
    random: (length) => randomBytes(length),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onAsking: request.onAsking ?? (() => {}),
    post: async (path, body) => {
      const response = await fetch(new URL(path, origin), {
        method: "POST",
        headers: { "content-type": "application/json", "user-agent": `pairtray-phone (${process.platform})` },
        body: JSON.stringify(body),
        redirect: "error",
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const value: unknown = await response.json().catch(() => undefined);
      return { status: response.status, value };
    },
  });
}

function readOrigin(at: string): string {
  try {
    const url = new URL(at.includes("://") ? at : `http://${at}`);
    if (url.protocol === "http:") return url.origin;
  } catch {
    // Said below.
  }
  throw new Error("The address looks like http://192.168.1.5:8585.");
}
