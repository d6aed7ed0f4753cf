import { startDemoGateway } from "../src/demo/demo-gateway.ts";

export interface RunningDemo {
  /** For `Surroundings.env`: how the app finds this gateway, as it would a real one. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** The embedded gateway on loopback. It lets this app in without asking; the phones have to ask. */
export async function startDemo(appName: string): Promise<RunningDemo> {
  const gateway = await startDemoGateway({ autoApproveLocal: (device) => device.displayName === appName });
  return {
    env: { OPENCLAW_GATEWAY_URL: gateway.url, OPENCLAW_GATEWAY_TOKEN: gateway.token ?? "" },
    stop: () => gateway.stop(),
  };
}
