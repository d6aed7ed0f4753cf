import { Inbox } from "lucide-react";
import { useCallback, useLayoutEffect, useRef, useState } from "react";
import type { Navigation, RequestView } from "../../src/app/snapshot.ts";
import { Empty } from "../parts/empty.tsx";
import { moveByArrows } from "../parts/list-keys.ts";
import { Page } from "../parts/page.tsx";
import { PairButton } from "../parts/pair-button.tsx";
import { Button } from "../parts/button.tsx";
import { useSelection } from "../selection.ts";
import { type Silence, whereTold } from "../words.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { RequestCard } from "./request-card.tsx";
import { SilenceBanner } from "./silence-banner.tsx";

interface RequestsViewProps {
  readonly requests: readonly RequestView[];
  /** Where main asked to go last. */
  readonly navigation: Navigation;
  /** What doesn't notify, and why. */
  readonly silence: Silence;
}

/** Requests by key: unfolded or folded by hand, by a notification, or because it was the only one. */
type Folding = ReadonlyMap<string, boolean>;

export function RequestsView({ requests, navigation, silence }: RequestsViewProps) {
  const list = useRef<HTMLUListElement>(null);
  const [folding, setFolding] = useState<Folding>(new Map());
  const [wentTo, setWentTo] = useState(-1);
  const selection = useSelection(requests);
  const muted = new Map(silence.quiet.muted.map(({ deviceId, untilMs }) => [deviceId, untilMs]));

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
  const selectButton = useSelectionFocus(selection.on);
  const toggle = useCallback((key: string, open: boolean) => setFolding((old) => new Map(old).set(key, open)), []);

  return (
    <Page title="Requests">
      <SilenceBanner {...silence} />
      {requests.length === 0 ? (
        <Empty icon={Inbox} title="No requests">
          <p>{whereTold(silence)}</p>
          <p className="quiet">To bring one in now, show it a code.</p>
          <PairButton />
        </Empty>
      ) : (
        <>
          {requests.length > 1 && (
            <div className="count-line">
              <p className="count">{requests.length} requests are waiting for an answer</p>
              {!selection.on && (
                <Button ref={selectButton} look="quiet" onPress={selection.start}>
                  Select
                </Button>
              )}
            </div>
          )}
          <ul className="cards" ref={list} onKeyDown={moveByArrows}>
            {requests.map((request, index) => (
              <RequestCard
                key={request.key}
                request={request}
                // What changed while it was read opens by itself, in the place of what it was.
                open={folding.get(request.key) ?? (request.changes?.length ?? 0) > 0}
                mutedUntilMs={muted.get(request.deviceId)}
                picked={selection.on ? selection.isPicked(request) : undefined}
                onPick={selection.pick}
                onDisplay={selection.display}
                place={index}
                onToggle={toggle}
              />
            ))}
          </ul>
          {selection.on && <BulkBar selection={selection} total={requests.length} />}
        </>
      )}
    </Page>
  );
}

const hasLostFocus = () => document.activeElement === null || document.activeElement === document.body;

/** *Select* goes away when it is pressed, and so does *Done*: the focus goes on to the bar, and back. */
function useSelectionFocus(on: boolean): React.RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null);
  const was = useRef(on);
  useLayoutEffect(() => {
    if (was.current === on) return;
    was.current = on;
    if (!hasLostFocus()) return;
    const next = on
      ? document.querySelector<HTMLElement>(".bulk button")
      : (button.current ?? document.querySelector<HTMLElement>("[data-page-heading]"));
    next?.focus({ preventScroll: true });
  }, [on]);
  return button;
}

/** When the card that had the focus goes away, the focus goes to the list's first card, else to the page's heading. */
function useKeptFocus(list: React.RefObject<HTMLElement | null>, requests: readonly RequestView[]): void {
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    if (hadFocus.current && hasLostFocus()) {
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
