import type { Page } from "@playwright/test";

/** What the card shows at the very moment in which its Approve is pressed, in one task of the page. Null: not to be pressed. */
export interface Pressed {
  readonly requestId: string;
  readonly name: string;
  readonly names: string[];
}

/** Presses the Approve of this device's card, if it may be pressed. */
export function pressApprove(page: Page, device: string): Promise<Pressed | null> {
  return page.evaluate((deviceId) => {
    const card = [...document.querySelectorAll<HTMLElement>("li.card")].find((each) =>
      each.textContent.includes(deviceId),
    );
    const button = [...(card?.querySelectorAll<HTMLElement>("button") ?? [])].find(
      (b) => b.textContent.trim() === "Approve",
    );
    if (!card || !button || button.getAttribute("aria-disabled") === "true") return null;
    const fact = (label: string) =>
      [...card.querySelectorAll("dt")].find((dt) => dt.textContent === label)?.nextElementSibling?.textContent ?? "";
    const shown = {
      requestId: fact("Request ID"),
      name: card.querySelector(".card-name")?.textContent ?? "",
      names: [...card.querySelectorAll(".access-line code")].map((code) => code.textContent),
    };
    button.click();
    return shown;
  }, device);
}

/** Unfolds every card and waits until each can be answered. Their ids, the lowest in the list first. */
export async function openAll(page: Page, requestIds: readonly string[]): Promise<string[]> {
  const order = await page.waitForFunction((wanted) => {
    const cards = [...document.querySelectorAll<HTMLElement>("li.card")];
    const ids = cards.map((card) => card.dataset["key"]?.split("/")[1] ?? "");
    if (!wanted.every((id) => ids.includes(id))) return false;
    for (const card of cards) card.querySelector<HTMLElement>('[data-heading][aria-expanded="false"]')?.click();
    const ready = cards.filter(
      (card) => card.querySelector(".decision button:last-child")?.getAttribute("aria-disabled") === null,
    );
    return ready.length === cards.length && ids.filter((id) => wanted.includes(id)).toReversed();
  }, requestIds);
  return (await order.jsonValue()) || [];
}
