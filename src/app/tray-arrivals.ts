import { shownText } from "../pairing/shown-text.ts";
import type { AppSnapshot, ArrivalView } from "./snapshot.ts";
import type { TrayItem } from "./tray-model.ts";
import { whichGateway } from "./which-gateway.ts";

const MAX_ARRIVALS = 3;

/**
 * Devices that a gateway let in by itself and of which no notification tells at present: snoozed, or the system shows none.
 * Whoever switched notifications off asked for no telling, and finds them marked in the list; alarms are told all the same.
 */
export function untoldArrivals({
  arrivals = [],
  quiet,
  settings,
  machine,
}: Pick<AppSnapshot, "arrivals" | "quiet" | "settings" | "machine">): readonly ArrivalView[] {
  const isQuiet = quiet.snoozedUntilMs !== undefined || machine.notifying.warning;
  const untold = arrivals.filter(({ told }) => !told);
  if (settings.notifications) return isQuiet ? untold : [];
  return untold.filter(({ alarm }) => alarm);
}

/** Undefined where there are none. */
export function arrivalStatus(arrivals: readonly ArrivalView[]): string | undefined {
  const { length } = arrivals;
  if (length === 0) return undefined;
  const loud = arrivals.find(({ alarm }) => alarm);
  if (loud?.alarm) return `“${shownText(loud.name, 40)}” ${loud.alarm.title}`;
  return length === 1 ? "1 device was let in" : `${length} devices were let in`;
}

/** Each leads to the page where it can be locked out, which counts as told. */
export function arrivalItems(arrivals: readonly ArrivalView[], snapshot: AppSnapshot): TrayItem[] {
  const worstFirst = arrivals.toSorted((a, b) => Number(b.alarm !== undefined) - Number(a.alarm !== undefined));
  const items = worstFirst.slice(0, MAX_ARRIVALS).map(({ key, name, gatewayId, alarm }): TrayItem => ({
    kind: "item",
    id: `arrival/${key}`,
    label: `“${shownText(name, 40)}” ${alarm?.title ?? "was let in by itself"}${whichGateway(snapshot, gatewayId)}`,
    intent: { type: "open", view: "lost-device", key },
  }));
  const more = arrivals.length - MAX_ARRIVALS;
  if (more > 0) {
    items.push({
      kind: "item",
      id: "more-arrivals",
      label: `${more} more were let in…`,
      intent: { type: "open", view: "devices" },
    });
  }
  return items;
}
