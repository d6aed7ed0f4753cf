import type { Clock } from "../gateway/clock.ts";
import type { Asker } from "../short-code/asker.ts";
import type { ShortCodeEnd, ShortCodeState } from "../short-code/exchange-types.ts";
import type { ShortCodeServer } from "../short-code/server.ts";
import type { Words } from "./failure-words.ts";
import type { PairingParts } from "./pair-ports.ts";
import type { AskerView, CodeAccess, DigitsView } from "./pair-view.ts";

/** Between two looks at this machine's addresses, in ms: no system tells that a network was left. */
const LOOK_AGAIN_MS = 3_000;

export interface PairDigitsOptions {
  /** The one address of this machine to listen on. */
  readonly network: string;
  readonly plainText: boolean;
  readonly expiresAtMs: number;
  /** What other digits of the same set-up code have used up. */
  readonly wrongTries: number;
  readonly clock: Clock;
  readonly parts: Pick<PairingParts, "shortCodePage" | "randomBytes" | "networks">;
  readonly access: CodeAccess | undefined;
  /** The set-up code, at the very moment it leaves; undefined: it is used or gone. */
  readonly secret: () => string | undefined;
  readonly onChange: () => void;
}

interface Question {
  readonly id: number;
  readonly asker: Asker;
  readonly answer: (yes: boolean) => void;
}

/** Answers carry the number of their question, over all codes: a late click never answers another device. */
let questions = 0;

/** One six-digit code: its server, and the question about the device that typed it. Nothing listens before `start`. */
export class PairDigits {
  readonly #options: PairDigitsOptions;
  #server: ShortCodeServer | undefined;
  #state: ShortCodeState | undefined;
  #failure: Words | undefined;
  #question: Question | undefined;
  #stopped = false;
  #cancelLook: (() => void) | undefined;

  constructor(options: PairDigitsOptions) {
    this.#options = options;
  }

  /** Resolves when it listens or can't; never rejects. */
  async start(): Promise<void> {
    const { network, plainText, expiresAtMs, wrongTries, clock, parts, access, secret, onChange } = this.#options;
    this.#lookAgain();
    try {
      // The key exchange weighs 430 kB: it is loaded when somebody wants six digits, and not before.
      const [{ startShortCodeServer }, page] = await Promise.all([
        import("../short-code/server.ts"),
        parts.shortCodePage(),
      ]);
      const server = await startShortCodeServer({
        address: network,
        page,
        clock,
        random: parts.randomBytes,
        expiresAtMs,
        wrongTries,
        allowPlainText: plainText,
        secret: () => {
          const setupCode = secret();
          return setupCode === undefined ? undefined : { setupCode, ...(access && { access }) };
        },
        confirm: (asker, signal) => this.#ask(asker, signal),
        onChange: (state) => {
          this.#state = state;
          onChange();
        },
      });
      this.#server = server;
      // A method call, because the view may have been left while the server opened.
      if (this.#gone()) await server.stop();
      else this.#state = server.state();
    } catch (error) {
      this.#failure ??= {
        sentence: `The six-digit code can’t be served at ${network}.`,
        step: error instanceof Error ? error.message.slice(0, 200) : "Choose another network address.",
      };
    }
    onChange();
  }

  /** Of all digits of this set-up code, these included. */
  wrongTries(): number {
    return this.#server?.wrongTries() ?? this.#options.wrongTries;
  }

  answer(askId: number, yes: boolean): boolean {
    if (this.#question?.id !== askId) return false;
    this.#question.answer(yes);
    return true;
  }

  /** Looks whether this machine still has the address: nobody reaches the digits there otherwise. */
  look(): void {
    const { network, parts, onChange } = this.#options;
    if (this.#stopped || network === "127.0.0.1" || parts.networks().some(({ address }) => address === network)) return;
    // What is on its way has its own end: the device may have it.
    if (["sending", "ended"].includes(this.view().state)) return;
    this.#failure = { sentence: "This computer left that network.", step: "Show new digits." };
    void this.stop();
    onChange();
  }

  /** Ends it at once; resolves when nothing listens any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelLook?.();
    await this.#server?.stop();
  }

  view(): DigitsView {
    const { network, plainText } = this.#options;
    const base = { network, plainText };
    if (this.#failure) return { ...base, state: "ended", good: false, ...this.#failure };
    const [server, state] = [this.#server, this.#state];
    if (!server || !state) return { ...base, state: "starting" };
    switch (state.kind) {
      case "waiting":
        return {
          ...base,
          state: "waiting",
          url: server.url,
          digits: server.digits,
          triesLeft: state.triesLeft,
          ...(state.pausedUntilMs !== undefined && { pausedUntilMs: state.pausedUntilMs }),
        };
      case "asking":
        return this.#question
          ? { ...base, state: "asking", askId: this.#question.id, who: askerView(state.asker) }
          : { ...base, state: "sending", who: askerView(state.asker) };
      case "sending":
        return { ...base, state: "sending", who: askerView(state.asker) };
      case "ended":
        return {
          ...base,
          state: "ended",
          good: state.reason === "delivered",
          spent: state.reason === "too-many-tries",
          ...endWords(state.reason),
        };
    }
  }

  #lookAgain(): void {
    if (this.#stopped) return;
    this.#cancelLook = this.#options.clock.after(LOOK_AGAIN_MS, () => {
      this.look();
      if (this.view().state !== "ended") this.#lookAgain();
    });
  }

  #gone(): boolean {
    return this.#stopped;
  }

  #ask(asker: Asker, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const id = ++questions;
      const done = (yes: boolean) => {
        if (this.#question?.id === id) this.#question = undefined;
        resolve(yes);
        this.#options.onChange();
      };
      signal.addEventListener("abort", () => {
        done(false);
      });
      this.#question = { id, asker, answer: done };
      this.#options.onChange();
    });
  }
}

function askerView(asker: Asker): AskerView {
  return {
    name: asker.program === undefined ? asker.device : `${asker.device}, ${asker.program}`,
    address: asker.address,
    ...(asker.check !== undefined && { check: asker.check }),
    warnings: [
      ...(asker.thisComputer ? ["It is this computer itself that asks."] : []),
      ...(asker.plainText ? ["The set-up code will cross the network readable by everybody on it."] : []),
    ],
  };
}

/** Why the digits are over, for the laptop's own screen. */
function endWords(reason: ShortCodeEnd): Words {
  switch (reason) {
    case "delivered":
      return {
        sentence: "The device has the set-up code.",
        step: "Go on there: open the app or run the command it shows.",
      };
    case "declined":
      return {
        sentence: "You said no. The device got nothing.",
        step: "The digits are over; the QR code still works.",
      };
    case "too-many-tries":
      return {
        sentence: "Five wrong tries: the digits of this set-up code are over, and nothing was given away.",
        step: "If that wasn’t you, somebody in this network is guessing. The QR code never crosses the network.",
      };
    case "expired":
      return { sentence: "The digits have expired with their set-up code." };
    case "stopped":
      return { sentence: "The digits are over." };
    case "gone":
      return {
        sentence: "It hung up before you answered. It got nothing.",
        step: "Show new digits to try again; the QR code still works.",
      };
    case "undelivered":
      return {
        sentence: "The device never said that it got the set-up code: it may have it or not.",
        step: "Try the digits again, or make a new code.",
      };
    case "no-set-up-code":
      return { sentence: "The set-up code was used or over before the device could get it. It got nothing." };
  }
}
