import type { RequestView } from "./snapshot.ts";

interface Reading {
  /** The card as it was first on screen. */
  readonly first: RequestView;
  /** When each version was first on screen, ms since the epoch, by digest. */
  readonly seenAtMs: ReadonlyMap<string, number>;
}

/** How long a high-risk card must have been open before a decision about several may take it along, in ms. */
const LOOK_MS = 1_200;
/** More devices than anybody reads; the oldest goes. */
const MOST_DEVICES = 500;
const MOST_VERSIONS = 50;

/**
 * Which cards a person has had open, version by version: that is what lets a card say what changed while it was read. One
 * reading a device, because a request that changes its scopes ends and comes back under another id.
 */
export class ReadingBook {
  readonly #readings = new Map<string, Reading>();

  /** True when this version of the card is on screen for the first time. */
  seen(view: RequestView, nowMs: number): boolean {
    const known = this.#of(view);
    if (known?.seenAtMs.has(view.digest)) return false;
    const seenAtMs = [...(known?.seenAtMs ?? []), [view.digest, nowMs] as const].slice(-MOST_VERSIONS);
    this.#readings.delete(view.deviceId);
    this.#readings.set(view.deviceId, { first: known?.first ?? view, seenAtMs: new Map(seenAtMs) });
    const oldest = this.#readings.keys().next().value;
    if (this.#readings.size > MOST_DEVICES && oldest !== undefined) this.#readings.delete(oldest);
    return true;
  }

  /** The card as it was first read, if this request is the same one or took its place. */
  firstRead(of: Pick<RequestView, "deviceId" | "requestId" | "superseded">): RequestView | undefined {
    return this.#of(of)?.first;
  }

  /** Somebody has had exactly this version open, for long enough to read it. */
  wasRead(view: RequestView, nowMs: number): boolean {
    const atMs = this.#of(view)?.seenAtMs.get(view.digest);
    return atMs !== undefined && nowMs - atMs >= LOOK_MS;
  }

  #of({ deviceId, requestId, superseded }: Pick<RequestView, "deviceId" | "requestId" | "superseded">) {
    const known = this.#readings.get(deviceId);
    return known?.first.requestId === requestId || superseded > 0 ? known : undefined;
  }
}
