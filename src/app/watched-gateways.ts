import type { Clock } from "../gateway/clock.ts";
import type { GatewayDesk } from "./gateway-desk.ts";
import type { IntentResult } from "./intent.ts";

export interface WatchedGatewaysOptions {
  readonly clock: Clock;
  /** The gateways there are now: whoever runs and didn't change is among them as it is. */
  readonly open: (running: readonly GatewayDesk[]) => readonly GatewayDesk[];
  /** After each look; `others` are watched now. */
  readonly onLooked: (others: boolean) => void;
}

/** While a gateway is missing or out of reach, its configuration may have changed: how often it is read again, in ms. */
const LOOK_EVERY_MS = 15_000;

/** The gateways on the desk: opened, closed, and looked for again where something is amiss. */
export class WatchedGateways {
  readonly #options: WatchedGatewaysOptions;
  #all: readonly GatewayDesk[] = [];
  #cancel: () => void = () => undefined;

  constructor(options: WatchedGatewaysOptions) {
    this.#options = options;
    this.#plan();
  }

  get all(): readonly GatewayDesk[] {
    return this.#all;
  }

  find(id: string): GatewayDesk | undefined {
    return this.#all.find((gateway) => gateway.id === id);
  }

  async at(id: string, act: (gateway: GatewayDesk) => IntentResult | Promise<IntentResult>): Promise<IntentResult> {
    const gateway = this.find(id);
    return gateway ? act(gateway) : { ok: false, sentence: "This gateway is no longer set up here. Nothing was sent." };
  }

  /** The user wants it tried now: with what stands in the configuration today, not with what was refused. */
  async retry(id: string): Promise<IntentResult> {
    const before = this.find(id);
    this.look();
    // Another one in its place is under way already.
    if (before && before !== this.find(id)) return { ok: true };
    return this.at(id, (gateway) => gateway.retry());
  }

  /** Settings or configuration may say something else now. Whoever didn't change notices nothing. */
  look(): void {
    const before = this.#all;
    this.#all = this.#options.open(before);
    const [gone, come] = [without(before, this.#all), without(this.#all, before)];
    for (const gateway of gone) gateway.close();
    for (const gateway of come) gateway.start();
    this.#options.onLooked(gone.length + come.length > 0);
  }

  close(): void {
    this.#cancel();
    for (const gateway of this.#all) gateway.close();
  }

  #plan(): void {
    this.#cancel = this.#options.clock.after(LOOK_EVERY_MS, () => {
      this.#plan();
      if (this.#all.length === 0 || this.#all.some(isAway)) this.look();
    });
  }
}

/** Not connected, and not because the user set it aside. */
function isAway(gateway: GatewayDesk): boolean {
  const { paused = false, state } = gateway.view();
  return !paused && state.kind !== "connected";
}

function without(some: readonly GatewayDesk[], others: readonly GatewayDesk[]): readonly GatewayDesk[] {
  return some.filter((gateway) => !others.includes(gateway));
}
