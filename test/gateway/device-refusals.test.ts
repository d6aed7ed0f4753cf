import { GatewayClient } from "@openclaw/gateway-client";
import { afterAll, describe, expect, test } from "vitest";
import type { Intent } from "../../src/app/intent.ts";
import { MemorySecrets } from "../support/desk-stage.ts";
import { liveDesk, type LiveDesk } from "../support/live-desk.ts";
import { operatorPhone, ownedDesk } from "../support/owned-desk.ts";

const { gateway, live, gatewayId, snapshot, paired, token, phone, pairedPhone, close } = await ownedDesk();
afterAll(close);

describe("each refusal of the gateway, and its sentence", () => {
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

  async function sentenceOf(desk: LiveDesk["desk"], intent: Intent): Promise<string> {
    const result = await desk.handle(intent);
    if (!result.ok) return result.sentence;
    await desk.sendWaiting();
    return desk.snapshot().notices.at(-1)?.sentence ?? "nothing was said";
  }

  test("unknown device: it was removed elsewhere a moment ago", async () => {
    const friend = await pairedPhone({ name: "Gone" });
    await live.desk.handle({ type: "remove", gatewayId: gatewayId, deviceId: friend.deviceId });
    await gateway.cli(["devices", "remove", friend.deviceId]);
    await live.desk.sendWaiting();
    expect(snapshot().notices.at(-1)?.sentence).toBe(
      "The gateway doesn't know this device any more. Nothing was done.",
    );
  });

  test("unapproved role", async () => {
    const laptop = await pairedPhone({ ...operatorPhone, name: "No node" });
    const rotate = { type: "rotate", gatewayId: gatewayId, deviceId: laptop.deviceId, role: "node" } as const;
    expect(await sentenceOf(live.desk, rotate)).toBe("The gateway refused to change this token.");
    expect(await token(laptop.deviceId, "node")).toBeUndefined();
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
    const there = { gatewayId: gatewayId };
    const tokenWords = "The gateway refused to change this token.";
    const ofNode = { type: "revoke", ...there, deviceId: friend.deviceId, role: "node" } as const;
    expect(await sentenceOf(first.desk, ofNode), "a node's token").toBe(tokenWords);
    const broader = { type: "revoke", ...there, deviceId: laptop.deviceId, role: "operator" } as const;
    expect(await sentenceOf(first.desk, broader), "a broader token").toBe(tokenWords);
    const node = phone({ name: "Wants in" });
    await node.knock();
    const asked = () => first.desk.snapshot().requests.find((row) => row.deviceId === node.deviceId);
    await expect.poll(asked, { timeout: 5_000 }).toBeDefined();
    const { requestId, digest } = asked()!;
    expect(await sentenceOf(first.desk, { type: "approve", ...there, requestId, digest })).toContain("refused");
    first.desk.close();

    own.delete(`credentials/${gatewayId}`);
    const second = bold({ own, stale: friend.deviceId });
    await expect.poll(() => second.desk.snapshot().devices.length, { timeout: 20_000 }).toBe(2);
    const foreign = { ...there, deviceId: friend.deviceId };
    expect(await sentenceOf(second.desk, { type: "remove", ...foreign })).toBe(
      "The gateway refused to remove this device.",
    );
    expect(await sentenceOf(second.desk, { type: "rename", ...foreign, label: "Mine" })).toBe(
      "The gateway refused to rename this device.",
    );
    await second.desk.handle({ type: "lock-out", ...foreign });
    const problem = () => second.desk.snapshot().lockOuts[0];
    await expect.poll(() => problem()?.problem, { timeout: 10_000 }).toContain("denied");
    expect(problem()).toMatchObject({ stage: "open" });
    second.desk.close();
    expect(await paired(friend.deviceId)).toMatchObject({ tokens: [{ role: "node" }] });
  });
});
