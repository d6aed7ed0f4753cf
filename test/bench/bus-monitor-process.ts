/** Forked by bus-monitor.ts: tells its parent "listening", then each Notify call with the time it was seen. */
import { setTimeout as sleep } from "node:timers/promises";
import { watchNotifications } from "../support/notification-watch.ts";

const watch = await watchNotifications();
process.send?.("listening");
process.once("disconnect", () => process.exit());
for (let told = 0; ;) {
  for (; told < watch.seen.length; told += 1) process.send?.(watch.seen[told]);
  await sleep(10);
}
