import type { BlockedKey } from "../pairing/blocked-keys.ts";
import { type LockOutOrder, lockOutWords, stageOf } from "../pairing/lock-out-order.ts";
import { shownName } from "../pairing/shown-text.ts";
import { memoByKey } from "./memo.ts";
import type { BlockedView, LockOutView } from "./snapshot.ts";

export interface LockOutFacts {
  readonly order: LockOutOrder;
  readonly kept: boolean;
  readonly problem: string | undefined;
  /** The gateway refused for good. */
  readonly refused: boolean;
  /** Its gateway is no longer set up here. */
  readonly gatewayGone: boolean;
}

function lockOutView({ order, kept, problem, refused, gatewayGone }: LockOutFacts): LockOutView {
  const { gatewayId, deviceId, orderedAtMs } = order;
  const stage = stageOf(order);
  const over = stage === "gone" || stage === "returned";
  const shown = over || stage === "lingering" ? stage : "open";
  return {
    key: `${gatewayId}/${deviceId}`,
    gatewayId,
    deviceId,
    // It was made safe when the order was given, but has been in a file since.
    name: shownName(order.name, deviceId),
    stage: shown,
    sentence:
      gatewayGone && shown === "open"
        ? "Not locked out: its gateway is no longer set up here."
        : lockOutWords(order, refused),
    ...(gatewayGone && { gatewayGone }),
    ...(refused && !gatewayGone && shown === "open" && { refused }),
    // Gone, blind, or one that doesn't say for how long it has been running: nothing from there would prove a restart.
    ...(shown === "lingering" && (gatewayGone || refused || order.cleanUpMs === 0) && { restartUnseen: true }),
    ...(!over && problem !== undefined && { problem }),
    kept,
    orderedAtMs,
  };
}

/** Orders as the window shows them, the newest first. What didn't change keeps its identity. */
export function lockOutViews(): (facts: readonly LockOutFacts[]) => readonly LockOutView[] {
  const views = memoByKey<LockOutFacts, LockOutView>(lockOutView);
  const keyOf = ({ order }: LockOutFacts) => `${order.gatewayId}/${order.deviceId}`;
  return (facts) => {
    const keys = new Set(facts.map(keyOf));
    views.keepOnly((key) => keys.has(key));
    return facts.map((one) => views(keyOf(one), one)).toSorted((a, b) => b.orderedAtMs - a.orderedAtMs);
  };
}

/** How often each was turned away, by device id. */
type Refused = ReadonlyMap<string, number>;

/** Blocked devices as the window shows them; the same list for the same keys and counts. */
export function blockedViews(): (blocked: readonly BlockedKey[], refused: Refused) => readonly BlockedView[] {
  let known:
    | { readonly blocked: readonly BlockedKey[]; readonly refused: Refused; readonly views: readonly BlockedView[] }
    | undefined;
  return (blocked, refused) => {
    if (known?.blocked !== blocked || known.refused !== refused) {
      const views = blocked.map(({ deviceId, name, blockedAtMs, why }) => {
        const times = refused.get(deviceId);
        return {
          deviceId,
          name: shownName(name, deviceId),
          blockedAtMs,
          why,
          ...(times !== undefined && { refused: times }),
        };
      });
      known = { blocked, refused, views };
    }
    return known.views;
  };
}
