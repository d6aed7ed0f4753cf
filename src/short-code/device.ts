import { devicePake, type SessionKeys } from "./pake.ts";
import type { RandomBytes } from "./ports.ts";
import type { Refusal, ShortCodeEnd } from "./exchange-types.ts";
import { checkNumber, type Handover, openHandover, sealReceipt } from "./sealed.ts";

/** What the new device needs, in a browser or in Node. */
export interface DeviceParts {
  /** The laptop's address as it shows it, without a path. */
  readonly origin: string;
  /** Posts JSON and gives status and JSON back. Rejects if the laptop doesn't answer. */
  readonly post: (path: string, body: object) => Promise<{ status: number; value: unknown }>;
  readonly random: RandomBytes;
  /** Resolves after `ms`. */
  readonly pause: (ms: number) => Promise<void>;
  /** The digits were right; now the user is asked on the laptop whether this device shows `check`, two digits. */
  readonly onAsking: (check: string) => void;
}

export type DeviceResult =
  | { kind: "handover"; handover: Handover }
  | { kind: "wrong"; triesLeft: number; retryAfterMs: number }
  | { kind: "wait"; triesLeft: number; retryAfterMs: number }
  | { kind: "ended"; reason: ShortCodeEnd | undefined }
  /** Nothing answers any more, or something that isn't the laptop: the code is over, or the network is. */
  | { kind: "unreachable" };

class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.kind);
    this.refusal = refusal;
  }
}

/**
 * One try with six digits, from typing to set-up code. Never rejects for what the network or the laptop does; rejects
 * where the key exchange can't run (a browser without WebAssembly).
 */
export async function tryDigits(digits: string, parts: DeviceParts): Promise<DeviceResult> {
  // Outside the net below: where the key exchange can't run at all, the caller must hear that.
  const pake = await devicePake(digits, parts.origin);
  const ask = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const { status, value } = await parts.post(path, body);
    if (status !== 200) throw new Refused(readRefusal(value));
    return isRecord(value) ? value : {};
  };
  try {
    const answer = await ask("/start", { request: pake.request });
    const run = String(answer["run"]);
    const opened = openOrNothing(() => pake.finish(String(answer["response"])));
    // Our own proof fails first where the digits differ; saying so lets the next try begin without waiting.
    await ask("/finish", { run, ...(opened && { request: opened.request }) });
    if (!opened) return { kind: "unreachable" };
    parts.onAsking(checkNumber(opened.keys, run));
    const handover = await collect(run, opened.keys, ask, parts.pause);
    // The device has what it came for, whatever becomes of the receipt.
    await ask("/receipt", { run, box: sealReceipt(opened.keys, run, parts.random) }).catch(() => undefined);
    return { kind: "handover", handover };
  } catch (error) {
    return error instanceof Refused ? fromRefusal(error.refusal) : { kind: "unreachable" };
  }
}

/** Failures in a row that are forgiven while the user is asked: a phone's screen goes dark, its Wi-Fi changes. */
const FORGIVEN = 3;
const BEFORE_NEXT_MS = 500;

async function collect(
  run: string,
  keys: SessionKeys,
  ask: (path: string, body: object) => Promise<Record<string, unknown>>,
  pause: (ms: number) => Promise<void>,
): Promise<Handover> {
  for (let failures = 0; ;) {
    let answer: Record<string, unknown>;
    try {
      answer = await ask("/collect", { run });
      failures = 0;
    } catch (error) {
      if (error instanceof Refused || ++failures > FORGIVEN) throw error;
      await pause(BEFORE_NEXT_MS);
      continue;
    }
    if (answer["kind"] === "sealed") return openHandover(keys, run, String(answer["box"]));
    if (answer["kind"] !== "waiting") throw new Error("The answer is not from the laptop.");
  }
}

function openOrNothing<Value>(open: () => Value): Value | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}

function fromRefusal(refusal: Refusal): DeviceResult {
  switch (refusal.kind) {
    case "wrong":
    case "wait":
      return refusal;
    case "ended":
      return { kind: "ended", reason: refusal.reason };
    case "unknown":
      return { kind: "ended", reason: undefined };
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

const ends: readonly string[] = [
  "delivered",
  "declined",
  "too-many-tries",
  "expired",
  "stopped",
  "gone",
  "undelivered",
  "no-set-up-code",
] satisfies ShortCodeEnd[];

function readRefusal(value: unknown): Refusal {
  if (!isRecord(value)) return { kind: "unknown" };
  const { kind, reason, triesLeft, retryAfterMs } = value;
  if ((kind === "wait" || kind === "wrong") && typeof triesLeft === "number" && typeof retryAfterMs === "number")
    return { kind, triesLeft, retryAfterMs };
  if (kind === "ended" && typeof reason === "string" && ends.includes(reason))
    return { kind, reason: reason as ShortCodeEnd };
  return { kind: "unknown" };
}
