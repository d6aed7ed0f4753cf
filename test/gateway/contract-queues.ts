import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { ContractTools } from "./contract-suite.ts";

export function contractOfQueues({ traits, admin, pairedPhone, operator }: ContractTools): void {
  const nodeList = async () =>
    (await admin().call("node.pair.list")) as Record<"pending" | "paired", Record<string, unknown>[]>;

  if (!traits.contained) {
    test("a node never asks for what it can do: its commands count with its pairing", async () => {
      const node = await pairedPhone({ caps: ["camera"], commands: ["camera.list"] });
      await sleep(1_000);
      const about = admin().events.filter(
        ({ event, payload }) => event.startsWith("node.") && payload["nodeId"] === node.deviceId,
      );
      expect(about).toEqual([]);
      expect((await nodeList()).pending).toEqual([]);
    });
    contractOfChannels({ traits, admin });
    return;
  }

  test("a node that can do something asks for it, after it is paired", async () => {
    const node = await pairedPhone({ caps: ["camera"], commands: ["camera.list", "camera.snap"] });
    const requested = await admin().heard("node.pair.requested", (payload) => payload["nodeId"] === node.deviceId);
    expect(requested).toMatchObject({
      requestId: expect.any(String) as unknown,
      displayName: "Pixel 9",
      platform: "android",
      caps: ["camera"],
      // What is dangerous is withheld by the gateway's own policy, whatever the phone says.
      commands: ["camera.list"],
      ...(traits.approveScopes && { requiredApproveScopes: ["operator.pairing", "operator.write"] }),
      ts: expect.any(Number) as unknown,
    });
    expect((await nodeList()).pending).toContainEqual(expect.objectContaining({ requestId: requested["requestId"] }));

    const lesser = await operator("Lesser desk", ["operator.pairing"]);
    const { requestId } = requested;
    expect(await lesser.failure("node.pair.approve", { requestId })).toMatchObject({
      code: traits.telling ? "FORBIDDEN" : "INVALID_REQUEST",
      message: expect.stringContaining("operator.write") as unknown,
    });
    expect(await admin().call("node.pair.approve", { requestId })).toMatchObject({
      requestId,
      node: { nodeId: node.deviceId, commands: ["camera.list"] },
    });
    const resolved = await lesser.heard("node.pair.resolved", (payload) => payload["requestId"] === requestId);
    expect(resolved).toMatchObject({ nodeId: node.deviceId, decision: "approved" });
    const after = await nodeList();
    expect(after.pending.map((request) => request["requestId"])).not.toContain(requestId);
    expect(after.paired.map((paired) => paired["nodeId"])).toContain(node.deviceId);
    expect(await admin().failure("node.pair.approve", { requestId })).toMatchObject({ message: "unknown requestId" });
  });

  test("what a node asks for can be rejected; the node stays connected", async () => {
    const node = await pairedPhone({ commands: ["camera.list"] });
    const requested = await admin().heard("node.pair.requested", (payload) => payload["nodeId"] === node.deviceId);
    const { requestId } = requested;
    await admin().call("node.pair.reject", { requestId });
    const resolved = await admin().heard("node.pair.resolved", (payload) => payload["requestId"] === requestId);
    expect(resolved).toMatchObject({ nodeId: node.deviceId, decision: "rejected" });
    expect(node.connected).toBe(true);
    expect(await admin().failure("node.pair.reject", { requestId })).toMatchObject({
      code: "INVALID_REQUEST",
      message: "unknown requestId",
    });
  });

  contractOfChannels({ traits, admin });
}

function contractOfChannels({ traits, admin }: Pick<ContractTools, "traits" | "admin">): void {
  if (!traits.channels) {
    test("knows no queue of DM access requests", async () => {
      expect(await admin().failure("channels.pairing.list")).toMatchObject({
        message: "unknown method: channels.pairing.list",
      });
    });
    return;
  }

  test("the queue of DM access requests answers, also where no channel is set up", async () => {
    const list = await admin().call("channels.pairing.list");
    expect(list).toMatchObject({ accounts: [], requests: [], limits: { pendingPerAccount: 3, ttlMs: 3_600_000 } });
    const target = { channel: "telegram", accountId: "default", requestId: "nobody" };
    for (const method of ["channels.pairing.approve", "channels.pairing.dismiss"]) {
      expect(await admin().failure(method, target)).toMatchObject({ code: "INVALID_REQUEST" });
    }
  });
}
