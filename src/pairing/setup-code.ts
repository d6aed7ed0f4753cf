/** What a new device may do once it came in with a set-up code. */
export type CodeAccess = "full" | "limited" | "node";

/** How long every gateway of 2026 lets a code live, in ms; before 2026.9 it doesn't say so. */
const USUAL_LIFE_MS = 10 * 60_000;
/** What the answer's way and two ordinary clocks may make of that, in ms. Beyond it is another clock, or a life we don't know. */
const CLOCK_TOLERANCE_MS = 30_000;

/** Everything about a code that a gateway made, except the code itself: that is a bearer secret and stands elsewhere. */
export interface IssuedCode {
  /** Names the code without giving it away; 2026.9 and later. */
  readonly setupId?: string;
  /** Undefined where the gateway doesn't say. */
  readonly access?: CodeAccess;
  /** The gateway gave less than was asked for. */
  readonly downgraded: boolean;
  /** The address in it, which the new device will open. */
  readonly gatewayUrl: string;
  readonly madeAtMs: number;
  readonly expiresAtMs: number;
  /** False: the gateway didn't say, or by another clock; `expiresAtMs` is what gateways usually do. */
  readonly expiryKnown: boolean;
}

/**
 * A code's end on this machine's clock. A gateway whose clock is another one says nothing that a countdown could use: taken at
 * its word, a code would be called over while it lives on, or shown when it is dead.
 */
export function codeEnd(
  expiresAtMs: number | undefined,
  nowMs: number,
): Pick<IssuedCode, "expiresAtMs" | "expiryKnown"> {
  const usualMs = nowMs + USUAL_LIFE_MS;
  const known = expiresAtMs !== undefined && Math.abs(expiresAtMs - usualMs) <= CLOCK_TOLERANCE_MS;
  return { expiresAtMs: known ? expiresAtMs : usualMs, expiryKnown: known };
}

/** The device that came with a code. */
export interface CodeGuest {
  readonly deviceId: string;
  readonly name?: string;
}
