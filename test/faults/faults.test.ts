import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { GatewayClient } from "@openclaw/gateway-client";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type DemoGateway, startDemoGateway } from "../../src/demo/demo-gateway.ts";
import { createPhone, type SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import { POLL_MS } from "../../src/app/inbox-keeper.ts";
import { type Clock, systemClock } from "../../src/gateway/clock.ts";
import { operatorOptions } from "../gateway/gateway-harness.ts";
import { MemorySecrets } from "../support/desk-stage.ts";
import { liveDesk, type LiveDesk } from "../support/live-desk.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { watchTold } from "../support/told-watch.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";

const FAULTS = Number(process.env["PAIRTRAY_FAULTS"] ?? 300);
const SEED = Number(process.env["PAIRTRAY_SEED"] ?? 1);
const random = seededRandom(SEED);

let gateway: DemoGateway;
let proxy: TcpProxy;
let live: LiveDesk;
let operator: SimulatedPhone | undefined;
/** ms that the app's clock, and the gateway's, are ahead. */
let appAheadMs = 0;
let gatewayAheadMs = 0;
/** The app polls and gives up fifteen and seven times as fast as it does, so that what it finds by itself is found in time. */
const QUICK_POLL_MS = 1_000;
const QUICK_ANSWER_MS = 2_000;
const clock: Clock = {
  now: () => Date.now() + appAheadMs,
  after: (ms, run) => systemClock.after(ms === POLL_MS ? QUICK_POLL_MS : ms, run),
};
const sent = new Map<string, number>();
let told: ReadonlyMap<string, number>;
const phones: SimulatedPhone[] = [];

class CountingClient extends GatewayClient {
  override request<T>(method: string, params?: unknown, opts?: { timeoutMs?: number | null }): Promise<T> {
    const id = (params as { requestId?: string } | undefined)?.requestId;
    if (id !== undefined) sent.set(`${method} ${id}`, (sent.get(`${method} ${id}`) ?? 0) + 1);
    const timeoutMs = Math.min(opts?.timeoutMs ?? QUICK_ANSWER_MS, QUICK_ANSWER_MS);
    return super.request<T>(method, params, { ...opts, timeoutMs });
  }
}

async function start(memory?: ReturnType<DemoGateway["memory"]>, port?: number): Promise<DemoGateway> {
  return startDemoGateway({
    // As a real gateway: no tick of its own gives a dead line away in these few seconds.
    tickIntervalMs: 30_000,
    now: () => Date.now() + gatewayAheadMs,
    autoApproveLocal: ({ role }) => role === "operator",
    ...(memory && { memory }),
    ...(port !== undefined && { port }),
  });
}

/** The owner, straight at the gateway. */
async function owner(): Promise<SimulatedPhone> {
  await operator?.close();
  operator = createPhone({
    url: gateway.url,
    ...(gateway.token !== undefined && { token: gateway.token }),
    ...operatorOptions,
    name: "Owner",
    ...(operator && { identity: operator.identity }),
    scopes: ["operator.read", "operator.pairing", "operator.admin"],
  });
  expect((await operator.knock()).kind).toBe("hello");
  return operator;
}

interface Book {
  readonly pending: readonly { requestId: string; deviceId: string }[];
  readonly paired: readonly { deviceId: string }[];
}
const theOwner = () => operator!;
const truth = async () => (await theOwner().request("device.pair.list", {})) as Book;

beforeAll(async () => {
  gateway = await start();
  await owner();
  proxy = await startTcpProxy({ port: gateway.port });
  live = liveDesk([{ url: proxy.url, token: gateway.token }], new MemorySecrets(), {
    clock,
    createClient: (options) => new CountingClient(options),
  });
  told = watchTold(live.desk, clock);
  for (let n = 0; n < 12; n += 1) {
    const token = gateway.token;
    phones.push(
      createPhone({
        url: gateway.url,
        ...(token !== undefined && { token }),
        name: `Phone ${n}`,
        platform: "android",
        deviceFamily: "Android",
      }),
    );
  }
  await vi.waitUntil(() => live.desk.snapshot().gateways[0]?.state.kind === "connected", { timeout: 10_000 });
});

afterAll(async () => {
  live.desk.close();
  await Promise.all([theOwner(), ...phones].map((phone) => phone.close()));
  await proxy.close();
  await gateway.stop();
});

/** Each hurts, and resolves the moment the network (the gateway, the machine) is well again. */
const faults: Readonly<Record<string, () => Promise<void>>> = {
  async reset() {
    proxy.reset();
  },
  async "half-open"() {
    // Nobody is told: the app has to find it.
    proxy.halfOpen();
  },
  async "2 s latency"() {
    proxy.delay(2_000);
    await sleep(1_000);
    proxy.delay(0);
  },
  async "1 byte at a time"() {
    proxy.trickle(true);
    await sleep(500);
    proxy.trickle(false);
  },
  async "truncated frame"() {
    proxy.pass((chunk, direction) => (direction === "down" ? chunk.subarray(0, Math.ceil(chunk.length / 2)) : chunk));
    await sleep(300);
    proxy.pass(undefined);
    proxy.reset();
  },
  async garbage() {
    proxy.pass((chunk, direction) => (direction === "down" ? Buffer.alloc(chunk.length, 0xc3) : chunk));
    await sleep(300);
    proxy.pass(undefined);
  },
  async "frozen, then released"() {
    proxy.freeze();
    await sleep(600);
    proxy.thaw();
  },
  async restart() {
    const memory = gateway.memory();
    const { port } = gateway;
    await gateway.stop();
    gateway = await start(memory, port);
    await owner();
  },
  async "clock 10 minutes off"() {
    appAheadMs += 600_000;
    live.desk.wake();
    await sleep(300);
    appAheadMs -= 600_000;
  },
  async "sleep of an hour"() {
    proxy.freeze();
    appAheadMs += 3_600_000;
    gatewayAheadMs += 3_600_000;
    await sleep(300);
    proxy.thaw();
    live.desk.wake();
  },
};

/** One step of ordinary life: somebody knocks, is let in by the user or elsewhere, or is thrown out. */
async function traffic(): Promise<void> {
  const phone = phones[Math.floor(random() * phones.length)]!;
  const dice = random();
  if (dice < 0.5) {
    await phone.knock();
    return;
  }
  if (dice < 0.75) {
    const request = live.desk
      .snapshot()
      .requests.find(({ kind, canDecide, action }) => kind !== "node-access" && canDecide && action.state === "idle");
    if (!request) return;
    const { gatewayId, requestId, digest } = request;
    const intent = { type: random() < 0.7 ? "approve" : "reject", gatewayId, requestId, digest } as const;
    // A double click, and nobody waits for the first.
    void live.desk.handle(intent);
    void live.desk.handle(intent);
    return;
  }
  const { pending, paired } = await truth();
  const device = paired.find(({ deviceId }) => deviceId === phone.deviceId);
  if (device) await theOwner().request("device.pair.remove", { deviceId: device.deviceId });
  else if (pending[0])
    await theOwner()
      .request("device.pair.reject", { requestId: pending[0].requestId })
      .catch(() => undefined);
}

async function difference(): Promise<string> {
  const { pending, paired } = await truth();
  const shown = live.desk.snapshot();
  // Node access and DM requests are queues of their own.
  const requests = shown.requests.filter(({ kind }) => ["new-device", "upgrade", "repair"].includes(kind));
  const sorted = (ids: readonly string[]) => ids.toSorted().join();
  const same =
    shown.gateways[0]?.state.kind === "connected" &&
    sorted(requests.map(({ requestId }) => requestId)) === sorted(pending.map(({ requestId }) => requestId)) &&
    sorted(shown.devices.map(({ deviceId }) => deviceId)) === sorted(paired.map(({ deviceId }) => deviceId));
  return same
    ? ""
    : `${shown.gateways[0]?.state.title}: shows ${requests.length}+${shown.devices.length}, the gateway has ${pending.length}+${paired.length}`;
}

function shuffled(names: readonly string[]): string[] {
  const drawn = names.map((name) => ({ name, lot: random() }));
  return drawn.toSorted((a, b) => a.lot - b.lot).map(({ name }) => name);
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
function heapMb(): number {
  collect();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

test(
  `${FAULTS} faults under pairing traffic: the truth is back within 5 s, nothing is sent or told twice, memory is flat`,
  { timeout: 30 * 60_000 },
  async () => {
    const names = Object.keys(faults);
    const worst = new Map<string, number>();
    let early = 0;
    /** Every kind once, in another order each time. */
    let round: string[] = [];
    for (let n = 0; n < FAULTS; n += 1) {
      if (round.length === 0) round = shuffled(names);
      const name = round.pop()!;
      await traffic();
      const busy = traffic().catch(() => undefined);
      await faults[name]!();
      const wellAt = Date.now();
      await busy;
      await traffic().catch(() => undefined);
      let problem = await difference();
      while (problem !== "" && Date.now() - wellAt < 5_000) {
        await sleep(50);
        problem = await difference();
      }
      expect(problem, `fault ${n}, ${name}, ${Date.now() - wellAt} ms after it was over (seed ${SEED})`).toBe("");
      worst.set(name, Math.max(worst.get(name) ?? 0, Date.now() - wellAt));
      if (n === Math.min(50, FAULTS - 1)) early = heapMb();
    }
    const late = heapMb();
    const twiceSent = [...sent].filter(([, times]) => times > 1);
    const twiceTold = [...told].filter(([, times]) => times > 1);
    console.log(`Seed ${SEED}. Worst return by kind, ms: ${JSON.stringify(Object.fromEntries(worst))}`);
    console.log(`Decisions ${sent.size}, told ${told.size}, heap ${early.toFixed(1)} -> ${late.toFixed(1)} MB`);
    expect(twiceSent).toEqual([]);
    expect(twiceTold).toEqual([]);
    expect(sent.size).toBeGreaterThan(FAULTS / 30);
    expect(late - early).toBeLessThan(15);
  },
);
