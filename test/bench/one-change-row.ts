import { diffSnapshots } from "../../src/app/snapshot-patch.ts";
import { trayModel } from "../../src/app/tray-model.ts";
import { parseLists } from "../../src/gateway/parse-lists.ts";
import { crowd } from "../support/crowd.ts";
import { stageDesk } from "../support/desk-stage.ts";
import type { Row } from "./row.ts";

/** This thread's own processor time, ms: what other programs take of this machine doesn't count. */
const threadMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

const COUNT = 10_000;
/** The system counts processor time in steps of some ms: one click alone would be nothing or too much. */
const BATCH = 20;

/** From a click on one of ten thousand devices to all that follows from it in main: picture, patch for the window, tray. */
export const oneChangeRow: Row = {
  id: "one-change",
  title: "One of 10,000 devices changes: main's work",
  against: "reading all of them",
  unit: "ms",
  target: { kind: "p95-at-most", value: 5 },
  samples: { full: 20, quick: 5 },
  warmUp: 2,
  async prepare() {
    const stage = stageDesk();
    stage.gateway.paired = crowd(COUNT);
    await stage.connect();
    const { gateways, devices } = stage.desk.snapshot();
    const gatewayId = gateways[0]?.id ?? "";
    let next = 0;

    /** One click: the device waits for its removal, and the window and the tray hear of it. */
    const click = async (): Promise<number> => {
      next += 1;
      const { deviceId } = devices[next % COUNT] ?? { deviceId: "" };
      const startMs = threadMs();
      const before = stage.desk.snapshot();
      await stage.desk.handle({ type: "remove", gatewayId, deviceId });
      const after = stage.desk.snapshot();
      const patch = diffSnapshots(before, after);
      trayModel(after);
      const taken = threadMs() - startMs;
      if (patch.lists.devices?.put.length !== 1) throw new Error("One click did not change one device.");
      await stage.desk.handle({ type: "undo", undoId: after.undos[0]?.id ?? "" });
      return taken;
    };
    return {
      async ours() {
        let sum = 0;
        for (let one = 0; one < BATCH; one += 1) sum += await click();
        return sum / BATCH;
      },
      reference() {
        const startMs = threadMs();
        parseLists({ pending: [], paired: stage.gateway.paired }, 0);
        return Promise.resolve(threadMs() - startMs);
      },
    };
  },
};
