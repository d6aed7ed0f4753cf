import type { NotificationModel } from "./notification-model.ts";
import type { AppSnapshot, ArrivalView, View } from "./snapshot.ts";

/** More than these at once are told in one summary. */
const MOST = 3;

interface Place {
  /** In a notification of its own, else in the summary. */
  readonly own: boolean;
  readonly raise: number;
  readonly told: boolean;
}

/** What stands on the screen, by the device's key. */
export interface ArrivalMemory {
  readonly places: ReadonlyMap<string, Place>;
  /** Of the summary. */
  readonly raise: number;
}

export const noArrivals: ArrivalMemory = { places: new Map(), raise: 0 };

/**
 * Whose page this is (keys): who goes there has heard of them. The list marks each device that was let in; an alarm is heard
 * only where it is told in full.
 */
export function arrivalsOn(
  { view, key }: { readonly view: View; readonly key?: string | undefined },
  arrivals: readonly ArrivalView[] = [],
): readonly string[] {
  if (view === "devices") return arrivals.filter(({ alarm }) => !alarm).map((arrival) => arrival.key);
  return view === "lost-device" && key !== undefined ? [key] : [];
}

type Facts = Pick<AppSnapshot, "arrivals" | "settings">;

function ownModel({ key, name, sentence, alarm }: ArrivalView, raise: number, showNames: boolean): NotificationModel {
  const who = showNames ? `“${name}”` : "A device";
  return {
    tag: `arrival/${key}`,
    title: `${who} ${alarm?.title ?? "was let in"}`,
    body: sentence,
    urgency: alarm ? "critical" : "low",
    buttons: [],
    open: { type: "open", view: "lost-device", key },
    raise,
    arrivals: [key],
  };
}

function summaryModel(members: readonly ArrivalView[], raise: number, showNames: boolean): NotificationModel {
  const named = members.slice(0, MOST).map(({ name }) => `“${name}”`);
  const more = members.length - named.length;
  const names = more > 0 ? `${named.join(", ")} and ${more} more. ` : `${named.join(", ")}. `;
  return {
    tag: "arrivals",
    title: members.length === 1 ? "A device was let in" : `${members.length} devices were let in`,
    body: `${showNames ? names : ""}Nobody was asked. If you don't know one of them, lock it out.`,
    urgency: "low",
    buttons: [],
    open: { type: "open", view: "devices" },
    raise,
    arrivals: members.map(({ key }) => key),
  };
}

/**
 * One quiet notification for each device that a gateway approved by itself, or one for many, and a loud one for each alarm; a click leads to where it can be
 * locked out. Pure; the caller keeps the memory. What was told and has left the screen never comes back; what wasn't told
 * yet waits for the end of the silence.
 */
export function announce(
  before: ArrivalMemory,
  { arrivals = [], settings }: Facts,
  silent: boolean,
): { readonly memory: ArrivalMemory; readonly wanted: readonly NotificationModel[] } {
  if (silent || !settings.notifications) return { memory: noArrivals, wanted: [] };
  const isNews = ({ key, told }: ArrivalView): boolean => !told && before.places.get(key)?.told !== false;
  const live = arrivals.filter((arrival) => isNews(arrival) || before.places.has(arrival.key));
  const news = new Set(live.filter(isNews));
  const standing = live.filter(
    (arrival) => !news.has(arrival) && !arrival.alarm && before.places.get(arrival.key)?.own,
  );
  const quiet = [...news].filter(({ alarm }) => !alarm);
  const own = standing.length + quiet.length <= MOST;
  const places = new Map(
    live.map((arrival): [string, Place] => {
      const { key } = arrival;
      const told = arrival.told === true;
      const place = before.places.get(key);
      if (place && !news.has(arrival)) return [key, { ...place, told }];
      return [key, { own: own || arrival.alarm !== undefined, raise: (place?.raise ?? 0) + 1, told }];
    }),
  );
  const raise = before.raise + (quiet.length > 0 && !own ? 1 : 0);
  const alone = live.filter(({ key }) => places.get(key)?.own);
  const together = live.filter(({ key }) => !places.get(key)?.own);
  return {
    memory: { places, raise },
    wanted: [
      ...alone.map((arrival) => ownModel(arrival, places.get(arrival.key)?.raise ?? 1, settings.showNames)),
      ...(together.length > 0 ? [summaryModel(together, raise, settings.showNames)] : []),
    ],
  };
}
