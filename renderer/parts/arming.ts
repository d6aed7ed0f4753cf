import { type RefObject, useEffect, useState } from "react";

/** How long a high-risk Approve must have been in view before it works, in ms. */
export const ARM_HIGH_MS = 1_200;
/**
 * How long any Approve must have stood where it is, in ms: one that slides under the pointer in the very moment of a
 * click must not be pressed by it (browsers guard their permission prompts the same way).
 */
export const SETTLE_MS = 400;

interface Watched {
  readonly button: RefObject<HTMLElement | null>;
  readonly waitMs: number;
  /** Time counts only while the whole button is in view; otherwise while the window is. */
  readonly inView: boolean;
  /** What is being approved, and where: any change starts the wait anew. */
  readonly subject: string;
}

/** True once `waitMs` went by without a break, about the same subject, while it could be seen. */
export function useArmed({ button, waitMs, inView, subject }: Watched): boolean {
  // Each appearance gets a number, so that an old wait never counts for a new appearance.
  const [view, setView] = useState({ visible: false, appearance: 0 });
  const [armedFor, setArmedFor] = useState<string>();

  useEffect(() => {
    const element = button.current;
    if (!element) return;
    let intersecting = !inView;
    const look = (): void => {
      const visible = intersecting && document.visibilityState === "visible";
      setView((old) =>
        old.visible === visible ? old : { visible, appearance: visible ? old.appearance + 1 : old.appearance },
      );
    };
    look();
    document.addEventListener("visibilitychange", look);
    const observer = new IntersectionObserver(
      (entries) => {
        intersecting = entries.at(-1)?.isIntersecting ?? false;
        look();
      },
      { threshold: 0.98 },
    );
    if (inView) observer.observe(element);
    return () => {
      observer.disconnect();
      document.removeEventListener("visibilitychange", look);
    };
  }, [button, inView]);

  const occasion = `${view.appearance} ${subject}`;
  useEffect(() => {
    if (!view.visible) return;
    const timer = setTimeout(() => setArmedFor(occasion), waitMs);
    return () => clearTimeout(timer);
  }, [view.visible, occasion, waitMs]);

  return view.visible && armedFor === occasion;
}
