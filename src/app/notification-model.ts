import type { Intent } from "./intent.ts";
import { asks, requestBody, requestOffers, requestsWords, requestTitle, reviewIntent } from "./request-words.ts";
import type { RequestView } from "./snapshot.ts";

/**
 * One notification as it should stand on the screen now. The shell makes the screen match the list: a new tag appears, a
 * known one is changed in place, a missing one closes. Title and body are plain text, and may contain markup characters
 * that a requester chose: a server that reads markup has to be given them escaped.
 */
export interface NotificationModel {
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  readonly urgency: "normal" | "critical" | "low";
  readonly buttons: readonly { readonly id: string; readonly label: string; readonly intent: Intent }[];
  /** What a click on the notification itself does. */
  readonly open: Intent;
  /**
   * Rises when the words are worth interrupting for again. A change with the same number is put in place quietly: where
   * the user has taken the earlier words away, it stays away.
   */
  readonly raise: number;
  /** Devices that a gateway let in by itself (keys): once this stands on the screen they are told. */
  readonly arrivals?: readonly string[];
}

/**
 * False in `showNames`: nothing of what a requester chose appears, so that a lock screen tells nobody who asks; then nothing
 * is approved there either, as nobody could know what.
 */
export interface NotificationStyle {
  readonly showNames: boolean;
  readonly raise: number;
}

/** The device behind a request, unique over all gateways. */
export function deviceKey(request: RequestView): string {
  return `${request.gatewayId}/${request.deviceId}`;
}

/** One tag a device: what it asks next takes the place of what it asked before. */
export function deviceTag(request: RequestView): string {
  return `device/${deviceKey(request)}`;
}

const openList: Intent = { type: "open", view: "requests" };
const reviewList = [{ id: "review", label: "Review", intent: openList }];
const plural = (count: number, one: string, many: string) => (count === 1 ? `1 ${one}` : `${count} ${many}`);

/**
 * One request of one device, with what may be done about it by one click. `also`: what else it asks for at the same time;
 * then it is said, and no button decides, as nobody could know about which of them.
 */
export function requestModel(
  request: RequestView,
  { showNames, raise }: NotificationStyle,
  also: readonly RequestView[] = [],
): NotificationModel {
  const more = also.map(({ kind }) => `It also ${asks[kind]}.`);
  return {
    tag: deviceTag(request),
    title: requestTitle(request, showNames),
    body: [showNames ? requestBody(request) : "PairTray shows who it is.", ...new Set(more)].join("\n"),
    // A stranger can't make itself urgent; a device that we know and that behaves dangerously is.
    urgency: request.risk === "high" && request.kind !== "new-device" ? "critical" : "normal",
    buttons: also.length > 0 ? reviewList : requestOffers(request, showNames),
    open: also.length > 0 ? openList : reviewIntent(request),
    raise,
  };
}

/** A device that keeps asking: a count, and no button that decides about the one request it happens to have now. */
export function knockingModel(
  request: RequestView,
  knocks: readonly number[],
  nowMs: number,
  { showNames, raise }: NotificationStyle,
): NotificationModel {
  const minutes = Math.max(1, Math.ceil((nowMs - (knocks[0] ?? nowMs)) / 60_000));
  return {
    tag: deviceTag(request),
    title: showNames ? `“${request.name}” keeps asking` : "A device keeps asking",
    body: `${plural(knocks.length, "request", "requests")} in ${plural(minutes, "minute", "minutes")}.`,
    urgency: "low",
    buttons: reviewList,
    open: openList,
    raise,
  };
}

/** Several devices at once, or what is left of them: leads to the list, and decides nothing. */
export function summaryModel(
  members: readonly RequestView[],
  { showNames, raise }: NotificationStyle,
): NotificationModel {
  const [only, ...others] = members;
  const named = members.slice(0, 3).map((request) => `“${request.name}”`);
  const more = members.length - named.length;
  const names = more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
  return {
    tag: "summary",
    ...(only && others.length === 0
      ? {
          title: requestTitle(only, showNames),
          body: showNames ? requestBody(only) : "PairTray shows who it is.",
        }
      : {
          title: requestsWords(members),
          body: showNames ? names : "PairTray shows who they are.",
        }),
    urgency: "normal",
    buttons: reviewList,
    open: openList,
    raise,
  };
}
