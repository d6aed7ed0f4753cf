import { z } from "zod";
import type { PairedDevice } from "../pairing/paired-device.ts";
import type { ListPort } from "./ports.ts";

/** Of one gateway. Where there are more, its next first list is taken as it is, as if there had been none before. */
const MAX_MARKS = 20_000;
/** Of all gateways: the file stays below what a durable list reads. */
const MAX_TOTAL = 100_000;

/** The entries of one gateway's book that are no news any more. */
export const knownDevicesSchema = z.strictObject({
  gatewayId: z.string().min(1).max(512),
  marks: z.array(z.string().min(1).max(40)).max(MAX_MARKS),
});
export type KnownDevices = Readonly<z.infer<typeof knownDevicesSchema>>;

/**
 * At most 36 plain characters. One that was removed and let in again is another entry: the gateway made it at another time.
 * A device id is a hash, so its beginning tells it from all others.
 */
function markOf({ deviceId, createdAtMs = 0 }: PairedDevice): string {
  return `${createdAtMs.toString(36)}-${deviceId.slice(0, 24).replace(/[^\w-]/g, "_")}`;
}

/** The rows that were written last, as many as there is room for; the order stays. */
function bounded(rows: readonly KnownDevices[]): readonly KnownDevices[] {
  let room = MAX_TOTAL;
  const kept = rows.toReversed().filter(({ marks }) => (room -= marks.length) >= 0);
  return kept.toReversed();
}

/**
 * Which devices of which gateway are no news: all of the first list that was ever read there, and what was told since. It
 * outlives the app, so that what happens while PairTray is off is told at its next start.
 */
export class ArrivalBook {
  readonly #list: ListPort<KnownDevices>;
  readonly #known = new Map<string, Set<string>>();

  constructor(list: ListPort<KnownDevices>) {
    this.#list = list;
    for (const { gatewayId, marks } of list.all()) {
      if (marks.length < MAX_MARKS) this.#known.set(gatewayId, new Set(marks));
    }
  }

  /** Those that are news. The first list of a gateway is none. */
  fresh(gatewayId: string, devices: readonly PairedDevice[]): readonly PairedDevice[] {
    const known = this.#known.get(gatewayId);
    if (known) return devices.filter((device) => !known.has(markOf(device)));
    this.#keep(gatewayId, new Set(devices.map(markOf)));
    return [];
  }

  /** From now on these are no news. */
  learn(gatewayId: string, devices: readonly PairedDevice[]): void {
    if (devices.length > 0) {
      this.#keep(gatewayId, new Set([...(this.#known.get(gatewayId) ?? []), ...devices.map(markOf)]));
    }
  }

  #keep(gatewayId: string, known: Set<string>): void {
    this.#known.set(gatewayId, known);
    const others = this.#list.all().filter((row) => row.gatewayId !== gatewayId);
    void this.#list.set(bounded([...others, { gatewayId, marks: [...known].slice(-MAX_MARKS) }]));
  }
}
