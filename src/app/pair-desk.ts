import { isShowing } from "../pairing/code-life.ts";
import { networkAddresses, pairAddresses } from "../pairing/pair-address.ts";
import { readReach } from "../pairing/reach.ts";
import { readAnyAddress } from "../pairing/typed-address.ts";
import { MOST_WRONG_TRIES } from "../short-code/attempts.ts";
import { nodeCommand } from "../short-code/plain-words.ts";
import { AddressProbe } from "./address-probe.ts";
import { CodeWatch } from "./code-watch.ts";
import type { Intent, IntentResult } from "./intent.ts";
import { LeftCodes } from "./left-codes.ts";
import { type Choice, chosenUrl, pairView } from "./make-pair-view.ts";
import { PairDigits } from "./pair-digits.ts";
import type { PairGateway } from "./pair-gateway.ts";
import type { PairDeskOptions } from "./pair-ports.ts";
import type { PairView } from "./pair-view.ts";
import type { View } from "./snapshot.ts";

export type PairIntent = Extract<Intent, { type: `pair-${string}` }>;
export type SecretToCopy = Extract<Intent, { type: "pair-copy" }>["what"];

export function isPairIntent(intent: Intent): intent is PairIntent {
  return intent.type.startsWith("pair-");
}

const fine: IntentResult = { ok: true };
const gone: IntentResult = { ok: false, sentence: "This code is no longer on the screen." };

/** *Pair a device*: the choice, the code on the screen, its six digits, and the codes whose view was left. */
export class PairDesk {
  readonly #options: PairDeskOptions;
  #choice: Choice | undefined;
  #view: PairView | undefined;
  #code: CodeWatch | undefined;
  #digits: PairDigits | undefined;
  /** Wrong tries at all digits of the code on the screen: five in all, however often new digits are drawn. */
  #wrongTries = 0;
  readonly #left: LeftCodes;
  #codes = 0;
  readonly #probe: AddressProbe;

  constructor(options: PairDeskOptions) {
    this.#options = options;
    this.#left = new LeftCodes(options.notices);
    const { clock, parts, onChange } = options;
    this.#probe = new AddressProbe({ clock, onChange, answersAt: (address) => parts.answersAt(address) });
  }

  /** The view as it is now; undefined while it isn't open. */
  view(): PairView | undefined {
    const { gateways, parts, clock } = this.#options;
    if (!this.#choice) return (this.#view = undefined);
    const view = pairView({
      choice: this.#choice,
      gateways: gateways(),
      networks: parts.networks(),
      answers: this.#probe.answers,
      code: this.#code,
      digits: this.#digits?.view(),
      nowMs: clock.now(),
    });
    // The same picture keeps its identity: patches compare by it.
    if (JSON.stringify(view) !== JSON.stringify(this.#view)) this.#view = view;
    return this.#view;
  }

  /** Any web page can follow a link: while a code is on the screen its page is only offered. True: it was. */
  holdsOff(view: View, key: string | undefined): boolean {
    if (this.#code?.secret === undefined) return false;
    this.#options.notices.post({
      tone: "info",
      sentence: "A link asks for “Lost a device”. The code stays on the screen until you leave it.",
      offer: { label: "Open it", view, ...(key !== undefined && { key }) },
    });
    return true;
  }

  /** The user opened the view. */
  enter(): void {
    if (this.#choice) return;
    const first = this.#options.gateways()[0];
    if (first) this.#choose({ gatewayId: first.id, access: "limited", address: this.#usualAddress(first) });
  }

  /** The user left the view: what is secret in it is gone at once. */
  leave(): void {
    this.#choice = undefined;
    this.#dropCode();
    this.#probe.clear();
    this.#options.onChange();
  }

  /** Clock, connections or lists may have changed. */
  look(): void {
    this.#code?.look();
    // Its set-up code is used or over: nothing may listen for it any longer.
    if (this.#code && !isShowing(this.#code.life)) this.#endDigits();
    this.#digits?.look();
    this.#left.look();
    this.#probe.linked(this.#gateway(this.#choice?.gatewayId)?.connected ?? true);
  }

  /** The machine slept: timers did, too, and it may be elsewhere now. */
  wake(): void {
    this.look();
    this.#probe.again();
  }

  async handle(intent: PairIntent): Promise<IntentResult> {
    switch (intent.type) {
      case "pair-choose":
        return this.#chosen(intent);
      case "pair-start":
        return this.#start();
      case "pair-back":
        this.#dropCode();
        if (this.#choice) this.#choose(this.#choice);
        return fine;
      case "pair-leave":
        this.leave();
        return fine;
      case "pair-digits":
        return this.#startDigits(intent.network, intent.plainText);
      case "pair-digits-stop":
        this.#endDigits();
        this.#digits = undefined;
        return fine;
      case "pair-answer":
        return this.#digits?.answer(intent.askId, intent.yes)
          ? fine
          : { ok: false, sentence: "This question is over. Nothing was given away." };
      // Only a desktop has a clipboard; main asks for the text by itself.
      case "pair-copy":
        return fine;
    }
  }

  /** What the user wants in the clipboard; undefined when it is no longer on the screen. */
  secretToCopy(what: SecretToCopy): string | undefined {
    const secret = this.#code?.secret;
    return secret === undefined || what === "setup-code" ? secret : nodeCommand(secret);
  }

  /**
   * Some gateways are gone or connected anew: a code of theirs leaves the screen at once, and what became of it is heard of
   * from their new connection. The rest stays.
   */
  gatewaysChanged(): void {
    const { gateways, onChange } = this.#options;
    if (this.#code && !gateways().includes(this.#code.gateway)) this.#dropCode();
    this.#left.rebind((id) => this.#gateway(id));
    if (this.#choice && !this.#gateway(this.#choice.gatewayId)) {
      this.#choice = undefined;
      this.enter();
    } else if (this.#choice && !this.#code) this.#choose(this.#choice);
    onChange();
  }

  /** Forgets everything at once: the app quits. */
  close(): void {
    this.#endDigits();
    this.#code?.close();
    this.#left.close();
    this.#probe.clear();
    this.#digits = undefined;
    this.#code = undefined;
    this.#choice = undefined;
  }

  #gateway(id: string | undefined): PairGateway | undefined {
    return this.#options.gateways().find((gateway) => gateway.id === id);
  }

  /** The gateway's own choice where it is on this machine, since it knows its Tailscale and its proxy; else what works for PairTray. */
  #usualAddress(gateway: PairGateway): string {
    if (this.#options.parts.ownAddressFirst) return gateway.address;
    return readReach(gateway.address)?.kind === "this-machine" ? "auto" : gateway.address;
  }

  #choose(choice: Choice): void {
    this.#choice = choice;
    const gateway = this.#gateway(choice.gatewayId);
    if (!gateway) return;
    const offered = pairAddresses(gateway.address, this.#options.parts.networks()).map(({ url }) => url);
    const others = [...offered, choice.typed].filter((url) => url !== undefined);
    this.#probe.choose(chosenUrl(choice), others);
  }

  #chosen({ gatewayId, access, address, typed }: Extract<PairIntent, { type: "pair-choose" }>): IntentResult {
    const before = this.#choice;
    if (!before) return gone;
    const gateway = this.#gateway(gatewayId ?? before.gatewayId);
    if (!gateway) return { ok: false, sentence: "This gateway is no longer set up here." };
    if (gateway.id !== before.gatewayId) {
      this.#choose({ gatewayId: gateway.id, access: before.access, address: this.#usualAddress(gateway) });
      return fine;
    }
    if (typed !== undefined) {
      // Where a phone may go without TLS is the gateway's to say, and stands beside the address.
      const read = readAnyAddress(typed);
      if ("sentence" in read) return { ok: false, sentence: read.sentence };
      this.#choose({ ...before, address: "typed", typed: read.url });
      return fine;
    }
    this.#choose({ ...before, ...(access && { access }), ...(address !== undefined && { address }) });
    return fine;
  }

  async #start(): Promise<IntentResult> {
    const choice = this.#choice;
    const gateway = this.#gateway(choice?.gatewayId);
    if (!choice || !gateway) return gone;
    // A double click is one code.
    if (this.#code?.life.kind === "preparing") return fine;
    const view = this.view();
    if (view?.blocked) return { ok: false, ...view.blocked };
    const address = chosenUrl(choice);
    if (choice.address === "typed" && address === undefined) {
      return { ok: false, sentence: "Type the address that the new device should open." };
    }
    this.#dropCode();
    const { clock, parts, onChange } = this.#options;
    const watch = new CodeWatch({
      id: ++this.#codes,
      gateway,
      wish: { access: choice.access, address },
      clock,
      parts,
      onGuessed: (deviceId) => {
        if (this.#code !== watch && this.#code?.gateway === watch.gateway) this.#code.isNotOurs(deviceId);
        this.#left.isGuestOf(watch, deviceId);
      },
      onChange: () => {
        if (this.#code === watch && !isShowing(watch.life)) this.#endDigits();
        this.#left.tell();
        onChange();
      },
    });
    this.#code = watch;
    this.#probe.rest();
    onChange();
    await watch.make();
    return fine;
  }

  #startDigits(network: string, plainText: boolean): IntentResult {
    const code = this.#code;
    const { clock, parts, onChange } = this.#options;
    if (!code || code.secret === undefined || code.life.kind !== "shown") return gone;
    const known = [...networkAddresses(parts.networks()).map(({ address }) => address), "127.0.0.1"];
    if (!known.includes(network)) {
      return { ok: false, sentence: "This computer no longer has that network address. Choose another." };
    }
    this.#endDigits();
    if (this.#wrongTries >= MOST_WRONG_TRIES) {
      return {
        ok: false,
        sentence: "Five wrong tries: this set-up code has no more digits.",
        step: "Make a new code.",
      };
    }
    const digits = new PairDigits({
      network,
      plainText,
      expiresAtMs: code.life.code.expiresAtMs,
      wrongTries: this.#wrongTries,
      clock,
      parts,
      access: code.life.code.access,
      secret: () => (this.#code === code ? code.secret : undefined),
      onChange,
    });
    this.#digits = digits;
    // Not awaited: the window shows "starting", and the digits when they are there.
    void digits.start();
    return fine;
  }

  /** Nothing listens any more; what is on the screen about it stays until the next thing happens. */
  #endDigits(): void {
    if (!this.#digits) return;
    void this.#digits.stop();
    this.#wrongTries = this.#digits.wrongTries();
  }

  #dropCode(): void {
    this.#endDigits();
    this.#digits = undefined;
    this.#wrongTries = 0;
    const code = this.#code;
    this.#code = undefined;
    if (code) this.#left.add(code);
  }
}
