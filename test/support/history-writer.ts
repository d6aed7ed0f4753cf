/**
 * A child process for the kill tests: appends rows to the history in `argv[2]`, one after another, and says the number of
 * each on stdout once it is on the disk. Never ends by itself. With `slow` as `argv[3]` its disk takes every row in small
 * pieces, so that a kill is likely to fall between two of them.
 */
import { writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { type Disk, realDisk } from "../../main/storage/disk.ts";
import { openHistoryFile } from "../../main/storage/history-file.ts";
import { systemClock } from "../../src/gateway/clock.ts";

// It never exits in order: what it compiled is handed to the next one now.
flushCompileCache();
const [folder = "", speed] = process.argv.slice(2);

const slowDisk: Disk = {
  ...realDisk,
  async append(path, at, data) {
    const piece = Math.ceil(data.length / 6);
    for (let start = 0; start < data.length; start += piece) {
      if (!(await realDisk.append(path, at + start, data.subarray(start, start + piece)))) return false;
      await sleep(2);
    }
    return true;
  },
};

const history = await openHistoryFile({
  folder,
  clock: systemClock,
  disk: speed === "slow" ? slowDisk : realDisk,
  onTrouble: (sentence) => writeSync(2, `${sentence}\n`),
});
for (let n = 1; ; n += 1) {
  const device = { gatewayId: "home", deviceId: `device-${n}`, name: `Phone ${n}` };
  history.append({ kind: "asked", by: "gateway", ...device });
  await history.flush();
  writeSync(1, `${history.rows().at(-1)?.seq ?? 0}\n`);
}
