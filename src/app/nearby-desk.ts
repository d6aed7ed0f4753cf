import type { NearbyListening } from "../gateway/nearby-listener.ts";
import { nearbyView, type NearbyView } from "./nearby-view.ts";
import type { GatewayView } from "./snapshot.ts";

/** What the machine lends for finding gateways. */
export interface NearbyPort {
  /** Listens on the networks of this machine until it is closed; `onChange` when there is something new. */
  listen(onChange: () => void): NearbyListening;
}

/** Gateways on the network: listens only while *Add a gateway* is open. */
export class NearbyDesk {
  readonly #port: NearbyPort;
  readonly #pinOf: (address: string) => string | undefined;
  #listening: NearbyListening | undefined;
  #view: NearbyView | undefined;
  /** The certificates that were named last, by address: to be held against what a gateway really shows, never believed. */
  #announced: ReadonlyMap<string, string> = new Map();

  constructor(port: NearbyPort, pinOf: (address: string) => string | undefined) {
    this.#port = port;
    this.#pinOf = pinOf;
  }

  watch(on: boolean, onChange: () => void): void {
    if (!on) this.close();
    else this.#listening ??= this.#port.listen(onChange);
  }

  /** The network may be another one now. */
  look(): void {
    this.#listening?.look();
  }

  /** Undefined while the view isn't open. */
  view(gateways: readonly Pick<GatewayView, "name" | "address">[]): NearbyView | undefined {
    if (!this.#listening) return (this.#view = undefined);
    const heard = this.#listening.now();
    this.#announced = new Map(
      heard.gateways.flatMap(({ url, fingerprint }) => (fingerprint === undefined ? [] : [[url, fingerprint]])),
    );
    const known = gateways.map(({ name, address }) => ({ name, address, pinned: this.#pinOf(address) }));
    const view = nearbyView(heard, known);
    // The same picture keeps its identity: patches compare by it.
    if (JSON.stringify(view) !== JSON.stringify(this.#view)) this.#view = view;
    return this.#view;
  }

  /** The fingerprint that was announced for this address when somebody last looked. */
  announcedFor(address: string): string | undefined {
    return this.#announced.get(address);
  }

  close(): void {
    this.#listening?.close();
    this.#listening = undefined;
    this.#view = undefined;
  }
}
