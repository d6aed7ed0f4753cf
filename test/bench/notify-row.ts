import { setTimeout as sleep } from "node:timers/promises";
import { createPhone } from "../../src/demo/simulated-phone.ts";
import { operatorOn } from "../gateway/gateway-harness.ts";
import { openBareNotifier } from "./bare-notify.ts";
import { startBusMonitor } from "./bus-monitor.ts";
import { freshProfile, pairtrayFolder, startBenchApp } from "./bench-app.ts";
import { startDemoSide } from "./demo-side.ts";
import type { Row } from "./row.ts";

/** The app shows at most three single notifications in ten seconds; what comes faster goes into a summary. */
const spacingMs = 3_500;

/**
 * From the gateway's event `device.pair.requested` (its `ts`, taken in the same turn that writes the frame, in whole
 * milliseconds rounded down) to the Notify call as a monitor on the session bus sees it. A new device each time.
 */
export const notifyRow: Row = {
  id: "notify",
  title: "Gateway's event to Notify on the session bus",
  against: "a bare Notify call",
  unit: "ms",
  target: { kind: "p95-at-most", value: 30 },
  samples: { full: 50, quick: 10 },
  warmUp: 3,
  async prepare({ electron, atEnd }) {
    const demo = await startDemoSide();
    atEnd(() => demo.stop());
    const profile = freshProfile();
    atEnd(() => profile.remove());
    const monitor = await startBusMonitor();
    atEnd(() => monitor.close());
    const bare = await openBareNotifier();
    atEnd(() => bare.close());
    const listed = demo.listed();
    const app = await startBenchApp({ electron, folder: pairtrayFolder, profile, env: demo.env });
    atEnd(() => app.stop());
    await listed;
    const operator = operatorOn(
      createPhone({
        url: demo.gateway.url,
        token: demo.token,
        name: "PairTray bench",
        platform: "linux",
        role: "operator",
        scopes: ["operator.admin", "operator.pairing"],
        clientName: "gateway-client",
        mode: "ui",
      }),
    );
    atEnd(() => operator.phone.close());
    await operator.phone.knock();
    // Connecting is settled, and the notification server has been asked what it can do.
    await sleep(2_000);

    let count = 0;
    return {
      async ours() {
        const name = `Bench phone ${(count += 1)}.`;
        const phone = createPhone({ url: demo.gateway.url, token: demo.token, name, platform: "android" });
        const result = await phone.knock();
        if (result.kind !== "pairing-required") throw new Error(`${name} was not asked to wait: ${result.kind}`);
        const { requestId } = result;
        const event = await operator.heard("device.pair.requested", (payload) => payload["requestId"] === requestId);
        const latency = (await monitor.notifyAt(name)) - Number(event["ts"]);
        await operator.call("device.pair.reject", { requestId });
        await phone.close();
        await sleep(spacingMs);
        return latency;
      },
      async reference() {
        const name = `Bare call ${(count += 1)}.`;
        const calledMs = Date.now();
        const [seenMs] = await Promise.all([monitor.notifyAt(name), bare.notify(name)]);
        return seenMs - calledMs;
      },
    };
  },
};
