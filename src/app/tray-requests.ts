import { requestBody, requestOffers, requestTitle, reviewIntent, type RequestOffer } from "./request-words.ts";
import type { AppSnapshot, RequestView } from "./snapshot.ts";
import type { TrayItem } from "./tray-model.ts";
import { whichGateway } from "./which-gateway.ts";

const MAX_REQUESTS = 8;

/** What waits, oldest first as it is handed in: the first few, and the way to the rest. */
export function requestItems(waiting: readonly RequestView[], snapshot: AppSnapshot): TrayItem[] {
  if (waiting.length === 0) return [];
  const more = waiting.length - MAX_REQUESTS;
  const items = waiting.slice(0, MAX_REQUESTS).map((request) => requestMenu(request, snapshot));
  if (more > 0) {
    items.push({ kind: "item", id: "more", label: `${more} more…`, intent: { type: "open", view: "requests" } });
  }
  return [{ kind: "separator" }, ...items];
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
