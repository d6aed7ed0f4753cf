import { GatewayClient } from "@openclaw/gateway-client";
import { expect, test } from "vitest";
import { MemorySecrets } from "../support/desk-stage.ts";
import { liveDesk } from "../support/live-desk.ts";
import type { ContractTools } from "./contract-suite.ts";
import { knockAndWait } from "./gateway-harness.ts";

export function contractOfOverstep({ traits, admin, gateway, phone }: ContractTools): void {
  /** A PairTray whose approvals are late: what `first` does happens after its last look at the list. */
  function lateDesk(first: () => Promise<unknown>) {
    const { url, token } = gateway();
    return liveDesk([{ url, token }], new MemorySecrets(), {
      createClient: (given) => {
        const client = new GatewayClient(given);
        return {
          start: () => client.start(),
          stop: () => client.stop(),
          request: async (method, params, options) => {
            if (method === "device.pair.approve") await first();
            return client.request<unknown>(method, params, options);
          },
        };
      },
    }).desk;
  }

  test("what a device asks for after the last look is never approved unseen: it is refused, or said at once", async () => {
    const stranger = phone({ name: "Shifty" });
    const wider = phone({
      name: "Shifty",
      identity: stranger.identity,
      role: "operator",
      mode: "ui",
      scopes: ["operator.admin"],
    });
    let shifts = true;
    const desk = lateDesk(async () => (shifts ? await wider.knock() : undefined));
    try {
      const state = () => desk.snapshot().gateways[0]?.state;
      await expect.poll(() => state()?.command, { timeout: 20_000 }).toContain("approve");
      await admin().call("device.pair.approve", { requestId: state()?.command?.split(" ").at(-1) });
      await expect.poll(() => state()?.kind, { timeout: 20_000 }).toBe("connected");

      const { requestId } = await knockAndWait(stranger);
      const card = (id: string) => desk.snapshot().requests.find((row) => row.requestId === id);
      await expect.poll(() => card(requestId)).toBeDefined();
      const { gatewayId, digest } = card(requestId)!;
      const result = await desk.handle({ type: "approve", gatewayId, requestId, digest });
      const said = () => desk.snapshot().notices.map(({ sentence }) => sentence);
      const row = async () => (await admin().paired()).find(({ deviceId }) => deviceId === stranger.deviceId);
      if (traits.superseding === "merged") {
        expect(result).toEqual({ ok: true });
        expect(await row()).toMatchObject({ scopes: ["operator.admin"] });
        expect(said().at(-1)).toContain("“Shifty” got more than you saw");
        expect(said().at(-1)).toContain("operator.admin");
        expect(desk.snapshot().arrivals).toMatchObject([
          { deviceId: stranger.deviceId, alarm: { title: "got more than you saw" } },
        ]);
      } else {
        expect(result).toMatchObject({ ok: false });
        expect(await row()).toBeUndefined();
      }

      // One that asks for nothing else is let in without a word.
      shifts = false;
      const before = said();
      const honest = await knockAndWait(
        phone({ name: "Honest", role: "operator", mode: "ui", scopes: ["operator.read"] }),
      );
      await expect.poll(() => card(honest.requestId)).toBeDefined();
      const approve = { type: "approve", gatewayId, requestId: honest.requestId } as const;
      expect(await desk.handle({ ...approve, digest: card(honest.requestId)!.digest })).toEqual({ ok: true });
      expect(said()).toEqual(before);
    } finally {
      desk.close();
    }
  });
}
