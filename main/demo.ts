import { startDemoGateway } from "../src/demo/demo-gateway.ts";
import { startDemoLife } from "../src/demo/demo-life.ts";
import { demoPhones } from "../src/demo/demo-phones.ts";
import { createPhone } from "../src/demo/simulated-phone.ts";
import { systemClock } from "../src/gateway/clock.ts";

export interface RunningDemo {
  /** For `Surroundings.env`: how the app finds this gateway, as it would a real one. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** The embedded gateway on loopback. It lets this app in without asking; the phones that come have to ask. */
export async function startDemo(appName: string): Promise<RunningDemo> {
  const gateway = await startDemoGateway({ autoApproveLocal: (device) => device.displayName === appName });
  const token = gateway.token ?? "";
  const endLife = startDemoLife({
    gateway,
    phones: demoPhones,
    create: (phone) => createPhone({ ...phone, url: gateway.url, token }),
    after: (ms, run) => systemClock.after(ms, run),
  });
  return {
    env: { OPENCLAW_GATEWAY_URL: gateway.url, OPENCLAW_GATEWAY_TOKEN: token },
    async stop() {
      await endLife();
      await gateway.stop();
    },
  };
}
