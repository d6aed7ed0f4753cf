import type { NearbyPort } from "../../src/app/nearby-desk.ts";

/** A machine without a network: nothing is heard. */
export const silentNearby: NearbyPort = {
  listen: () => ({
    now: () => ({ gateways: [], isFull: false, asked: 0, isDeaf: true }),
    look: () => undefined,
    close: () => undefined,
  }),
};
