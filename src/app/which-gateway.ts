import { shownText } from "../pairing/shown-text.ts";
import type { AppSnapshot } from "./snapshot.ts";

/** " · Attic" for what belongs to that one of several gateways; nothing while there is only one. Plain text for a menu. */
export function whichGateway({ gateways }: Pick<AppSnapshot, "gateways">, gatewayId: string): string {
  if (gateways.length < 2) return "";
  const name = shownText(gateways.find(({ id }) => id === gatewayId)?.name, 40);
  return name === "" ? "" : ` · ${name}`;
}
