import type { PairedDevice } from "../pairing/paired-device.ts";
import { samePlain } from "../pairing/share.ts";
import { type PairingLists, parseDevice, parseLists } from "./parse-lists.ts";

interface Known {
  readonly row: unknown;
  readonly device: PairedDevice;
}

function idOf(row: unknown): unknown {
  return typeof row === "object" && row !== null && "deviceId" in row ? row.deviceId : undefined;
}

/**
 * Reads the lists of one gateway, one after another. A gateway says only that something changed, so every list comes whole:
 * rows that are as they were last time keep their device, and only the others are read again. Among ten thousand that is the
 * difference between a tenth of a second and a few milliseconds.
 */
export class ListReader {
  #known = new Map<unknown, Known>();

  /** As `parseLists`. */
  read(payload: unknown, nowMs: number): PairingLists | undefined {
    const next = new Map<unknown, Known>();
    const lists = parseLists(payload, nowMs, (row) => {
      const id = idOf(row);
      const known = this.#known.get(id);
      const device = known && samePlain(known.row, row) ? known.device : parseDevice(row);
      if (device) next.set(id, { row, device });
      return device;
    });
    if (lists) this.#known = next;
    return lists;
  }
}
