import { shownText } from "../pairing/shown-text.ts";
import type { Intent } from "./intent.ts";
import {
  isWaiting,
  requestBody,
  requestOffers,
  requestTitle,
  reviewIntent,
  type RequestOffer,
} from "./request-words.ts";
import { isSilenced } from "./silence.ts";
import { lockOutItems, lockOutStatus } from "./tray-lock-out.ts";
import type { AppSnapshot, GatewayView, RequestView } from "./snapshot.ts";
import { whichGateway } from "./which-gateway.ts";

/**
 * A line of the tray's menu. Without an intent a line only tells (disabled). Labels are plain text: a menu that takes `&`
 * as a mark for the keyboard has to be given it doubled.
 */
export type TrayItem =
  | { readonly kind: "separator" }
  | { readonly kind: "item"; readonly id: string; readonly label: string; readonly intent?: Intent }
  | { readonly kind: "submenu"; readonly id: string; readonly label: string; readonly items: readonly TrayItem[] };

export interface TrayModel {
  /**
   * `attention`: something needs the user and won't be told otherwise (a gateway that refuses us, requests that no
   * notification tells). `offline`: no gateway is reachable. `pending`: requests wait. `idle`: all is well.
   */
  readonly icon: "idle" | "pending" | "offline" | "attention";
  /** Waiting requests. */
  readonly count: number;
  readonly tooltip: string;
  readonly menu: readonly TrayItem[];
}

const MAX_REQUESTS = 8;
const MAX_GATEWAYS = 5;
/** Windows cuts tooltips at 127 characters. */
const MAX_TOOLTIP = 120;

const separator: TrayItem = { kind: "separator" };
const needsUser = new Set(["wrong-credentials", "approval-needed", "protocol-mismatch", "trouble"]);
const asks = (count: number) => (count === 1 ? "1 device asks to pair" : `${count} devices ask to pair`);

/** The tray as it should be now. Every action of the app is in its menu: on Linux a click on the icon can't be relied on. */
export function trayModel(snapshot: AppSnapshot): TrayModel {
  const waiting = snapshot.requests.filter(isWaiting).toSorted((a, b) => a.askedAtMs - b.askedAtMs);
  const troubled = snapshot.gateways.find((gateway) => needsUser.has(gateway.state.kind));
  const connected = snapshot.gateways.some((gateway) => gateway.state.kind === "connected");
  const unfinished = lockOutStatus(snapshot);
  const status = unfinished ?? statusWords(snapshot, waiting, troubled, connected);
  const untold =
    isSilenced(snapshot, waiting) || !snapshot.settings.notifications || snapshot.machine.notifying.warning;
  return {
    icon:
      troubled || snapshot.needsGateway || unfinished !== undefined
        ? "attention"
        : !connected
          ? "offline"
          : waiting.length === 0
            ? "idle"
            : untold
              ? "attention"
              : "pending",
    count: waiting.length,
    tooltip: shownText(`PairTray: ${status}`, MAX_TOOLTIP),
    menu: [
      { kind: "item", id: "status", label: status },
      { kind: "item", id: "open", label: "Open PairTray", intent: { type: "open", view: "requests" } },
      ...requestItems(waiting, snapshot),
      separator,
      ...lockOutItems(snapshot),
      { kind: "item", id: "pair", label: "Pair a device", intent: { type: "open", view: "pair" } },
      { kind: "item", id: "devices", label: "Devices", intent: { type: "open", view: "devices" } },
      { kind: "item", id: "activity", label: "Activity", intent: { type: "open", view: "activity" } },
      snooze(snapshot.quiet.snoozedUntilMs),
      { kind: "item", id: "settings", label: "Settings", intent: { type: "open", view: "settings" } },
      ...retries(snapshot.gateways),
      separator,
      { kind: "item", id: "quit", label: "Quit PairTray", intent: { type: "quit" } },
    ],
  };
}

/** Quiet for an hour; the icon still turns to attention. */
function snooze(untilMs: number | undefined): TrayItem {
  if (untilMs === undefined) {
    return {
      kind: "item",
      id: "snooze",
      label: "Snooze notifications for 1 hour",
      intent: { type: "snooze", on: true },
    };
  }
  const time = new Date(untilMs).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const label = `Notifications are snoozed until ${time}: end that`;
  return { kind: "item", id: "snooze", label, intent: { type: "snooze", on: false } };
}

function statusWords(
  snapshot: AppSnapshot,
  waiting: readonly RequestView[],
  troubled: GatewayView | undefined,
  connected: boolean,
): string {
  if (snapshot.needsGateway) return "No gateway yet";
  if (troubled) return `${shownText(troubled.name, 40)}: ${shownText(troubled.state.title, 60)}`;
  const first = snapshot.gateways[0];
  if (!connected) return first ? shownText(first.state.title, 80) : "Not connected";
  const [asking] = waiting;
  if (!asking) return "No device waits";
  const oneGateway = waiting.every(({ gatewayId }) => gatewayId === asking.gatewayId);
  return asks(waiting.length) + (oneGateway ? whichGateway(snapshot, asking.gatewayId) : "");
}

function requestItems(waiting: readonly RequestView[], snapshot: AppSnapshot): TrayItem[] {
  if (waiting.length === 0) return [];
  const more = waiting.length - MAX_REQUESTS;
  const items = waiting.slice(0, MAX_REQUESTS).map((request) => requestMenu(request, snapshot));
  if (more > 0) {
    items.push({ kind: "item", id: "more", label: `${more} more…`, intent: { type: "open", view: "requests" } });
  }
  return [separator, ...items];
}

/** Where *Approve* is in the menu, what it would allow stands above it. */
function requestMenu(request: RequestView, snapshot: AppSnapshot): TrayItem {
  const { key } = request;
  const review: RequestOffer = { id: "review", label: "Review", intent: reviewIntent(request) };
  const offers = requestOffers(request, true);
  const others = offers.filter(({ id }) => id !== "review");
  const body = offers.some(({ id }) => id === "approve") ? requestBody(request).split("\n") : [];
  return {
    kind: "submenu",
    id: `request/${key}`,
    label: requestTitle(request, true) + whichGateway(snapshot, request.gatewayId),
    items: [
      ...body.map((label, line) => ({ kind: "item" as const, id: `line-${line}/${key}`, label })),
      ...[review, ...others].map(({ id, label, intent }) => ({
        kind: "item" as const,
        id: `${id}/${key}`,
        label,
        intent,
      })),
    ],
  };
}

function retries(gateways: readonly GatewayView[]): TrayItem[] {
  return gateways
    .filter((gateway) => gateway.state.offers.includes("retry"))
    .slice(0, MAX_GATEWAYS)
    .map((gateway) => ({
      kind: "item",
      id: `retry/${gateway.id}`,
      label: `Try ${shownText(gateway.name, 40) || "the gateway"} again now`,
      intent: { type: "retry", gatewayId: gateway.id },
    }));
}
