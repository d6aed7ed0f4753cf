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

type Card = Pick<RequestView, "deviceId" | "requestId" | "superseded">;

/** A device may ask in two queues at once, to pair and as a node: two cards. Ids of the other queues begin with its name. */
function keyOf({ deviceId, requestId }: Card): string {
  return `${requestId.slice(0, requestId.indexOf("/") + 1)}${deviceId}`;
}

/**
 * Which cards a person has had open, version by version: that is what lets a card say what changed while it was read. One
 * reading a device and queue, because a request that changes its scopes ends and comes back under another id.
 */
export class ReadingBook {
  readonly #readings = new Map<string, Reading>();

  /** True when this version of the card is on screen for the first time. */
  seen(view: RequestView, nowMs: number): boolean {
    const known = this.#of(view);
    if (known?.seenAtMs.has(view.digest)) return false;
    const seenAtMs = [...(known?.seenAtMs ?? []), [view.digest, nowMs] as const].slice(-MOST_VERSIONS);
    const key = keyOf(view);
    this.#readings.delete(key);
    this.#readings.set(key, { first: known?.first ?? view, seenAtMs: new Map(seenAtMs) });
    const oldest = this.#readings.keys().next().value;
    if (this.#readings.size > MOST_DEVICES && oldest !== undefined) this.#readings.delete(oldest);
    return true;
  }

  /** The card as it was first read, if this request is the same one or took its place. */
  firstRead(of: Card): RequestView | undefined {
    return this.#of(of)?.first;
  }

  /** Somebody has had exactly this version open, for long enough to read it. */
  wasRead(view: RequestView, nowMs: number): boolean {
    const atMs = this.#of(view)?.seenAtMs.get(view.digest);
    return atMs !== undefined && nowMs - atMs >= LOOK_MS;
  }

  #of(card: Card) {
    const known = this.#readings.get(keyOf(card));
    return known?.first.requestId === card.requestId || card.superseded > 0 ? known : undefined;
  }
}
