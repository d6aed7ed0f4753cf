import { isPlainOverNetwork } from "../gateway/location.ts";
import type { GatewayView } from "./snapshot.ts";

type Marks = Pick<GatewayView, "colour" | "paused" | "canRemove" | "canMove" | "plainText">;

/** What the user made of a gateway, and what its address says by itself. */
export function gatewayMarks({
  address,
  colour,
  paused,
  canRemove,
  canMove,
}: Marks & { readonly address: string }): Marks {
  return {
    ...(colour !== undefined && { colour }),
    ...(paused && { paused }),
    ...(canRemove !== undefined && { canRemove }),
    ...(canMove && { canMove }),
    ...(isPlainOverNetwork(address) && { plainText: true }),
  };
}
