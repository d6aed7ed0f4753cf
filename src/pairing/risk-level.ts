/** How careful a person should be before saying yes. See docs/risk.md. */
export type Risk = "low" | "elevated" | "high";

const order: readonly Risk[] = ["low", "elevated", "high"];

/** The worst of them; `low` when there are none. */
export function worstRisk(risks: Iterable<Risk>): Risk {
  let worst = 0;
  for (const risk of risks) worst = Math.max(worst, order.indexOf(risk));
  return order[worst] ?? "high";
}
