import { z } from "zod";
import type { Clock } from "../gateway/clock.ts";
import { ListReader } from "../gateway/list-reader.ts";
import { parseRequest } from "../gateway/parse-lists.ts";
import { type RpcFailure, readRpcFailure } from "../gateway/rpc-failure.ts";
import { emptyInbox, type Inbox, type InboxEvent, reduceInbox } from "../pairing/inbox.ts";
import { expiresAtMs } from "../pairing/pairing-request.ts";
import { Refresher } from "./refresher.ts";

/** Removals send no event (seen), and slow sockets may miss some: the list is asked again this often, in ms. */
export const POLL_MS = 15_000;
/** Presence comes in bursts when a device connects; one list serves them all. */
const BURST_MS = 100;
/** Reading ten thousand devices takes some hundredths of a second: events may not make it a busy loop. */
const READING_SHARE = 40;
const LONGEST_BURST_MS = 3_000;
/** Past a request's end before the gateway is asked about it, so that it has ended there too. */
const GRACE_MS = 500;

const resolvedPayload = z
  .object({
    requestId: z.string(),
    decision: z.string().catch("unknown"),
    deviceId: z.string().optional().catch(undefined),
    ts: z.number().optional().catch(undefined),
  })
  .transform(({ ts, ...rest }) => ({ ...rest, atMs: ts }));

export interface InboxKeeperOptions {
  readonly clock: Clock;
  /** One RPC on the live connection; rejects when there is none. Whoever makes connections takes no answer for a dead one. */
  readonly request: (method: string, params: unknown) => Promise<unknown>;
  /** The inbox, or what is known about it, is another one now. */
  readonly onChange: () => void;
  /** A list arrived: how many of its rows could not be read. */
  readonly onListed: (unreadable: number) => void;
  readonly onListFailed: (failure: RpcFailure) => void;
}

/** Keeps the inbox true: events at once, lists after whatever may have changed it, and a slow poll for what sends no event. */
export class InboxKeeper {
  readonly #options: InboxKeeperOptions;
  readonly #refresher: Refresher;
  readonly #reader = new ListReader();
  #inbox: Inbox = emptyInbox;
  #seq = 0;
  #connected = false;
  #closed = false;
  #listedAtMs: number | undefined;
  /** How many lists arrived whole. */
  #listed = 0;
  #unreadableList = false;
  #readingMs = 0;
  #cancelPoll: (() => void) | undefined;
  #cancelExpiry: (() => void) | undefined;

  constructor(options: InboxKeeperOptions) {
    this.#options = options;
    this.#refresher = new Refresher(options.clock, () => this.#list());
  }

  get inbox(): Inbox {
    return this.#inbox;
  }

  /** When the gateway last confirmed the inbox, ms since the epoch. */
  get listedAtMs(): number | undefined {
    return this.#listedAtMs;
  }

  /** The gateway answered with something that is no list. */
  get unreadableList(): boolean {
    return this.#unreadableList;
  }

  connected(): void {
    this.#connected = true;
    this.#refresher.ask();
  }

  disconnected(): void {
    if (!this.#connected) return;
    this.#connected = false;
    this.#cancelPoll?.();
    this.#refresher.stop();
    this.reduce({ type: "reset" });
  }

  /** Asks the gateway for the list now. */
  refresh(): void {
    this.#refresher.ask();
  }

  /** Asks the gateway for the list and resolves when its answer is in: false when it gave none. */
  async refreshed(): Promise<boolean> {
    const before = this.#listed;
    await this.#refresher.fresh();
    return this.#listed > before;
  }

  close(): void {
    this.#closed = true;
    this.#connected = false;
    this.#cancelPoll?.();
    this.#cancelExpiry?.();
    this.#refresher.stop();
  }

  reduce(event: InboxEvent): void {
    const before = this.#inbox;
    const after = reduceInbox(before, event);
    this.#inbox = after;
    if (after.pending === before.pending && after.devices === before.devices && after.stale === before.stale) return;
    if (after.pending !== before.pending) this.#planExpiry();
    this.#options.onChange();
  }

  /** One event of the gateway. Unknown ones are none of our business; unreadable ones lead to a list. */
  onEvent(event: string, payload: unknown): void {
    switch (event) {
      case "device.pair.requested": {
        const nowMs = this.#options.clock.now();
        const request = parseRequest(payload, nowMs);
        if (request) this.reduce({ type: "requested", request, nowMs });
        else this.#refresher.ask(this.#burstMs());
        return;
      }
      case "device.pair.resolved": {
        const resolved = resolvedPayload.safeParse(payload).data;
        if (resolved) this.reduce({ type: "resolved", ...resolved });
        this.#refresher.ask(this.#burstMs());
        return;
      }
      case "device.pair.changed":
      case "presence":
      case "node.presence":
      case "node.pair.resolved":
        this.#refresher.ask(this.#burstMs());
        return;
      default:
        return;
    }
  }

  #burstMs(): number {
    return Math.min(Math.max(BURST_MS, this.#readingMs * READING_SHARE), LONGEST_BURST_MS);
  }

  async #list(): Promise<void> {
    if (!this.#connected) return;
    this.#cancelPoll?.();
    const { clock, request, onListed, onListFailed, onChange } = this.#options;
    const seq = ++this.#seq;
    this.reduce({ type: "list-started", seq });
    try {
      const answer = await request("device.pair.list", {});
      const startMs = clock.now();
      const lists = this.#reader.read(answer, startMs);
      this.#readingMs = clock.now() - startMs;
      this.#unreadableList = lists === undefined;
      if (lists) {
        const nowMs = clock.now();
        this.#listedAtMs = nowMs;
        this.#listed += 1;
        this.reduce({ type: "listed", seq, pending: lists.pending, devices: lists.devices, nowMs });
        onListed(lists.unreadable);
      } else this.reduce({ type: "list-failed", seq });
    } catch (error) {
      this.reduce({ type: "list-failed", seq });
      onListFailed(readRpcFailure(error));
    }
    if (!this.#stillConnected()) return;
    this.#cancelPoll = clock.after(POLL_MS, () => {
      this.#refresher.ask();
    });
    onChange();
  }

  // A method, because the connection may end while the list is awaited, which flow analysis can't see.
  #stillConnected(): boolean {
    return this.#connected;
  }

  /** The gateway ends a request without telling anybody: it is asked then. */
  #planExpiry(): void {
    this.#cancelExpiry?.();
    const { clock } = this.#options;
    const waiting = [...this.#inbox.pending.values()].filter(({ outlived }) => !outlived);
    if (waiting.length === 0) return;
    const next = waiting.reduce((first, { request }) => Math.min(first, expiresAtMs(request)), Infinity);
    this.#cancelExpiry = clock.after(Math.max(0, next - clock.now()) + GRACE_MS, () => void this.#expire());
  }

  /** The clock here is believed only while the gateway can't be asked: a device that keeps asking keeps its request. */
  async #expire(): Promise<void> {
    if (this.#connected && (await this.refreshed())) return;
    if (!this.#closed) this.reduce({ type: "expired", nowMs: this.#options.clock.now() });
  }
}
