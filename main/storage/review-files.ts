import { join } from "node:path";
import type { Clock } from "../../src/gateway/clock.ts";
import { type MutedDevice, mutedDeviceSchema } from "../../src/pairing/muted-devices.ts";
import { type DurableList, openDurableList } from "./durable-list.ts";
import { type HistoryFile, openHistoryFile } from "./history-file.ts";

export interface ReviewFiles {
  readonly history: HistoryFile;
  readonly muted: DurableList<MutedDevice>;
  /** One last write; resolves when what could be saved is. */
  close(): Promise<void>;
}

/** The activity history and the muted devices in the profile. */
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
  return {
    history,
    muted,
    async close() {
      await Promise.all([history.close(), muted.close()]);
    },
  };
}
