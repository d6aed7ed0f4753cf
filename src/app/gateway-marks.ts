import { isPlainOverNetwork } from "../pairing/typed-address.ts";
import type { GatewayView } from "./snapshot.ts";

/** What a gateway is called and what may be made of it: all of this may change while its connection stays. */
export interface GatewayLabel extends Pick<GatewayView, "name" | "colour" | "source" | "canRemove" | "canMove"> {
  /** There are others, so each card says whose it is. */
  readonly several: boolean;
}

type Marks = Pick<GatewayView, "name" | "source" | "colour" | "paused" | "canRemove" | "canMove" | "plainText">;

/** What the user made of a gateway, and what its address says by itself. */
export function gatewayMarks(label: GatewayLabel, address: string, paused: boolean): Marks {
  const { name, source, colour, canRemove, canMove } = label;
  return {
    name,
    source,
    ...(colour !== undefined && { colour }),
    ...(paused && { paused }),
    ...(canRemove !== undefined && { canRemove }),
    ...(canMove && { canMove }),
    ...(isPlainOverNetwork(address) && { plainText: true }),
  };
}
