import { arrivalsOn } from "./arrival-notifications.ts";
import type { DeskOptions } from "./desk-options.ts";
import type { DeskPort } from "./desk-port.ts";
import { carryOutOnDevice } from "./device-intents.ts";
import { settingsChange } from "./settings-change.ts";
import { emptySnapshot } from "./empty-snapshot.ts";
import type { Intent, IntentResult } from "./intent.ts";
import { carryOutLockOut } from "./lock-out-intents.ts";
import { lockOutFacts } from "./lock-out-facts.ts";
import { blockedViews, lockOutViews } from "./lock-out-views.ts";
import { isPairIntent, PairDesk, type SecretToCopy } from "./pair-desk.ts";
import { ReviewDesk } from "./review-desk.ts";
import type { GatewayLinks } from "./open-gateway.ts";
import type { AppSnapshot, MachineView, Navigation } from "./snapshot.ts";
import { steady } from "./steady.ts";
import { UndoBook } from "./undo-book.ts";
import { WatchedGateways } from "./watched-gateways.ts";

const fine: IntentResult = { ok: true };

/** Sessions and intents in, one picture out. Main's only door to everything that isn't the desktop itself. */
export class Desk implements DeskPort {
  readonly #options: DeskOptions;
  readonly #listeners = new Set<(snapshot: AppSnapshot) => void>();
  readonly #undo: UndoBook;
  readonly #review: ReviewDesk;
  readonly #lockOutViews = lockOutViews();
  readonly #blockedViews = blockedViews();
  readonly #pair: PairDesk;
  readonly #watched: WatchedGateways;
  #machine: MachineView;
  #navigation: Navigation = { seq: 0, view: "requests" };
  #snapshot: AppSnapshot;
  #stale = false;
  #closed = false;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#machine = options.machine;
    const onChange = () => {
      this.#changed();
    };
    this.#undo = new UndoBook(options.clock, onChange);
    this.#pair = new PairDesk({
      clock: options.clock,
      notices: options.notices,
      parts: options.pairing,
      gateways: () => this.#watched.all.map((gateway) => gateway.pairing),
      onChange,
    });
    this.#review = new ReviewDesk({
      ...options,
      gateway: (id) => this.#watched.find(id),
      onChange,
    });
    this.#snapshot = emptySnapshot(this.#machine, options.settings.get(), this.#navigation);
    const links: GatewayLinks = {
      onChange: () => {
        this.#pair.look();
        this.#changed();
      },
      undo: this.#undo,
      lockOutBook: options.lockOutBook,
    };
    this.#watched = new WatchedGateways({
      clock: options.clock,
      open: (running) => options.openGateways(links, running),
      onLooked: (others) => {
        if (others) this.#pair.gatewaysChanged();
        // A configuration that can't be read is told as a notice.
        if (others || options.notices.notices !== this.#snapshot.notices) this.#changed();
      },
    });
    this.#watched.look();
  }

  snapshot(): AppSnapshot {
    if (this.#stale) this.#paint();
    return this.#snapshot;
  }

  subscribe(listener: (snapshot: AppSnapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Facts of the machine that main learned later (a tray, a notification server). */
  setMachine(change: Partial<MachineView>): void {
    this.#machine = { ...this.#machine, ...change };
    this.#changed();
  }

  wake(): void {
    this.#watched.look();
    for (const gateway of this.#watched.all) void gateway.wake();
    this.#pair.wake();
    this.#options.nearby.look();
  }

  told(arrivals: readonly string[]): void {
    for (const { selfApproved } of this.#watched.all) selfApproved.told(arrivals);
  }

  async sendWaiting(): Promise<void> {
    await this.#undo.sendAll();
  }

  /** The set-up code on the screen or a command with it, for the clipboard; undefined when it is no longer shown. */
  secretToCopy(what: SecretToCopy): string | undefined {
    return this.#pair.secretToCopy(what);
  }

  close(): void {
    this.#closed = true;
    this.#options.lockOutBook.keepCounts();
    this.#review.close();
    this.#listeners.clear();
    this.#pair.close();
    this.#options.nearby.close();
    this.#watched.close();
  }

  async handle(intent: Intent): Promise<IntentResult> {
    try {
      const result = await this.#carryOut(intent);
      this.#changed();
      return result;
    } catch (error) {
      // Where it stopped, without the message, which may quote what was typed.
      const [, ...frames] = error instanceof Error ? (error.stack ?? "").split(/\n(?=\s+at )/) : [];
      this.#options.log(
        `${intent.type} ended in ${error instanceof Error ? error.name : typeof error}${frames.join("")}`,
      );
      const sentence = "Something went wrong inside PairTray, and it can't tell whether this was done.";
      return { ok: false, sentence, step: "Look at the list before you try again." };
    }
  }

  async #carryOut(intent: Intent): Promise<IntentResult> {
    const { settings, notices, lockOutBook } = this.#options;
    if (isPairIntent(intent)) {
      // A window that opens later starts elsewhere.
      if (intent.type === "pair-leave" && this.#navigation.view === "pair") {
        this.#navigation = { ...this.#navigation, view: "requests" };
      }
      return this.#pair.handle(intent);
    }
    switch (intent.type) {
      case "approve":
      case "reject":
        return this.#watched.at(intent.gatewayId, ({ requestDesk }) =>
          requestDesk.decide(intent.type, intent.requestId, intent.digest, {
            offers: intent.type === "approve" ? intent.offers : undefined,
          }),
        );
      case "seen":
      case "decide-several":
      case "mute":
      case "unmute":
      case "block":
      case "snooze":
      case "watch-activity":
        return this.#review.handle(intent);
      case "remove":
      case "revoke":
      case "rename":
      case "rotate":
      case "remove-several":
      case "clear":
        return this.#watched.at(intent.gatewayId, (gateway) => carryOutOnDevice(gateway, intent));
      case "undo":
        return this.#undo.undo(intent.undoId)
          ? fine
          : { ok: false, sentence: "It is too late to take this back: it was sent." };
      case "send-now":
        void this.#undo.send(intent.undoId);
        return fine;
      case "lock-out":
      case "forget-lock-out":
      case "give-up-lock-out":
      case "unblock":
        return carryOutLockOut(intent, lockOutBook, this.#watched);
      case "retry":
        return this.#watched.retry(intent.gatewayId);
      case "connect":
      case "change-address":
      case "test-gateway":
      case "edit-gateway":
      case "remove-gateway":
      case "trust-certificate": {
        const { result, changed } = await this.#options.gatewayAdmin.handle(intent, this.snapshot().gateways);
        // Also what is refused reads openclaw.json first, and nobody may go on at an address that it no longer names.
        if (intent.type !== "test-gateway") this.#watched.look();
        // Only now: nothing at this gateway carries its orders on any more.
        if (changed && intent.type === "remove-gateway") lockOutBook.giveUpAt(intent.gatewayId);
        return result;
      }
      case "nearby-watch":
        this.#options.nearby.watch(intent.on, () => this.#changed());
        return fine;
      case "dismiss":
        notices.dismiss(intent.noticeId);
        return fine;
      case "open": {
        const { view, key, byLink } = intent;
        if (byLink && this.#pair.holdsOff(view, key)) return fine;
        if (view === "pair") this.#pair.enter();
        else this.#pair.leave();
        this.told(arrivalsOn(intent, this.#snapshot.arrivals));
        this.#navigation = { seq: this.#navigation.seq + 1, view, ...(key !== undefined && { key }) };
        return fine;
      }
      case "set-theme":
      case "set-notifications":
      case "set-show-names":
      case "set-refuse-unencrypted":
      case "set-open-at-login":
        settings.set(settingsChange(intent));
        return fine;
      // Only a desktop can do these; main does them before it asks the desk.
      case "copy":
      case "export-devices":
      case "export-activity":
      case "forget-everything":
      case "export-settings":
      case "quit":
        return fine;
    }
  }

  /** Many changes in one turn of the event loop make one picture. */
  #changed(): void {
    if (this.#stale || this.#closed) return;
    this.#stale = true;
    queueMicrotask(() => {
      if (this.#closed) return;
      const snapshot = this.snapshot();
      for (const listener of this.#listeners) listener(snapshot);
    });
  }

  #paint(): void {
    this.#stale = false;
    const before = this.#snapshot;
    const { all } = this.#watched;
    const gateways = all.map((gateway) => gateway.view());
    const arrivals = all.flatMap(({ selfApproved }) => selfApproved.arrivals);
    this.#snapshot = {
      revision: before.revision + 1,
      machine: this.#machine,
      settings: this.#options.settings.get(),
      navigation: this.#navigation,
      needsGateway: all.length === 0,
      gateways,
      requests: steady(
        before.requests,
        all.flatMap((gateway) => gateway.requests()),
      ),
      devices: steady(
        before.devices,
        all.flatMap((gateway) => gateway.devices()),
      ),
      lockOuts: steady(before.lockOuts, this.#lockOutViews(lockOutFacts(this.#options.lockOutBook, all))),
      blocked: this.#blockedViews(this.#options.lockOutBook.blocked(), this.#options.lockOutBook.refused()),
      undos: this.#undo.views(),
      ...this.#review.picture((id) => this.#watched.find(id)?.view().name),
      pair: this.#pair.view(),
      nearby: this.#options.nearby.view(gateways),
      arrivals: steady(before.arrivals ?? [], arrivals),
      notices: this.#options.notices.notices,
    };
  }
}
