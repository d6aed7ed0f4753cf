import { shownText } from "../pairing/shown-text.ts";
import type { GatewayLabel } from "./gateway-marks.ts";
import type { DeviceView, RequestView } from "./snapshot.ts";

/**
 * Puts the gateway's name first on its cards and rows, where there are several gateways; a single one changes nothing.
 * What didn't change keeps its identity.
 */
export function nameGateway({
  name,
  several,
}: Pick<GatewayLabel, "name" | "several">): <T extends RequestView | DeviceView>(views: readonly T[]) => readonly T[] {
  const named = new WeakMap<object, object>();
  return (views) => {
    if (!several) return views;
    return views.map((view) => {
      const known = named.get(view);
      if (known) return known as typeof view;
      const fresh = { ...view, facts: [{ label: "Gateway", value: shownText(name, 40) }, ...view.facts] };
      named.set(view, fresh);
      return fresh;
    });
  };
}
