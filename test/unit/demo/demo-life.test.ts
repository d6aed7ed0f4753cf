import { afterEach, expect, test, vi } from "vitest";
import { startDemoGateway } from "../../../src/demo/demo-gateway.ts";
import { startDemoLife } from "../../../src/demo/demo-life.ts";
import { demoPhones } from "../../../src/demo/demo-phones.ts";
import { createPhone, type SimulatedPhone } from "../../../src/demo/simulated-phone.ts";

const undos: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const undo of undos.splice(0).reverse()) await undo();
});

/** The demo at a hundred times its speed: seconds are hundredths. */
async function setUp() {
  const gateway = await startDemoGateway({ autoApproveLocal: (device) => device.displayName === "Owner" });
  undos.push(() => gateway.stop());
  const credentials = { url: gateway.url, ...(gateway.token !== undefined && { token: gateway.token }) };
  const phones: SimulatedPhone[] = [];
  const told: string[] = [];
  const end = startDemoLife({
    gateway,
    phones: demoPhones.slice(0, 2),
    create: (phone) => {
      const made = createPhone({ ...phone, ...credentials });
      phones.push(made);
      return made;
    },
    after: (ms, run) => {
      const timer = setTimeout(run, ms / 100);
      return () => clearTimeout(timer);
    },
    tell: (sentence) => told.push(sentence),
  });
  undos.push(end);
  const owner = createPhone({
    ...credentials,
    name: "Owner",
    platform: "linux",
    role: "operator",
    scopes: ["operator.admin"],
    clientName: "gateway-client",
    mode: "ui",
  });
  undos.push(() => owner.close());
  return { gateway, phones, told, owner };
}

/** The request of this phone, as soon as it waits. */
const asking = ({ gateway, phones }: Awaited<ReturnType<typeof setUp>>, index: number) =>
  vi.waitFor(() => {
    const found = gateway.owner.pending().find(({ deviceId }) => deviceId === phones[index]?.deviceId);
    expect(found).toBeDefined();
    return found!;
  }, 5_000);

test("phones ask one after another, wait quietly, and come in when they are approved", async () => {
  const { gateway, phones, told } = await setUp();
  await vi.waitFor(() => expect(gateway.owner.pending()).toHaveLength(2), 5_000);
  const first = gateway.owner.pending().find(({ deviceId }) => deviceId === phones[0]?.deviceId);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(gateway.owner.pending()).toHaveLength(2);
  gateway.owner.approve(first!.requestId);
  await vi.waitFor(() => expect(phones[0]?.connected).toBe(true), 5_000);
  expect(phones[1]?.connected).toBe(false);
  expect(gateway.owner.pending()).toHaveLength(1);
  expect(told.map((sentence) => sentence.split(/[:.]/)[0])).toEqual([
    "“Mira's Pixel 9” knocks",
    "“mcp-bridge on build-07” knocks",
    "“Mira's Pixel 9” is in",
  ]);
});

test("who is turned away or locked out is told so, and knocks again later", async () => {
  const stage = await setUp();
  const { gateway, phones, told, owner } = stage;
  expect(await owner.knock()).toMatchObject({ kind: "hello" });
  gateway.owner.approve((await asking(stage, 0)).requestId);
  await vi.waitFor(() => expect(phones[0]?.connected).toBe(true), 5_000);
  await owner.request("device.pair.remove", { deviceId: phones[0]?.deviceId });
  await vi.waitFor(() => expect(told.join("\n")).toContain("“Mira's Pixel 9” was locked out"), 5_000);
  await vi.waitFor(() => expect(told).toContain("“Mira's Pixel 9” knocks again."), 5_000);

  const stranger = await asking(stage, 1);
  await owner.request("device.pair.reject", { requestId: stranger.requestId });
  await vi.waitFor(
    () => expect(told).toContain("“mcp-bridge on build-07” stays out: it was rejected, or nobody answered in time."),
    5_000,
  );
  await vi.waitFor(() => expect(told).toContain("“mcp-bridge on build-07” knocks again."), 5_000);
});
