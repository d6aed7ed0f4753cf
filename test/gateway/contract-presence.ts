import { expect, test } from "vitest";
import type { SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import type { ContractTools } from "./contract-suite.ts";
import { knockAndWait, PATIENCE_MS } from "./gateway-harness.ts";

/** Resolves at the next event of this name; rejects after 20 s. */
function nextEvent(phone: SimulatedPhone, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${name} was not heard within 20 s`)), PATIENCE_MS);
    const undo = phone.onEvent((event, payload) => {
      if (event !== name) return;
      clearTimeout(late);
      undo();
      resolve(payload);
    });
  });
}

export function contractOfPresence({ traits, admin, phone }: ContractTools): void {
  // Older gateways don't say who is connected.
  if (!traits.telling) return;

  test("tells operators who may read that a node came and went: nothing else says it", async () => {
    const newcomer = phone();
    const { requestId } = await knockAndWait(newcomer);
    await admin().call("device.pair.approve", { requestId });
    const arrival = nextEvent(admin().phone, "presence");
    expect(await newcomer.knock()).toMatchObject({ kind: "hello" });
    expect(await arrival).toMatchObject({ presence: expect.any(Array) as unknown });
    const row = async () => (await admin().paired()).find(({ deviceId }) => deviceId === newcomer.deviceId);
    await expect.poll(row).toMatchObject({ connected: true });
    const departure = nextEvent(admin().phone, "presence");
    await newcomer.close();
    await departure;
    await expect.poll(row).toMatchObject({ connected: false });
  });

  test("says who is connected when asked, by device", async () => {
    const rows = await admin().phone.request("system-presence");
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ deviceId: admin().phone.deviceId, reason: "connect", roles: ["operator"] }),
      ]),
    );
  });
}
