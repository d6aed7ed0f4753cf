import { expect, test } from "vitest";
import type { ContractTools } from "./contract-suite.ts";
import { knockAndWait, operatorOn, operatorOptions } from "./gateway-harness.ts";

const lesserScopes = ["operator.read", "operator.pairing"];

export function contractOfContainment({ traits, admin, gateway, phone, operator }: ContractTools): void {
  /** A missing scope: in the details, or only in the words. */
  const lacks = (scope: string) => ({
    code: traits.telling ? "FORBIDDEN" : "INVALID_REQUEST",
    message: `missing scope: ${scope}`,
    ...(traits.telling && { details: { code: "MISSING_SCOPE", missingScope: scope } }),
  });

  test("an operator without operator.pairing is told which scope it lacks, and hears no pairing events", async () => {
    const reader = await operator("Reader", ["operator.read"]);
    expect(await reader.failure("device.pair.list")).toMatchObject(lacks("operator.pairing"));
    const { requestId } = await knockAndWait(phone());
    await admin().heard("device.pair.requested", (payload) => payload["requestId"] === requestId);
    expect(reader.events).toEqual([]);
  });

  test("without operator.admin nobody hands out a node role, more than they hold, or a set-up code", async () => {
    const lesser = await operator("Lesser desk", lesserScopes);
    const node = await knockAndWait(phone());
    const denied = { code: "INVALID_REQUEST", message: "device pairing approval denied" };
    if (traits.adminForNodes) {
      expect(await lesser.failure("device.pair.approve", { requestId: node.requestId })).toMatchObject(denied);
      // What is gone and what is forbidden look the same to it.
      expect(await lesser.failure("device.pair.approve", { requestId: "nobody" })).toMatchObject(denied);
    } else {
      expect(await lesser.call("device.pair.approve", { requestId: node.requestId })).toMatchObject({
        device: { roles: ["node"] },
      });
    }

    const wantsAdmin = await knockAndWait(phone({ ...operatorOptions, name: "Laptop", scopes: ["operator.admin"] }));
    if (!traits.contained) {
      // It even makes others more than it is itself.
      expect(await lesser.call("device.pair.approve", { requestId: wantsAdmin.requestId })).toMatchObject({
        device: { scopes: ["operator.admin"] },
      });
      return;
    }
    expect(await lesser.failure("device.pair.approve", { requestId: wantsAdmin.requestId })).toMatchObject({
      code: "INVALID_REQUEST",
      message: "missing scope: operator.admin",
    });
    const reads = await knockAndWait(phone({ ...operatorOptions, name: "Reader", scopes: ["operator.read"] }));
    expect(await lesser.call("device.pair.approve", { requestId: reads.requestId })).toMatchObject({
      device: { displayName: "Reader" },
    });
    expect(await lesser.call("device.pair.reject", { requestId: wantsAdmin.requestId })).toMatchObject({
      requestId: wantsAdmin.requestId,
    });
    const setupCode = await lesser.failure("device.pair.setupCode", { publicUrl: gateway().url });
    if (traits.setupCodes === "full") expect(setupCode).toMatchObject(lacks("operator.admin"));
    else expect(setupCode.code).toBe("INVALID_REQUEST");
  });

  test("a lesser session by device token sees and manages only itself", async () => {
    const lesser = await operator("Lesser desk", lesserScopes);
    const token = lesser.phone.deviceTokens.get("operator") ?? "";
    const { identity } = lesser.phone;
    const itself = operatorOn(
      phone({ ...operatorOptions, name: "Lesser desk", identity, token, scopes: lesserScopes }),
    );
    expect(await itself.phone.knock()).toMatchObject({
      kind: "hello",
      hello: { auth: traits.telling ? { method: "device-token" } : { scopes: expect.any(Array) as unknown } },
    });
    const { requestId } = await knockAndWait(phone());

    if (!traits.contained) {
      // The whole book lies open to it, and it may decide about everybody in it.
      expect((await itself.pending()).map((request) => request["requestId"])).toContain(requestId);
      expect((await itself.paired()).length).toBeGreaterThan(1);
      expect(await itself.call("device.pair.reject", { requestId })).toMatchObject({ requestId });
      return;
    }
    expect((await itself.pending()).length).toBe(0);
    expect((await itself.paired()).map((device) => device["deviceId"])).toEqual([identity.deviceId]);
    const deviceId = admin().phone.deviceId;
    const denials: (readonly [string, object, string])[] = [
      ["device.pair.approve", { requestId }, "device pairing approval denied"],
      ["device.pair.reject", { requestId }, "device pairing rejection denied"],
      ["device.pair.remove", { deviceId }, "device pairing removal denied"],
      ...(traits.rename
        ? ([["device.pair.rename", { deviceId, label: "x" }, "device pairing rename denied"]] as const)
        : []),
      ["device.token.revoke", { deviceId, role: "operator" }, "device token revocation denied"],
      ["device.token.rotate", { deviceId, role: "operator" }, "device token rotation denied"],
    ];
    for (const [method, params, message] of denials) {
      expect(await itself.failure(method, params)).toMatchObject({ code: "INVALID_REQUEST", message });
    }
    if (traits.rename)
      expect(await itself.call("device.pair.rename", { deviceId: identity.deviceId, label: "Me" })).toMatchObject({
        label: "Me",
      });
    // It hears of strangers all the same.
    await itself.heard("device.pair.requested", (payload) => payload["requestId"] === requestId);
  });

  test("a node manages nothing", async () => {
    const { requestId } = await knockAndWait(phone({ name: "Node" }));
    await admin().call("device.pair.approve", { requestId });
    const node = phone({ name: "Other node" });
    const other = await knockAndWait(node);
    await admin().call("device.pair.approve", { requestId: other.requestId });
    const session = operatorOn(node);
    expect((await node.knock()).kind).toBe("hello");
    expect(await session.failure("device.pair.list")).toMatchObject({
      code: "INVALID_REQUEST",
      message: "unauthorized role: node",
    });
  });
}
