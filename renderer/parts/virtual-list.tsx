import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useCallback, useLayoutEffect, useRef, useState } from "react";
import { moveByArrows } from "./list-keys.ts";

/** Padding and gap of a page above its list, in CSS px (styles/frame.css). */
const PAGE_EDGES = 12;

interface VirtualListProps<T> {
  readonly items: readonly T[];
  /** The element that scrolls; the list may stand anywhere in it. */
  readonly scroller: HTMLElement;
  readonly keyOf: (item: T) => string;
  /** Height of an item before it was measured, in CSS px, gap not counted. */
  readonly estimate: number;
  readonly gap: number;
  /** How much at the top of the scroller is covered by something that stays there, in CSS px. */
  readonly covered: number;
  /** Key to bring into view; a change scrolls there. */
  readonly goTo: string | undefined;
  /** Draws one `<li>` with these attributes on it. */
  readonly children: (item: T, attributes: VirtualItemAttributes) => ReactNode;
}

export interface VirtualItemAttributes {
  readonly ref: (element: HTMLLIElement | null) => void;
  readonly style: { readonly transform: string };
  readonly "data-index": number;
  readonly "aria-posinset": number;
  readonly "aria-setsize": number;
}

/** In whole CSS px, as the virtualizer measures. */
function middleHeight(rows: Iterable<Element>): number | undefined {
  const heights = [...rows].map((row) => Math.round(row.getBoundingClientRect().height));
  return heights.sort((a, b) => a - b)[Math.floor(heights.length / 2)];
}

/** A list of any length of which only the rows near the view exist. Rows may have any height, and change it. */
export function VirtualList<T>({
  items,
  scroller,
  keyOf,
  estimate,
  gap,
  covered,
  goTo,
  children,
}: VirtualListProps<T>) {
  const list = useRef<HTMLUListElement>(null);
  // A good guess saves ten thousand positions from being reckoned twice.
  const [above, setAbove] = useState(covered + PAGE_EDGES);
  const [usual, setUsual] = useState<number>();
  // The same function for the same items: with another one the virtualizer reckons every position anew, at each scroll.
  const getItemKey = useCallback(
    (index: number) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once the usual height is known, all positions are reckoned anew
    [items, keyOf, usual],
  );
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are used in this component only
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller,
    estimateSize: () => usual ?? estimate,
    getItemKey,
    gap,
    overscan: 8,
    scrollMargin: above,
    scrollPaddingStart: covered,
    useFlushSync: false,
  });

  // Whatever stands above the list in the same scroller may grow and shrink with any render; setting an equal number
  // renders nothing, so this ends after one round.
  // eslint-disable-next-line react-hooks/exhaustive-deps -- see above
  useLayoutEffect(() => {
    const box = list.current?.getBoundingClientRect();
    if (box) setAbove(Math.round(box.top - scroller.getBoundingClientRect().top + scroller.scrollTop));
    // A row that turns out higher than it was taken for moves all that follow, for each row that comes into view: the
    // first ones tell how high rows are with this font and width.
    const rows = list.current?.children;
    if (usual === undefined && rows && rows.length > 0) setUsual(middleHeight(rows));
  });

  const index = goTo === undefined ? -1 : items.findIndex((item) => keyOf(item) === goTo);
  useLayoutEffect(() => {
    if (index >= 0) virtualizer.scrollToIndex(index, { align: "start" });
  }, [index, virtualizer]);

  return (
    <ul
      ref={list}
      className="virtual-list"
      style={{ height: `${virtualizer.getTotalSize()}px` }}
      onKeyDown={moveByArrows}
    >
      {virtualizer.getVirtualItems().map((row) => {
        const item = items[row.index];
        if (item === undefined) return null;
        return children(item, {
          ref: virtualizer.measureElement,
          style: { transform: `translateY(${row.start - above}px)` },
          "data-index": row.index,
          "aria-posinset": row.index + 1,
          "aria-setsize": items.length,
        });
      })}
    </ul>
  );
}
