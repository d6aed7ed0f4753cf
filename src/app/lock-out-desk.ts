import type { Clock } from "../gateway/clock.ts";
import type { Hello } from "../gateway/hello.ts";
import { leavesConnectionsOpen } from "../gateway/older-gateway.ts";
import type { Inbox } from "../pairing/inbox.ts";
import { type Authority, mayManage } from "../pairing/authority.ts";
import { isBlocked } from "../pairing/blocked-keys.ts";
import type { LingeringGateway, LockOutKnown } from "../pairing/lock-out.ts";
import { isLingering, isOpen, type LockOutOrder } from "../pairing/lock-out-order.ts";
import type { PairingRequest } from "../pairing/pairing-request.ts";
import { shownText } from "../pairing/shown-text.ts";
import { BlockedGuard } from "./blocked-guard.ts";
import type { Words } from "./failure-words.ts";
import type { IntentResult } from "./intent.ts";
import type { LockOutBook } from "./lock-out-book.ts";
import { LockOutRunner } from "./lock-out-runner.ts";
import type { DeviceView } from "./snapshot.ts";
import type { UndoBook } from "./undo-book.ts";

export interface LockOutDeskOptions {
  readonly gatewayId: string;
  /** This app's own device id. */
  readonly self: string;
  readonly clock: Clock;
  readonly book: LockOutBook;
  readonly undo: UndoBook;
  readonly inbox: () => Inbox;
  readonly device: (deviceId: string) => DeviceView | undefined;
  /** What this session may do; without `operator.admin` the gateway hides other devices from it. */
  readonly authority: () => Authority;
  /** One RPC on the live connection; rejects when there is none. */
  readonly request: (method: string, params: unknown) => Promise<unknown>;
  readonly refuse: (words: Words) => IntentResult;
  readonly onChange: () => void;
  readonly onRemoved: (deviceId: string) => void;
  /** An order is about to be given; these of its requests wait, by the last list. */
  readonly onOrder: (deviceId: string, requestIds: readonly string[]) => void;
  /** The gateway confirmed that it rejected a request on account of an order. */
  readonly onRejected: (order: LockOutOrder, requestId: string) => void;
  /** A blocked key's request was rejected on sight. */
  readonly onTurnedAway: (request: PairingRequest) => void;
}

type GatewayFacts = Pick<Hello, "methods" | "upMs">;

/** How long an order may take before the window is told that it is under way, in ms: it mostly takes 30. */
const SOON_MS = 120;

/** Locking lost devices out of one gateway, and keeping them out. */
export class LockOutDesk {
  readonly #options: LockOutDeskOptions;
  readonly #runner: LockOutRunner;
  readonly #guard: BlockedGuard;
  /** Of the gateway that is connected now, and when it said so. */
  #hello: (GatewayFacts & { readonly atMs: number }) | undefined;
  /** Orders that were given a moment ago and are about to be done. */
  readonly #soon = new Map<string, () => void>();

  constructor(options: LockOutDeskOptions) {
    const { gatewayId, self, clock, book, request, onRemoved, onRejected, onTurnedAway, authority } = options;
    this.#options = options;
    const blind = (deviceId: string): string | undefined => {
      const allowed = mayManage(authority(), { deviceId });
      return allowed.ok ? undefined : allowed.sentence;
    };
    this.#runner = new LockOutRunner({
      gatewayId,
      self,
      clock,
      book,
      request,
      onRemoved,
      onRejected,
      blind,
      lingers: () => this.#lingers(),
      onChange: () => {
        this.#changed();
      },
    });
    this.#guard = new BlockedGuard({
      blocked: () => book.blocked(),
      leave: (deviceId) => this.#underWay(deviceId) !== undefined,
      request,
      onTurnedAway: (turnedAway) => {
        book.turnedAway(turnedAway, clock.now());
        onTurnedAway(turnedAway);
        options.onChange();
      },
    });
  }

  /**
   * Locks the device out for good: at once where the gateway is connected, else on its first connection. Its key is blocked
   * from now on. A device that isn't in the list (the gateway was never reached) is taken by its id alone. An order that
   * the gateway refused is sent once more.
   */
  async lockOut(deviceId: string): Promise<IntentResult> {
    const { gatewayId, self, clock, book, undo, inbox, device, refuse, onOrder, onChange } = this.#options;
    if (deviceId === self) {
      return refuse({
        sentence: "This is PairTray on this machine. It can't lock itself out.",
        step: "Lock it out from another device, or remove it under Devices.",
      });
    }
    const view = device(deviceId);
    // Offline nobody knows what will be allowed; the order is kept and the gateway decides.
    if (view && !view.canManage && !inbox().stale) return refuse({ sentence: view.cannotManage ?? "" });
    const before = this.#underWay(deviceId);
    if (before) {
      if (this.#runner.isConnected && this.isRefused(deviceId)) await this.#start(before);
      onChange();
      return { ok: true };
    }
    undo.withdraw(`device/${deviceId}`);
    const known = inbox().devices.get(deviceId);
    const order: LockOutOrder = {
      gatewayId,
      deviceId,
      name: view?.name ?? `Device ${shownText(deviceId, 12)}`,
      orderedAtMs: clock.now(),
      ...(known?.publicKey !== undefined && { publicKey: known.publicKey }),
    };
    onOrder(deviceId, this.#asks(deviceId));
    const kept = book.give(order, () => {
      this.#changed();
    });
    // Without waiting for the disk: one that hangs must not hold up a lock-out. Kept is only said once it is.
    await Promise.all([kept, this.#start(order)]);
    onChange();
    return { ok: true };
  }

  /** Ends an order that the gateway refused, or for which only its restart is missing. The device's key stays blocked. */
  giveUp(deviceId: string): IntentResult {
    const { gatewayId, book, refuse, onChange } = this.#options;
    if (this.#underWay(deviceId) && !this.isRefused(deviceId)) {
      return refuse({ sentence: "This gateway is set up, so the order stands. Nothing was changed." });
    }
    this.#runner.drop(deviceId);
    book.giveUp({ gatewayId, deviceId });
    onChange();
    return { ok: true };
  }

  async #start(order: LockOutOrder): Promise<void> {
    const told = this.#runner.isConnected ? this.#whenDone(order.deviceId) : undefined;
    this.#runner.start(order, this.#known(order.deviceId));
    await told;
  }

  /** What the live list holds about the device; undefined where only a look can tell. */
  #known(deviceId: string): LockOutKnown | undefined {
    const { inbox, authority } = this.#options;
    const { stale, devices } = inbox();
    const entry = devices.get(deviceId);
    if (stale || !entry || !mayManage(authority(), entry).ok) return undefined;
    return { entry: { approvedAtMs: entry.approvedAtMs }, pending: this.#asks(deviceId) };
  }

  /** Ids of its pairing requests that wait, by device id or by its blocked key. */
  #asks(deviceId: string): readonly string[] {
    const { inbox, book } = this.#options;
    const own = book.blocked().filter((row) => row.deviceId === deviceId);
    const asks = [...inbox().pending.values()].filter(
      ({ request }) => request.deviceId === deviceId || isBlocked(own, request),
    );
    return asks.map(({ request }) => request.requestId);
  }

  /** Resolves when the order is done, or takes longer than is worth waiting for with the first picture of it. */
  async #whenDone(deviceId: string): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        this.#soon.delete(deviceId);
        resolve();
      };
      const cancel = this.#options.clock.after(SOON_MS, end);
      this.#soon.set(deviceId, end);
    });
  }

  /** An order that is about to be done makes one picture, not five: each would hold up the last. */
  #changed(): void {
    for (const [deviceId, end] of this.#soon) {
      if (!this.#underWay(deviceId) || this.problem(deviceId) !== undefined) end();
    }
    if (this.#soon.size === 0) this.#options.onChange();
  }

  connected(hello: GatewayFacts): void {
    this.#hello = { ...hello, atMs: this.#options.clock.now() };
    this.#runner.connected();
  }

  #lingers(): LingeringGateway | undefined {
    const hello = this.#hello;
    if (!leavesConnectionsOpen(hello?.methods)) return undefined;
    const since = this.#options.clock.now() - (hello?.atMs ?? 0);
    return { upMs: hello?.upMs === undefined ? 0 : hello.upMs + Math.max(0, since) };
  }

  disconnected(): void {
    for (const end of this.#soon.values()) end();
    this.#runner.disconnected();
  }

  close(): void {
    this.#runner.close();
  }

  /** Rejects what is there and blocked. Called after every change of the inbox. */
  look(): void {
    this.#guard.look(this.#options.inbox());
  }

  /** The inbox without the requests of blocked keys; the same one when there are none. */
  visible(inbox: Inbox): Inbox {
    const hidden = [...inbox.pending].filter(([, { request }]) => this.#guard.hides(request));
    if (hidden.length === 0) return inbox;
    const pending = new Map(inbox.pending);
    for (const [requestId] of hidden) pending.delete(requestId);
    return { ...inbox, pending };
  }

  /** Whether this very device is blocked. */
  hides(deviceId: string): boolean {
    return this.#options.book.blocked().some((row) => row.deviceId === deviceId);
  }

  /** Why an open order isn't done yet; undefined while nothing went wrong. */
  problem(deviceId: string): string | undefined {
    return this.#runner.problem(deviceId);
  }

  /** The gateway refused for good what an open order still needs. */
  isRefused(deviceId: string): boolean {
    return this.#runner.isRefused(deviceId);
  }

  /** The order for this device that PairTray itself still has something to do for. */
  #underWay(deviceId: string): LockOutOrder | undefined {
    return this.#options.book
      .open(this.#options.gatewayId)
      .find((order) => order.deviceId === deviceId && isOpen(order) && !isLingering(order));
  }
}
