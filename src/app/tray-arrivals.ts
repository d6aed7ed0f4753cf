import { shownText } from "../pairing/shown-text.ts";
import type { AppSnapshot, ArrivalView } from "./snapshot.ts";
import type { TrayItem } from "./tray-model.ts";
import { whichGateway } from "./which-gateway.ts";

const MAX_ARRIVALS = 3;

/**
 * Devices that a gateway let in by itself and of which no notification tells at present: snoozed, or the system shows none.
 * Whoever switched notifications off asked for no telling, and finds them marked in the list.
 */
export function untoldArrivals({
  arrivals = [],
  quiet,
  settings,
  machine,
}: Pick<AppSnapshot, "arrivals" | "quiet" | "settings" | "machine">): readonly ArrivalView[] {
  const isQuiet = quiet.snoozedUntilMs !== undefined || machine.notifying.warning;
  return settings.notifications && isQuiet ? arrivals.filter(({ told }) => !told) : [];
}

/** Undefined where there are none. */
export function arrivalStatus({ length }: readonly ArrivalView[]): string | undefined {
  if (length === 0) return undefined;
  return length === 1 ? "1 device was let in" : `${length} devices were let in`;
}

/** Each leads to the page where it can be locked out, which counts as told. */
export function arrivalItems(arrivals: readonly ArrivalView[], snapshot: AppSnapshot): TrayItem[] {
  const worstFirst = arrivals.toSorted((a, b) => Number(b.unseen ?? false) - Number(a.unseen ?? false));
  const items = worstFirst.slice(0, MAX_ARRIVALS).map(({ key, name, gatewayId, unseen }): TrayItem => ({
    kind: "item",
    id: `arrival/${key}`,
    label: `“${shownText(name, 40)}” ${unseen ? "got more than you saw" : "was let in by itself"}${whichGateway(snapshot, gatewayId)}`,
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
