import { shownText } from "../pairing/shown-text.ts";
import type { AppSnapshot } from "./snapshot.ts";

/** What stands in place of its name where only its id is left. */
export const FORMER_GATEWAY = "A gateway that is no longer set up";

/** " · Attic" for what belongs to that one of several gateways; nothing while there is only one. Plain text for a menu. */
export function whichGateway({ gateways }: Pick<AppSnapshot, "gateways">, gatewayId: string): string {
  if (gateways.length < 2) return "";
  const name = shownText(gateways.find(({ id }) => id === gatewayId)?.name, 40);
  return name === "" ? "" : ` · ${name}`;
}
