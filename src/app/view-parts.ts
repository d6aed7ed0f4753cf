import { shownText } from "../pairing/shown-text.ts";
import type { Fact } from "./snapshot.ts";

/** A fact to show, made safe; none when there is nothing to say. */
export function fact(label: string, value: string | undefined): Fact[] {
  const shown = shownText(value, 120);
  return shown === "" ? [] : [{ label, value: shown }];
}

/** While the connection is gone nothing is decided: what is shown may not be so any more. */
export const OFFLINE = {
  ok: false,
  sentence: "The gateway isn't connected. This is how it was when it last answered.",
} as const;
