import type { Clock } from "../gateway/clock.ts";
import type { DeskPort } from "./desk-port.ts";
import type { GatewayDesk } from "./gateway-desk.ts";
import type { Intent, IntentResult } from "./intent.ts";
import type { NoticeBoard } from "./notice-board.ts";
import type { SettingsStore } from "./ports.ts";
import type { AppSnapshot, MachineView, Navigation } from "./snapshot.ts";

export interface DeskOptions {
  readonly clock: Clock;
  readonly machine: MachineView;
  readonly settings: SettingsStore;
  readonly notices: NoticeBoard;
  /** The gateways to watch now; called again after the user named one. */
  readonly openGateways: (onChange: () => void) => readonly GatewayDesk[];
  /** Keeps what the user typed and returns a sentence when it can't be used. */
  readonly saveGateway: (intent: Extract<Intent, { type: "connect" }>) => IntentResult;
}

const fine: IntentResult = { ok: true };

/** A list that keeps its identity while all of its items keep theirs: patches compare by identity. */
function steady<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  return before.length === after.length && before.every((item, index) => item === after[index]) ? before : after;
}

/** Sessions and intents in, one picture out. Main's only door to everything that isn't the desktop itself. */
export class Desk implements DeskPort {
  readonly #options: DeskOptions;
  readonly #listeners = new Set<(snapshot: AppSnapshot) => void>();
  #gateways: readonly GatewayDesk[] = [];
  #machine: MachineView;
  #navigation: Navigation = { seq: 0, view: "requests" };
  #snapshot: AppSnapshot;
  #stale = false;
  #closed = false;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#machine = options.machine;
    this.#snapshot = {
      revision: 0,
      machine: this.#machine,
      settings: options.settings.get(),
      navigation: this.#navigation,
      needsGateway: false,
      gateways: [],
      requests: [],
      devices: [],
      notices: [],
    };
    this.#open();
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
    for (const gateway of this.#gateways) gateway.retry();
  }

  close(): void {
    this.#closed = true;
    this.#listeners.clear();
    for (const gateway of this.#gateways) gateway.close();
  }

  async handle(intent: Intent): Promise<IntentResult> {
    try {
      const result = await this.#carryOut(intent);
      this.#changed();
      return result;
    } catch {
      return { ok: false, sentence: "Something went wrong inside PairTray. Nothing was sent." };
    }
  }

  async #carryOut(intent: Intent): Promise<IntentResult> {
    const { settings, notices } = this.#options;
    switch (intent.type) {
      case "approve":
      case "reject":
        return this.#at(intent.gatewayId, (gateway) => gateway.decide(intent.type, intent.requestId, intent.digest));
      case "remove":
        return this.#at(intent.gatewayId, (gateway) => gateway.remove(intent.deviceId));
      case "revoke":
        return this.#at(intent.gatewayId, (gateway) => gateway.revoke(intent.deviceId, intent.role));
      case "retry":
        return this.#at(intent.gatewayId, (gateway) => {
          gateway.retry();
          return fine;
        });
      case "connect": {
        const saved = this.#options.saveGateway(intent);
        if (saved.ok) this.#open();
        return saved;
      }
      case "dismiss":
        notices.dismiss(intent.noticeId);
        return fine;
      case "open": {
        const { view, key } = intent;
        this.#navigation = { seq: this.#navigation.seq + 1, view, ...(key !== undefined && { key }) };
        return fine;
      }
      case "set-theme":
        settings.set({ theme: intent.theme });
        return fine;
      case "set-notifications":
        settings.set({ notifications: intent.on });
        return fine;
      case "set-show-names":
        settings.set({ showNames: intent.on });
        return fine;
      case "set-open-at-login":
        settings.set({ openAtLogin: intent.on });
        return fine;
      // Only a desktop can do these; main does them before it asks the desk.
      case "copy":
      case "quit":
        return fine;
    }
  }

  async #at(id: string, act: (gateway: GatewayDesk) => IntentResult | Promise<IntentResult>): Promise<IntentResult> {
    const gateway = this.#gateways.find((known) => known.id === id);
    return gateway ? act(gateway) : { ok: false, sentence: "This gateway is no longer set up here. Nothing was sent." };
  }

  #open(): void {
    for (const gateway of this.#gateways) gateway.close();
    this.#gateways = this.#options.openGateways(() => {
      this.#changed();
    });
    for (const gateway of this.#gateways) gateway.start();
    this.#changed();
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
    this.#snapshot = {
      revision: before.revision + 1,
      machine: this.#machine,
      settings: this.#options.settings.get(),
      navigation: this.#navigation,
      needsGateway: this.#gateways.length === 0,
      gateways: this.#gateways.map((gateway) => gateway.view()),
      requests: steady(
        before.requests,
        this.#gateways.flatMap((gateway) => gateway.requests()),
      ),
      devices: steady(
        before.devices,
        this.#gateways.flatMap((gateway) => gateway.devices()),
      ),
      notices: this.#options.notices.notices,
    };
  }
}
