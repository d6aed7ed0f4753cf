import type { Asker } from "./asker.ts";
import type { Clock, RandomBytes } from "./ports.ts";
import type { Handover } from "./sealed.ts";

/** Why nothing listens any more. */
export type ShortCodeEnd =
  /** The device has it: it said so under the session key, or (plain text) the answer was written out whole. */
  | "delivered"
  /** The user said no, or the question failed. */
  | "declined"
  | "too-many-tries"
  | "expired"
  | "stopped"
  /** The device hung up before the user had answered: it got nothing. */
  | "gone"
  /** The user said yes, but the device never said that it has it: it may or may not. */
  | "undelivered"
  /** The set-up code was gone when it was needed. */
  | "no-set-up-code";

/** What the laptop shows. No secret in it: the digits are not. */
export type ShortCodeState =
  | { kind: "waiting"; triesLeft: number; pausedUntilMs?: number }
  /** The digits were right: nothing leaves before the user confirms this device. */
  | { kind: "asking"; asker: Asker }
  | { kind: "sending"; asker: Asker }
  | { kind: "ended"; reason: ShortCodeEnd; asker?: Asker };

export interface ExchangeOptions {
  readonly digits: string;
  /** What the device's browser calls this server: `http://192.168.1.5:8585`. */
  readonly origin: string;
  /** Wrong tries that earlier digits of the same set-up code have seen; none unless told. */
  readonly wrongTries?: number;
  /** When the set-up code ends, in ms since the epoch. */
  readonly expiresAtMs: number;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Asked once, after the user's yes. Undefined: it is used or gone. */
  readonly secret: () => Pick<Handover, "setupCode" | "access"> | undefined;
  /** The user's answer about this device. Aborted when it no longer matters; a rejection counts as no. */
  readonly confirm: (asker: Asker, signal: AbortSignal) => Promise<boolean>;
  readonly onChange: (state: ShortCodeState) => void;
}

export type Refusal =
  | { kind: "wait"; retryAfterMs: number; triesLeft: number }
  | { kind: "wrong"; retryAfterMs: number; triesLeft: number }
  | { kind: "ended"; reason: ShortCodeEnd }
  /** No such run: never started, over, or somebody else's. */
  | { kind: "unknown" };

export interface Exchange {
  state(): ShortCodeState;
  /** Of all digits of this set-up code so far, a try under way included. */
  wrongTries(): number;
  /** First half of a try: counts. */
  start(request: string): { kind: "answer"; run: string; response: string } | Refusal;
  /** Second half. Without a `request` the device gives up by itself, having seen that its digits are wrong. */
  finish(run: string, request: string | undefined, asker: Asker): { kind: "right" } | Refusal;
  /** Whether a device is waiting for the user's answer at this moment, and so hears of the next change. */
  isAwaited(): boolean;
  /** What became of the user's answer, after at most `waitMs`. */
  collect(run: string, waitMs: number): Promise<{ kind: "waiting" } | { kind: "sealed"; box: string } | Refusal>;
  receipt(run: string, box: string): { kind: "thanks" } | Refusal;
  /**
   * The plain-text way: a whole try at once. `onRight`: the digits were right, and the answer comes after the user's word;
   * anything else is answered at once. `lost`: the device hung up. On `open` the caller says by `delivered()` that the
   * answer is written out whole.
   */
  tryPlain(
    digits: string,
    asker: Asker,
    lost: AbortSignal,
    onRight?: () => void,
  ): Promise<{ kind: "open"; handover: Handover; delivered: () => void } | Refusal>;
  end(reason: ShortCodeEnd): void;
}
