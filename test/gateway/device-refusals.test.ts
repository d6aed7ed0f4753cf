import { GatewayClient } from "@openclaw/gateway-client";
import { afterAll, describe, expect, test } from "vitest";
import type { Intent } from "../../src/app/intent.ts";
import { MemorySecrets } from "../support/desk-stage.ts";
import { liveDesk, type LiveDesk } from "../support/live-desk.ts";
import { adminOperator } from "../support/operator-client.ts";
import { operatorPhone, ownedDesk } from "../support/owned-desk.ts";

const { gateway, live, gatewayId, snapshot, paired, token, phone, pairedPhone, close } = await ownedDesk();
afterAll(close);

describe("each refusal of the gateway, and its sentence", { timeout: 90_000 }, () => {
  interface BoldOptions {
    readonly own: MemorySecrets;
    readonly token?: string | undefined;
    /** A device that its list still shows. */
    readonly stale?: string;
  }

  /** A desk that thinks it may do more than the gateway granted: what its rules know beforehand is sent all the same. */
  function bold({ own, token: shared, stale }: BoldOptions): LiveDesk {
    return liveDesk([{ url: gateway.url, token: shared }], own, {
      createClient: (given) => {
        const client = new GatewayClient({
          ...given,
          scopes: ["operator.read", "operator.pairing"],
          onHelloOk: (hello) => {
            const auth = { ...hello.auth, scopes: ["operator.admin", "operator.pairing"] };
            given.onHelloOk?.({ ...hello, auth });
          },
        });
        return {
          start: () => client.start(),
          stop: () => client.stop(),
          request: async (method, params, options) => {
            const answer = await client.request<unknown>(method, params, options);
            if (method !== "device.pair.list" || stale === undefined) return answer;
            const list = answer as { paired: object[] };
            return { ...list, paired: [...list.paired, { deviceId: stale, displayName: "Foreign", tokens: [] }] };
          },
        };
      },
    });
  }

  /** What the window shows: the refusal of the click, or the notice that came of it. */
  async function wordsOf(desk: LiveDesk["desk"], intent: Intent): Promise<string> {
    const result = await desk.handle(intent);
    if (!result.ok) return [result.sentence, result.step].join(" ");
    await desk.sendWaiting();
    const { sentence, step } = desk.snapshot().notices.at(-1) ?? { sentence: "nothing was said" };
    return [sentence, step].join(" ");
  }

  const tokenWords = "The gateway refused to change this token.";
  const unapproved = `${tokenWords} This role was never approved for the device. To get it, the device has to ask for it.`;
  // To the desk that thinks it is an administrator nothing in the list explains it; what it can't know is said as that.
  const changed = `${tokenWords} The role isn't approved any more, or PairTray's own access has changed there.`;
  const removeWords = "The gateway refused to remove this device. PairTray's own access has changed there.";
  const goneWords =
    "The gateway doesn't know this device any more. Nothing was done. The list is up to date again. Look at it once more.";

  test("unknown device: it was removed elsewhere a moment ago", async () => {
    const friend = await pairedPhone({ name: "Gone" });
    const { deviceId } = friend;
    // Not by the command line: that may take longer than a removal here waits to be taken back.
    const other = await adminOperator(gateway);
    await live.desk.handle({ type: "remove", gatewayId, deviceId });
    await other.request("device.pair.remove", { deviceId });
    await live.desk.sendWaiting();
    await other.close();
    const { sentence, step } = snapshot().notices.at(-1)!;
    expect(`${sentence} ${step}`).toBe(goneWords);
  });

  test("unapproved role: for an administrator too", async () => {
    const laptop = await pairedPhone({ ...operatorPhone, name: "No node" });
    const { deviceId } = laptop;
    expect(await wordsOf(live.desk, { type: "rotate", gatewayId, deviceId, role: "node" })).toBe(unapproved);
    expect(await token(deviceId, "node")).toBeUndefined();
  });

  test("without operator.admin: a foreign device, a broader token, a node's token, a node's approval", async () => {
    const friend = await pairedPhone({ name: "Foreign" });
    const laptop = await pairedPhone({ ...operatorPhone, name: "Broader" });
    // First with the shared token, to get a device token of few scopes; then with that alone.
    const own = new MemorySecrets();
    const first = bold({ own, token: gateway.token });
    const state = (which: LiveDesk) => which.desk.snapshot().gateways[0]?.state;
    await expect.poll(() => state(first)?.command, { timeout: 20_000 }).toContain("approve");
    await gateway.cli(["devices", "approve", state(first)?.command?.split(" ").at(-1) ?? ""]);
    await expect.poll(() => first.desk.snapshot().devices.length, { timeout: 20_000 }).toBeGreaterThan(2);
    for (const [what, deviceId, role] of [
      ["a node's token", friend.deviceId, "node"],
      ["a broader token", laptop.deviceId, "operator"],
    ] as const) {
      expect(await wordsOf(first.desk, { type: "revoke", gatewayId, deviceId, role }), what).toBe(changed);
      expect(await wordsOf(first.desk, { type: "rotate", gatewayId, deviceId, role }), what).toBe(changed);
      expect((await token(deviceId, role))?.revokedAtMs, what).toBeUndefined();
    }
    const node = phone({ name: "Wants in" });
    await node.knock();
    const asked = () => first.desk.snapshot().requests.find((row) => row.deviceId === node.deviceId);
    await expect.poll(asked, { timeout: 20_000 }).toBeDefined();
    const { requestId, digest } = asked()!;
    expect(await wordsOf(first.desk, { type: "approve", gatewayId, requestId, digest })).toBe(
      "The gateway refused to let this device in. The request may be over, or PairTray's own access has changed there.",
    );
    expect(await paired(node.deviceId)).toBeUndefined();
    first.desk.close();

    own.delete(`credentials/${gatewayId}`);
    const second = bold({ own, stale: friend.deviceId });
    await expect.poll(() => second.desk.snapshot().devices.length, { timeout: 20_000 }).toBe(2);
    const { deviceId } = friend;
    expect(await wordsOf(second.desk, { type: "remove", gatewayId, deviceId })).toBe(removeWords);
    expect(await wordsOf(second.desk, { type: "rename", gatewayId, deviceId, label: "Mine" })).toBe(
      "The gateway refused to rename this device. PairTray's own access has changed there.",
    );
    const several: Intent = { type: "remove-several", gatewayId, deviceIds: [deviceId] };
    expect(await wordsOf(second.desk, several)).toContain(
      "0 devices removed. 1 not: The gateway refused to remove this device.",
    );
    await second.desk.handle({ type: "lock-out", gatewayId, deviceId });
    const order = () => second.desk.snapshot().lockOuts[0];
    await expect.poll(() => order()?.problem, { timeout: 20_000 }).toBe(removeWords);
    expect(order()).toMatchObject({ stage: "open" });
    second.desk.close();
    expect(await paired(deviceId)).toMatchObject({ tokens: [{ role: "node" }] });
  });
});
