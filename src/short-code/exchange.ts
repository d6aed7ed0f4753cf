import { timingSafeEqual } from "node:crypto";
import type { Asker } from "./asker.ts";
import { beginTry, closeTry, freshAttempts, settle, triesLeft, TRY_LASTS_MS, wrongTries } from "./attempts.ts";
import { toBase64Url } from "./base64url.ts";
import type { Exchange, ExchangeOptions, Refusal, ShortCodeEnd, ShortCodeState } from "./exchange-types.ts";
import { laptopPake, type SessionKeys } from "./pake.ts";
import { checkNumber, type Handover, isReceipt, sealHandover } from "./sealed.ts";

/** How long after the user's yes the device may take to fetch the set-up code and say so, in ms. */
const DELIVERY_LASTS_MS = 30_000;

interface Winner {
  readonly run: string;
  readonly asker: Asker;
  /** None on the plain-text way. */
  readonly keys?: SessionKeys;
  handover?: Handover;
  box?: string;
}

/** One code's life, without the network: tries, the key exchange, the user's answer, the delivery. */
export async function openExchange(options: ExchangeOptions): Promise<Exchange> {
  const { clock, random } = options;
  const pake = await laptopPake(options.digits, options.origin);
  const noLongerMatters = new AbortController();
  const undos = new Set<() => void>();
  const listeners = new Set<() => void>();
  let attempts = freshAttempts(options.expiresAtMs, options.wrongTries);
  let trying: { run: string; finish: (request: string) => SessionKeys } | undefined;
  let winner: Winner | undefined;
  let state: ShortCodeState = { kind: "waiting", triesLeft: triesLeft(attempts) };

  const later = (ms: number, run: () => void) => void undos.add(clock.after(Math.max(0, ms), run));

  function change(next: ShortCodeState): void {
    state = next;
    options.onChange(next);
    for (const tell of [...listeners]) tell();
  }

  function end(reason: ShortCodeEnd): void {
    if (state.kind === "ended") return;
    for (const undo of undos) undo();
    noLongerMatters.abort();
    trying = undefined;
    const asker = winner?.asker;
    // Keys and set-up code are let go of at once.
    winner = undefined;
    change({ kind: "ended", reason, ...(asker && { asker }) });
  }

  /** What time alone has done since the last look. */
  function tick(): void {
    if (state.kind === "ended") return;
    if (clock.now() >= options.expiresAtMs) {
      end("expired");
      return;
    }
    const wrong = attempts.wrong;
    attempts = settle(attempts, clock.now());
    if (attempts.wrong > wrong) wrongTry();
  }

  function wrongTry(): void {
    trying = undefined;
    if (attempts.end === "too-many-tries") end("too-many-tries");
    else change({ kind: "waiting", triesLeft: triesLeft(attempts), pausedUntilMs: attempts.notBeforeMs });
  }

  function begin(): Refusal | undefined {
    tick();
    if (state.kind === "ended") return { kind: "ended", reason: state.reason };
    const { attempts: next, verdict } = beginTry(attempts, clock.now());
    attempts = next;
    if (verdict.kind === "wait") return { ...verdict, triesLeft: triesLeft(attempts) };
    // One success ended it: to everybody else the code is used up.
    if (verdict.kind === "ended") return { kind: "ended", reason: "delivered" };
    later(TRY_LASTS_MS, tick);
    return undefined;
  }

  function close(right: boolean): Refusal | undefined {
    attempts = closeTry(attempts, right, clock.now());
    if (attempts.end === "used") return undefined;
    if (attempts.end === "expired") {
      end("expired");
      return { kind: "ended", reason: "expired" };
    }
    // Also right digits that came a moment too late: time had counted them as wrong already.
    wrongTry();
    if (attempts.end !== undefined) return { kind: "ended", reason: "too-many-tries" };
    return { kind: "wrong", retryAfterMs: attempts.notBeforeMs - clock.now(), triesLeft: triesLeft(attempts) };
  }

  async function ask(mine: Winner): Promise<void> {
    winner = mine;
    change({ kind: "asking", asker: mine.asker });
    let yes = false;
    try {
      yes = await options.confirm(mine.asker, noLongerMatters.signal);
    } catch {
      // Whoever can't ask can't have got a yes.
    }
    tick();
    if (noLongerMatters.signal.aborted) return;
    if (!yes) {
      end("declined");
      return;
    }
    const secret = options.secret();
    if (!secret) {
      end("no-set-up-code");
      return;
    }
    mine.handover = { ...secret, goodForMs: options.expiresAtMs - clock.now() };
    if (mine.keys) mine.box = sealHandover(mine.keys, mine.run, mine.handover, random);
    later(DELIVERY_LASTS_MS, () => end("undelivered"));
    change({ kind: "sending", asker: mine.asker });
  }

  /** Resolves at the next change of state, or after `ms`. */
  function nextChange(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        listeners.delete(done);
        undo();
        resolve();
      };
      const undo = clock.after(ms, done);
      listeners.add(done);
    });
  }

  function endedOrUnknown(): Refusal {
    return state.kind === "ended" ? { kind: "ended", reason: state.reason } : { kind: "unknown" };
  }

  /** A timer may fire a moment before its time by the clock of day: then it waits for the rest. */
  function endInTime(): void {
    tick();
    if (state.kind !== "ended") later(Math.max(1, options.expiresAtMs - clock.now()), endInTime);
  }
  later(options.expiresAtMs - clock.now(), endInTime);

  return {
    state: () => state,
    isAwaited: () => listeners.size > 0,
    wrongTries: () => wrongTries(attempts),
    end,
    start(request) {
      const refusal = begin();
      if (refusal) return refusal;
      try {
        const { response, finish } = pake.answer(request);
        trying = { run: toBase64Url(random(16)), finish };
        return { kind: "answer", run: trying.run, response };
      } catch {
        // Malformed: whoever sends that isn't our page. It counts, so that no form of nonsense is free.
        return close(false) ?? { kind: "unknown" };
      }
    },
    finish(run, request, asker) {
      tick();
      const mine = trying;
      if (mine?.run !== run) return endedOrUnknown();
      let keys: SessionKeys | undefined;
      try {
        keys = request === undefined ? undefined : mine.finish(request);
      } catch {
        // The device did not know the digits.
      }
      const refusal = close(keys !== undefined);
      trying = undefined;
      if (refusal || !keys) return refusal ?? { kind: "unknown" };
      void ask({ run, asker: { ...asker, check: checkNumber(keys, run) }, keys });
      return { kind: "right" };
    },
    async collect(run, waitMs) {
      tick();
      for (let round = 0; ; round++) {
        const mine = winner;
        if (mine?.run !== run) return endedOrUnknown();
        if (mine.box !== undefined) return { kind: "sealed", box: mine.box };
        if (round > 0) return { kind: "waiting" };
        await nextChange(waitMs);
      }
    },
    receipt(run, box) {
      if (winner?.run !== run || !winner.keys || !isReceipt(winner.keys, run, box)) return endedOrUnknown();
      end("delivered");
      return { kind: "thanks" };
    },
    async tryPlain(digits, asker, lost, onRight) {
      const refusal = begin() ?? close(timingSafeEqual(Buffer.from(digits), Buffer.from(options.digits)));
      if (refusal) return refusal;
      onRight?.();
      const mine: Winner = { run: toBase64Url(random(16)), asker };
      lost.addEventListener("abort", () => end(mine.handover ? "undelivered" : "gone"));
      await ask(mine);
      if (!mine.handover) return endedOrUnknown();
      return { kind: "open", handover: mine.handover, delivered: () => end("delivered") };
    },
  };
}
