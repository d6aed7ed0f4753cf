/** What a new device may do once it came in with a set-up code. */
export type CodeAccess = "full" | "limited" | "node";

/** How long a code lives where the gateway doesn't say (before 2026.9), in ms. */
const USUAL_LIFE_MS = 10 * 60_000;
/** Longer than any gateway lets a code live: a time beyond it is another clock, not a longer life. */
const LONGEST_LIFE_MS = 20 * 60_000;

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
  /** False: the gateway didn't say, and `expiresAtMs` is what gateways usually do. */
  readonly expiryKnown: boolean;
}

/** A code's end on this machine's clock. A gateway whose clock is far off says nothing that a countdown could use. */
export function codeEnd(
  expiresAtMs: number | undefined,
  nowMs: number,
): Pick<IssuedCode, "expiresAtMs" | "expiryKnown"> {
  const known = expiresAtMs !== undefined && expiresAtMs > nowMs && expiresAtMs - nowMs <= LONGEST_LIFE_MS;
  return { expiresAtMs: known ? expiresAtMs : nowMs + USUAL_LIFE_MS, expiryKnown: known };
}

/** The device that came with a code. */
export interface CodeGuest {
  readonly deviceId: string;
  readonly name?: string;
}
