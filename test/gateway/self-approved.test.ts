import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { announce, noArrivals } from "../../src/app/arrival-notifications.ts";
import { createPhone, type SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import { liveDesk, type LiveDesk } from "../support/live-desk.ts";
import { ownAddress, type RealGateway, startRealGateway } from "../support/real-gateway.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";

let gateway: RealGateway;
let live: LiveDesk;
const phones: SimulatedPhone[] = [];

function phone(name: string, withToken: boolean, url = gateway.url): SimulatedPhone {
  const made = createPhone({
    url,
    ...(withToken && gateway.token !== undefined && { token: gateway.token }),
    name,
    platform: "android",
    deviceFamily: "Android",
  });
  phones.push(made);
  return made;
}

/** What is sent there stays on this machine, and the gateway still sees a device of the network. */
const address = ownAddress();
const network = `${address}/32`;

beforeAll(async () => {
  gateway = await startRealGateway({
    autoApproveLocal: true,
    alsoAt: address,
    pairing: { autoApproveCidrs: [network] },
  });
  live = liveDesk([gateway]);
  await vi.waitUntil(() => live.desk.snapshot().devices.length > 0, { timeout: 20_000 });
});

afterAll(async () => {
  live.desk.close();
  await Promise.all(phones.map((made) => made.close()));
  await gateway.stop();
});

test("the policy is read from the gateway and said in plain words, and nothing else of its configuration stays", async () => {
  const view = () => live.desk.snapshot().gateways[0]!;
  await expect.poll(() => view().autoApproval?.join(" "), { timeout: 20_000 }).toContain(network);
  expect(view().autoApproval?.join(" ")).toContain("every program on its own machine");
  expect(view().autoApproval?.join(" ")).not.toContain("SSH");
  expect(JSON.stringify(live.desk.snapshot())).not.toContain("trustedProxies");
});

test("a device that the gateway lets in by itself is marked and announced once, and the way leads to Lost a device", async () => {
  const newcomer = phone("Silent phone", true);
  expect((await newcomer.knock()).kind).toBe("hello");
  const arrivals = () => live.desk.snapshot().arrivals ?? [];
  await expect.poll(() => arrivals().map(({ deviceId }) => deviceId), { timeout: 20_000 }).toEqual([newcomer.deviceId]);
  expect(live.desk.snapshot().devices.find(({ deviceId }) => deviceId === newcomer.deviceId)?.approvedVia).toContain(
    "by the gateway itself",
  );
  const marks = live.desk.snapshot().devices.map(({ isSelf, letInBy }) => [isSelf, letInBy]);
  expect(marks.toSorted()).toEqual([
    [false, "Let in: same machine"],
    [true, undefined],
  ]);
  const [told] = announce(noArrivals, live.desk.snapshot(), false).wanted;
  expect(told).toMatchObject({ urgency: "low", title: "“Silent phone” was let in", buttons: [] });
  expect(told?.open).toMatchObject({ type: "open", view: "lost-device", key: arrivals()[0]?.key });
  // It comes back, and that is no news.
  await newcomer.knock();
  live.desk.wake();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(arrivals()).toHaveLength(1);
});

test("so is one that showed a set-up code", async () => {
  const helper = createPhone({
    url: gateway.url,
    ...(gateway.token !== undefined && { token: gateway.token }),
    name: "Desk",
    platform: "linux",
    role: "operator",
    clientName: "gateway-client",
    mode: "ui",
    scopes: ["operator.read", "operator.pairing", "operator.admin"],
  });
  phones.push(helper);
  expect((await helper.knock()).kind).toBe("hello");
  const issued = (await helper.request("device.pair.setupCode", { publicUrl: gateway.url })) as { setupCode: string };
  const newcomer = phone("Code phone", false);
  expect((await newcomer.redeem(issued.setupCode)).kind).toBe("hello");
  const sentence = () =>
    live.desk.snapshot().arrivals?.find(({ deviceId }) => deviceId === newcomer.deviceId)?.sentence;
  await expect.poll(sentence, { timeout: 20_000 }).toContain("showed a set-up code");
});

test("so is one that came from a trusted network, and the policy names that network", async () => {
  // From this address, by way of a proxy: the published client speaks ws:// to private addresses only, and this machine's
  // own may be none.
  const proxy = await startTcpProxy({ port: gateway.port, host: address });
  onTestFinished(() => proxy.close());
  const newcomer = phone("Network node", true, proxy.url);
  expect((await newcomer.knock()).kind).toBe("hello");
  const mine = () => (live.desk.snapshot().arrivals ?? []).filter(({ deviceId }) => deviceId === newcomer.deviceId);
  await expect
    .poll(
      () =>
        mine()
          .map(({ sentence }) => sentence)
          .join(),
      { timeout: 20_000 },
    )
    .toContain("trusted network");
  const row = live.desk.snapshot().devices.find(({ deviceId }) => deviceId === newcomer.deviceId);
  expect(row).toMatchObject({
    approvedVia: "Approved by the gateway itself (trusted network)",
    letInBy: "Let in: trusted network",
  });
  expect(row?.facts).toContainEqual({ label: "Address", value: address });
  expect(live.desk.snapshot().gateways[0]?.autoApproval?.join(" ")).toContain(
    `Lets in new nodes from these networks without asking: ${network}.`,
  );
  // Nobody was asked, and coming back is no news.
  expect(live.desk.snapshot().requests.filter(({ kind }) => kind !== "node-access")).toEqual([]);
  await newcomer.knock();
  const backAtMs = Date.now();
  live.desk.wake();
  await expect
    .poll(() => live.desk.snapshot().gateways[0]?.listedAtMs ?? 0, { timeout: 20_000 })
    .toBeGreaterThan(backAtMs);
  expect(mine()).toHaveLength(1);
});
