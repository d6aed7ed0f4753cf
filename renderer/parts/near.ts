import { type RefObject, useEffect, useState } from "react";

/** How far out of view something is drawn already, in CSS px: some cards, so that arrows and Tab always find the next one. */
const MARGIN_PX = 900;

const watched = new WeakMap<Element, (near: boolean) => void>();
let observer: IntersectionObserver | undefined;

/** One observer for the whole window: two hundred of them would cost more than what they save. */
function watch(element: Element, tell: (near: boolean) => void): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) watched.get(target)?.(isIntersecting);
    },
    // The page scrolls inside the window, and clips: the margin has to be around that.
    { scrollMargin: `${MARGIN_PX}px` },
  );
  watched.set(element, tell);
  observer.observe(element);
  return () => {
    observer?.unobserve(element);
    watched.delete(element);
  };
}

/**
 * Whether this element is in view, or nearly: a card among hundreds that isn't costs nothing but its name. What holds the
 * focus stays near wherever it is scrolled to.
 * @param first what to believe until the browser has looked
 */
export function useNear(ref: RefObject<HTMLElement | null>, first: boolean): boolean {
  const [near, setNear] = useState(first);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    return watch(element, (now) => {
      if (now || !element.contains(document.activeElement)) setNear(now);
    });
  }, [ref]);
  return near;
}
