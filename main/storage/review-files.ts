import { join } from "node:path";
import { type KnownDevices, knownDevicesSchema } from "../../src/app/arrival-book.ts";
import type { Clock } from "../../src/gateway/clock.ts";
import { type MutedDevice, mutedDeviceSchema } from "../../src/pairing/muted-devices.ts";
import { type DurableList, openDurableList } from "./durable-list.ts";
import { type HistoryFile, openHistoryFile } from "./history-file.ts";

export interface ReviewFiles {
  readonly history: HistoryFile;
  readonly muted: DurableList<MutedDevice>;
  readonly knownDevices: DurableList<KnownDevices>;
  /** One last write; resolves when what could be saved is. */
  close(): Promise<void>;
}

/** The activity history, the muted devices and the devices that are no news, in the profile. */
export async function openReviewFiles(options: {
  readonly folder: string;
  readonly clock: Clock;
  readonly onTrouble: (sentence: string) => void;
}): Promise<ReviewFiles> {
  const { folder, clock, onTrouble } = options;
  const history = await openHistoryFile({ folder, clock, onTrouble });
  const muted = openDurableList({
    path: join(folder, "muted-devices.json"),
    row: mutedDeviceSchema,
    what: "The list of muted devices",
    clock,
    onTrouble,
  });
  const knownDevices = openDurableList({
    path: join(folder, "known-devices.json"),
    row: knownDevicesSchema,
    what: "The list of devices seen before",
    clock,
    onTrouble,
  });
  return {
    history,
    muted,
    knownDevices,
    async close() {
      await Promise.all([history.close(), muted.close(), knownDevices.close()]);
    },
  };
}
