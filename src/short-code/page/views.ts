/** The page's element for a selector. Throws if the page and its script don't fit together. */
export function element<Kind extends Element>(selector: string, kind: abstract new () => Kind): Kind {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`The page has no ${selector}.`);
  return found;
}

export type ViewName = "digits" | "asking" | "done" | "over";

/** Shows one view and takes the reader there: its heading gets the focus. */
export function show(name: ViewName): void {
  for (const section of document.querySelectorAll<HTMLElement>("[data-view]")) {
    section.hidden = section.dataset["view"] !== name;
  }
  const heading = document.querySelector<HTMLElement>(`[data-view="${name}"] h1`);
  heading?.focus();
  say("");
}

/** For screen readers alone: what a sighted person sees anyway. */
export function say(words: string): void {
  element(".said", HTMLElement).textContent = words;
}
