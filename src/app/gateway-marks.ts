import { isPlainOverNetwork } from "../gateway/location.ts";
import type { GatewayView } from "./snapshot.ts";

type Marks = Pick<GatewayView, "colour" | "paused" | "canRemove" | "plainText">;

/** What the user made of a gateway, and what its address says by itself. */
export function gatewayMarks({ address, colour, paused, canRemove }: Marks & { readonly address: string }): Marks {
  return {
    ...(colour !== undefined && { colour }),
    ...(paused && { paused }),
    ...(canRemove !== undefined && { canRemove }),
    ...(isPlainOverNetwork(address) && { plainText: true }),
  };
}
