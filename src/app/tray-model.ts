import { shownText } from "../pairing/shown-text.ts";
import type { Intent } from "./intent.ts";
import { isWaiting, requestsWords } from "./request-words.ts";
import { isSilenced } from "./silence.ts";
import { arrivalItems, arrivalStatus, untoldArrivals } from "./tray-arrivals.ts";
import { lockOutItems, lockOutStatus } from "./tray-lock-out.ts";
import { requestItems } from "./tray-requests.ts";
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
   * `attention`: something needs the user and won't be told otherwise (a gateway that refuses us, requests and devices that were
   * let in of which no notification tells). `pending`: requests wait. `offline`: nothing waits as far as is known, and a gateway can't be reached; or
   * none can. `idle`: all is well.
   */
  readonly icon: "idle" | "pending" | "offline" | "attention";
  /** Waiting requests. */
  readonly count: number;
  readonly tooltip: string;
  readonly menu: readonly TrayItem[];
}

const MAX_GATEWAYS = 5;
/** Windows cuts tooltips at 127 characters. */
const MAX_TOOLTIP = 120;

const separator: TrayItem = { kind: "separator" };
const needsUser = new Set(["wrong-credentials", "approval-needed", "protocol-mismatch", "trouble"]);
const isTroubled = ({ state }: GatewayView) => needsUser.has(state.kind);
const isConnected = ({ state }: GatewayView) => state.kind === "connected";
const isAway = ({ state }: GatewayView) => state.kind === "unreachable";

/** The tray as it should be now. Every action of the app is in its menu: on Linux a click on the icon can't be relied on. */
export function trayModel(snapshot: AppSnapshot): TrayModel {
  const waiting = snapshot.requests.filter(isWaiting).toSorted((a, b) => a.askedAtMs - b.askedAtMs);
  const unfinished = lockOutStatus(snapshot);
  const status = unfinished ?? statusWords(snapshot, waiting);
  return {
    icon: unfinished === undefined ? iconOf(snapshot, waiting) : "attention",
    count: waiting.length,
    tooltip: shownText(`PairTray: ${status}`, MAX_TOOLTIP),
    menu: [
      { kind: "item", id: "status", label: status },
      { kind: "item", id: "open", label: "Open PairTray", intent: { type: "open", view: "requests" } },
      ...arrivalItems(untoldArrivals(snapshot), snapshot),
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

function iconOf(snapshot: AppSnapshot, waiting: readonly RequestView[]): TrayModel["icon"] {
  const { gateways, settings, machine } = snapshot;
  if (snapshot.needsGateway || gateways.some(isTroubled)) return "attention";
  if (!gateways.some(isConnected)) return "offline";
  if (untoldArrivals(snapshot).length > 0) return "attention";
  if (waiting.length === 0) return gateways.some(isAway) ? "offline" : "idle";
  const untold = isSilenced(snapshot, waiting) || !settings.notifications || machine.notifying.warning;
  return untold ? "attention" : "pending";
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

/** What asks at a gateway that can be answered, and what is wrong with the others: neither hides the other. */
function statusWords({ gateways, ...snapshot }: AppSnapshot, waiting: readonly RequestView[]): string {
  if (snapshot.needsGateway) return "No gateway yet";
  const live = new Set(gateways.filter(isConnected).map(({ id }) => id));
  const asking = waiting.filter(({ gatewayId }) => live.has(gatewayId));
  const [one] = asking;
  const same = one !== undefined && asking.every(({ gatewayId }) => gatewayId === one.gatewayId);
  const wrong = wrongWords(gateways);
  if (!one) return wrong ?? arrivalStatus(untoldArrivals(snapshot)) ?? "No device waits";
  const asked = requestsWords(asking) + (same ? whichGateway({ gateways }, one.gatewayId) : "");
  return wrong === undefined ? asked : `${asked}; ${wrong}`;
}

function wrongWords(gateways: readonly GatewayView[]): string | undefined {
  const troubled = gateways.find(isTroubled);
  if (troubled) return `${shownText(troubled.name, 40)}: ${shownText(troubled.state.title, 60)}`;
  if (!gateways.some(isConnected)) return gateways[0] ? shownText(gateways[0].state.title, 80) : "Not connected";
  const [away, ...others] = gateways.filter(isAway);
  if (!away) return undefined;
  return others.length === 0
    ? `${shownText(away.name, 40)} can't be reached`
    : `${others.length + 1} gateways can't be reached`;
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
