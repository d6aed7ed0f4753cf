/** Runs in a network of its own (network-namespace.ts): what PairTray hears there, as one line of JSON. */
import { execFileSync, spawn } from "node:child_process";
import { readlinkSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { machineNearby, type NearbyPlace } from "../../main/nearby.ts";
import type { NearbyView } from "../../src/app/nearby-view.ts";
import type { RecoveryView } from "../../src/app/snapshot.ts";
import { liveDesk, type LiveDesk } from "./live-desk.ts";
import { MemorySecrets } from "./desk-stage.ts";
import { startRealGateway } from "./real-gateway.ts";

/** What the test reads. */
export interface NearbyReport {
  /** A real gateway announces itself on loopback. */
  readonly real: {
    readonly port: number;
    readonly found: NearbyView | undefined;
    /** What the gateway showed when PairTray connected to the address that was found. */
    readonly certificate: RecoveryView["certificate"];
    /** Trusted because of the announcement: must be none. */
    readonly pinned: boolean;
  };
  /** A neighbour on the same network announces a gateway, and lies. */
  readonly lan: NearbyView | undefined;
}

const patienceMs = 40_000;

async function until<T>(read: () => T | undefined): Promise<T | undefined> {
  const end = Date.now() + patienceMs;
  for (let value = read(); ; value = read()) {
    if (value !== undefined || Date.now() > end) return value;
    await sleep(100);
  }
}

function listening(place?: NearbyPlace): LiveDesk {
  return liveDesk([], new MemorySecrets(), { nearby: machineNearby(place) });
}

/** The list, once so many are in it. */
function heard({ desk }: LiveDesk, count: number): NearbyView | undefined {
  const { nearby } = desk.snapshot();
  return (nearby?.gateways.length ?? 0) >= count ? nearby : undefined;
}

async function hearRealGateway(): Promise<NearbyReport["real"]> {
  const gateway = await startRealGateway({ tls: true, announces: true });
  const live = listening({ address: "127.0.0.1" });
  const { desk, settings } = live;
  try {
    await desk.handle({ type: "nearby-watch", on: true });
    const found = await until(() => heard(live, 1));
    const url = found?.gateways[0]?.url ?? "";
    await desk.handle({ type: "connect", url, ...(gateway.token !== undefined && { token: gateway.token }) });
    const certificate = await until(() => desk.snapshot().gateways[0]?.state.recovery?.certificate);
    const pinned = settings.get().gateways.some(({ tlsFingerprint }) => tlsFingerprint !== undefined);
    return { port: gateway.port, found, certificate, pinned };
  } finally {
    desk.close();
    await gateway.stop();
  }
}

async function hearNeighbour(): Promise<NearbyReport["lan"]> {
  const ip = (...args: string[]) => execFileSync("ip", args);
  const script = fileURLToPath(new URL("./nearby-neighbour.ts", import.meta.url));
  const neighbour = spawn("unshare", ["-n", process.execPath, script], { stdio: ["ignore", 2, 2, "ipc"] });
  const announcing = new Promise<void>((resolve, reject) => {
    neighbour.once("message", () => resolve());
    neighbour.once("exit", (code) => reject(new Error(`The neighbour ended with ${code}`)));
  });
  ip("link", "add", "lan0", "type", "veth", "peer", "name", "lan1");
  ip("addr", "add", "192.168.77.10/24", "dev", "lan0");
  ip("link", "set", "lan0", "up");
  // unshare becomes the script itself, in its new network, a moment after it was started.
  while (readlinkSync(`/proc/${neighbour.pid}/ns/net`) === readlinkSync("/proc/self/ns/net")) await sleep(20);
  ip("link", "set", "lan1", "netns", String(neighbour.pid));
  await announcing;
  while (!networkInterfaces()["lan0"]) await sleep(20);
  const live = listening();
  await live.desk.handle({ type: "nearby-watch", on: true });
  const found = await until(() => heard(live, 3));
  live.desk.close();
  neighbour.disconnect();
  return found;
}

execFileSync("ip", ["link", "set", "lo", "up"]);
const report: NearbyReport = { real: await hearRealGateway(), lan: await hearNeighbour() };
process.stdout.write(`${JSON.stringify(report)}\n`);
