import type { KeyboardEvent } from "react";

const steps: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

/** Arrow keys on a card's heading go to the heading of the next or previous card. */
export function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  const heading = event.target;
  if (!step || !(heading instanceof HTMLElement) || !heading.matches("[data-heading]")) return;
  const card = heading.closest("li");
  const next = step === 1 ? card?.nextElementSibling : card?.previousElementSibling;
  const target = next?.querySelector<HTMLElement>("[data-heading]");
  if (!target) return;
  event.preventDefault();
  target.focus();
}

/**
 * Escape folds away one thing at a time: the details that hold the focus, then the card itself. Returns true when it
 * did something.
 */
export function closeDetails(event: KeyboardEvent<HTMLElement>): boolean {
  if (event.key !== "Escape" || !(event.target instanceof HTMLElement)) return false;
  const details = event.target.closest("details[open]");
  if (!(details instanceof HTMLDetailsElement)) return false;
  details.open = false;
  details.querySelector("summary")?.focus();
  return true;
}
