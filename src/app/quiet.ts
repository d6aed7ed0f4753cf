import type { Clock } from "../gateway/clock.ts";
import { mute, type MutedDevice, unmute } from "../pairing/muted-devices.ts";
import type { ListPort, SettingsStore } from "./ports.ts";
import type { QuietView } from "./snapshot.ts";

/** How long a snooze lasts, in ms. */
const SNOOZE_MS = 60 * 60_000;

export interface QuietOptions {
  readonly clock: Clock;
  readonly muted: ListPort<MutedDevice>;
  readonly settings: SettingsStore;
  readonly onChange: () => void;
}

/**
 * What the user doesn't want to hear of for a while: one device, or everything. Both run out by themselves, both outlive
 * the app, and neither hides anything: the list and the tray still show what waits.
 */
export class Quiet {
  readonly #options: QuietOptions;
  #view: QuietView = { muted: [] };
  #cancel: (() => void) | undefined;

  constructor(options: QuietOptions) {
    this.#options = options;
    this.#look();
  }

  /** The same object until something of it changes. */
  view(): QuietView {
    return this.#view;
  }

  mute(device: { readonly deviceId: string; readonly name: string }): void {
    const { clock, muted } = this.#options;
    void muted.set(mute(muted.all(), device, clock.now()));
    this.#look();
  }

  unmute(deviceId: string): void {
    const { muted } = this.#options;
    void muted.set(unmute(muted.all(), deviceId));
    this.#look();
  }

  snooze(on: boolean): void {
    const { clock, settings } = this.#options;
    settings.set({ snoozedUntilMs: on ? clock.now() + SNOOZE_MS : 0 });
    this.#look();
  }

  close(): void {
    this.#cancel?.();
  }

  #look(): void {
    const { clock, muted, settings, onChange } = this.#options;
    const nowMs = clock.now();
    const { snoozedUntilMs = 0 } = settings.get();
    // A clock that was set back must not make a snooze longer than it was meant to be.
    const snoozed = snoozedUntilMs > nowMs && snoozedUntilMs <= nowMs + SNOOZE_MS;
    const rows = muted.all().filter((row) => nowMs >= row.mutedAtMs && nowMs < row.untilMs);
    this.#view = {
      ...(snoozed && { snoozedUntilMs }),
      muted: rows.map(({ deviceId, name, untilMs }) => ({ deviceId, name, untilMs })),
    };
    this.#cancel?.();
    const ends = [...rows.map(({ untilMs }) => untilMs), ...(snoozed ? [snoozedUntilMs] : [])];
    this.#cancel =
      ends.length === 0 ? undefined : clock.after(Math.max(1, Math.min(...ends) - nowMs), () => this.#look());
    onChange();
  }
}
