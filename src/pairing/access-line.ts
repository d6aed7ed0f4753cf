import type { Risk } from "./risk-level.ts";

/** Against what the device may do today: new, as before, or no longer asked for. */
export type AccessChange = "added" | "kept" | "removed";

/** One scope or role, in words. `change` compares with what the device has today. */
export interface AccessLine {
  /** The raw name, made safe to show. */
  readonly name: string;
  readonly sentence: string;
  readonly change: AccessChange;
  readonly risk: Risk;
}
