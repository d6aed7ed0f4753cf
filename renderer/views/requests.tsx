import { Inbox } from "lucide-react";
import { useCallback, useLayoutEffect, useRef, useState } from "react";
import type { GatewayView, Navigation, RequestView } from "../../src/app/snapshot.ts";
import { Empty } from "../parts/empty.tsx";
import { moveByArrows } from "../parts/list-keys.ts";
import { Page } from "../parts/page.tsx";
import { RequestCard } from "./request-card.tsx";

interface RequestsViewProps {
  readonly requests: readonly RequestView[];
  readonly gateways: readonly GatewayView[];
  /** Where main asked to go last. */
  readonly navigation: Navigation;
}

/** Requests by key: unfolded or folded by hand, by a notification, or because it was the only one. */
type Folding = ReadonlyMap<string, boolean>;

export function RequestsView({ requests, gateways, navigation }: RequestsViewProps) {
  const list = useRef<HTMLUListElement>(null);
  const [folding, setFolding] = useState<Folding>(new Map());
  const [wentTo, setWentTo] = useState(-1);

  // A single request opens by itself, and stays open when a second one arrives.
  const only = requests.length === 1 ? requests[0] : undefined;
  if (only && !folding.has(only.key)) setFolding(new Map(folding).set(only.key, true));

  // A clicked notification opens its request, as soon as the list has it.
  const target = navigation.view === "requests" && navigation.seq !== wentTo ? navigation.key : undefined;
  if (target && requests.some((request) => request.key === target)) {
    setWentTo(navigation.seq);
    setFolding(new Map(folding).set(target, true));
  }

  const goTo = wentTo === navigation.seq ? navigation.key : undefined;
  useLayoutEffect(() => {
    if (!goTo) return;
    const card = list.current?.querySelector(`[data-key="${CSS.escape(goTo)}"]`);
    card?.scrollIntoView({ block: "start" });
    card?.querySelector<HTMLElement>("[data-heading]")?.focus({ preventScroll: true });
  }, [goTo, wentTo]);

  useKeptFocus(list, requests);
  const toggle = useCallback((key: string, open: boolean) => setFolding((old) => new Map(old).set(key, open)), []);

  return (
    <Page title="Requests">
      {requests.length === 0 ? (
        <Empty icon={Inbox} title="No requests">
          <p>When a device asks to pair, you’ll see it here, and a notification tells you.</p>
          <p className="quiet">To pair one now, open OpenClaw on the device and connect it to this gateway.</p>
        </Empty>
      ) : (
        <>
          {requests.length > 1 && <p className="count">{requests.length} requests are waiting for an answer</p>}
          <ul className="cards" ref={list} onKeyDown={moveByArrows}>
            {requests.map((request, index) => (
              <RequestCard
                key={request.key}
                request={request}
                open={folding.get(request.key) ?? false}
                place={index}
                gatewayName={
                  gateways.length > 1 ? gateways.find((gateway) => gateway.id === request.gatewayId)?.name : undefined
                }
                onToggle={toggle}
              />
            ))}
          </ul>
        </>
      )}
    </Page>
  );
}

/** When the card that had the focus goes away, the focus goes to the list's first card, else to the page's heading. */
function useKeptFocus(list: React.RefObject<HTMLElement | null>, requests: readonly RequestView[]): void {
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    const active = document.activeElement;
    if (hadFocus.current && (active === null || active === document.body)) {
      const next =
        list.current?.querySelector<HTMLElement>("[data-heading]") ??
        document.querySelector<HTMLElement>("[data-page-heading]");
      next?.focus();
    }
    const remember = (): void => {
      hadFocus.current = list.current?.contains(document.activeElement) ?? false;
    };
    remember();
    document.addEventListener("focusin", remember);
    return () => document.removeEventListener("focusin", remember);
  }, [list, requests]);
}
