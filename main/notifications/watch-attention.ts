import { announce, noArrivals } from "../../src/app/arrival-notifications.ts";
import { attend, freshAttention } from "../../src/app/attention.ts";
import { mutedUntilMs } from "../../src/app/silence.ts";
import type { DeskPort } from "../../src/app/desk-port.ts";
import type { Clock } from "../../src/gateway/clock.ts";
import type { NotificationShell } from "./notification-shell.ts";

export interface AttentionOptions {
  readonly desk: Pick<DeskPort, "snapshot" | "subscribe">;
  readonly clock: Clock;
  readonly shell: Pick<NotificationShell, "show">;
}

/** Asks the policy after every change, and when it wants to be asked again, and shows what it says. Returns its own undo. */
export function watchAttention({ desk, clock, shell }: AttentionOptions): () => void {
  let memory = freshAttention;
  let arrivals = noArrivals;
  let cancel: (() => void) | undefined;

  function look(): void {
    cancel?.();
    const snapshot = desk.snapshot();
    const { notifications, showNames } = snapshot.settings;
    const { snoozedUntilMs } = snapshot.quiet;
    const settings = { notifications, showNames, mutedUntilMs: mutedUntilMs(snapshot), snoozedUntilMs };
    const attention = attend(memory, snapshot, clock.now(), settings);
    memory = attention.memory;
    const silent = snoozedUntilMs !== undefined && snoozedUntilMs > clock.now();
    const announced = announce(arrivals, snapshot, silent);
    arrivals = announced.memory;
    shell.show([...attention.wanted, ...announced.wanted]);
    const { nextAtMs } = attention;
    cancel = nextAtMs === undefined ? undefined : clock.after(Math.max(1, nextAtMs - clock.now()), look);
  }

  const undo = desk.subscribe(look);
  look();
  return () => {
    undo();
    cancel?.();
  };
}
