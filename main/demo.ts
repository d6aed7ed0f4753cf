import { announce, announcementOf, freeMdnsPort } from "../src/demo/announcement.ts";
import { startDemoGateway } from "../src/demo/demo-gateway.ts";
import { startDemoLife } from "../src/demo/demo-life.ts";
import { demoPhones } from "../src/demo/demo-phones.ts";
import { createPhone } from "../src/demo/simulated-phone.ts";
import { systemClock } from "../src/gateway/clock.ts";
import type { LoginItem } from "./login-item.ts";
import type { NearbyPlace } from "./nearby.ts";
import { type Keeping, plainVault, type SecretVault } from "./storage/secret-vault.ts";

/** The demo's stand-ins for what belongs to the user: their gateway, their keyring, what starts when they log in. */
export interface RunningDemo {
  /** For `Surroundings.env`: how the app finds this gateway, as it would a real one. */
  readonly env: Readonly<Record<string, string>>;
  readonly vault: SecretVault;
  readonly keeping: Keeping;
  readonly loginItem: LoginItem;
  /** The one place where it looks for gateways: an mDNS of its own on loopback, which never leaves this machine. */
  readonly nearby: NearbyPlace;
  stop(): Promise<void>;
}

/**
 * The embedded gateway on loopback. It lets this app in without asking; the phones that come have to ask. What they do is
 * told on stdout, a line beginning with "Demo: " each.
 */
export async function startDemo(appName: string): Promise<RunningDemo> {
  const gateway = await startDemoGateway({ autoApproveLocal: (device) => device.displayName === appName });
  const token = gateway.token ?? "";
  const loopback = "127.0.0.1";
  const nearby = { address: loopback, port: await freeMdnsPort() };
  const port = Number(new URL(gateway.url).port);
  const records = announcementOf({ name: "Demo gateway", host: "demo.local", address: loopback, port });
  // Some machines have no multicast on loopback: then there is nothing to find, and the demo goes on.
  const silence = await announce(records, loopback, nearby.port).catch(() => () => Promise.resolve());
  const endLife = startDemoLife({
    gateway,
    phones: demoPhones,
    create: (phone) => createPhone({ ...phone, url: gateway.url, token }),
    after: (ms, run) => systemClock.after(ms, run),
    tell: (sentence) => console.log(`Demo: ${sentence}`),
  });
  return {
    env: { OPENCLAW_GATEWAY_URL: gateway.url, OPENCLAW_GATEWAY_TOKEN: token },
    vault: plainVault,
    keeping: {
      sentence: "The demo leaves your keyring alone: its throw-away keys are kept in a file of its own profile.",
      warning: false,
    },
    loginItem: {
      isOn: () => false,
      set: () => Promise.reject(new Error("The demo changes nothing on this machine.")),
    },
    nearby,
    async stop() {
      await silence();
      await endLife();
      await gateway.stop();
    },
  };
}
