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
  const gateway = await startDemoGateway();
  undos.push(() => gateway.stop());
  const phones: SimulatedPhone[] = [];
  const end = startDemoLife({
    gateway,
    phones: demoPhones.slice(0, 2),
    create: (phone) => {
      const made = createPhone({
        ...phone,
        url: gateway.url,
        ...(gateway.token !== undefined && { token: gateway.token }),
      });
      phones.push(made);
      return made;
    },
    after: (ms, run) => {
      const timer = setTimeout(run, ms / 100);
      return () => clearTimeout(timer);
    },
  });
  undos.push(end);
  return { gateway, phones };
}

test("phones ask one after another, wait quietly, and come in when they are approved", async () => {
  const { gateway, phones } = await setUp();
  await vi.waitFor(() => expect(gateway.owner.pending()).toHaveLength(2), 5_000);
  const [first] = gateway.owner.pending();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(gateway.owner.pending()).toHaveLength(2);
  gateway.owner.approve(first!.requestId);
  await vi.waitFor(() => expect(phones.filter((phone) => phone.connected)).toHaveLength(1), 5_000);
  expect(gateway.owner.pending()).toHaveLength(1);
});
