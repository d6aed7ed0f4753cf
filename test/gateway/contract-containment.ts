import { expect, test } from "vitest";
import type { ContractTools } from "./contract-suite.ts";
import { knockAndWait, operatorOn, operatorOptions } from "./gateway-harness.ts";

const lesserScopes = ["operator.read", "operator.pairing"];

export function contractOfContainment({ admin, gateway, phone, operator }: ContractTools): void {
  test("an operator without operator.pairing is told which scope it lacks, and hears no pairing events", async () => {
    const reader = await operator("Reader", ["operator.read"]);
    expect(await reader.failure("device.pair.list")).toEqual({
      code: "FORBIDDEN",
      message: "missing scope: operator.pairing",
      details: { code: "MISSING_SCOPE", missingScope: "operator.pairing", requiredScopes: ["operator.pairing"] },
    });
    const { requestId } = await knockAndWait(phone());
    await admin().heard("device.pair.requested", (payload) => payload["requestId"] === requestId);
    expect(reader.events).toEqual([]);
  });

  test("without operator.admin nobody hands out a node role, more than they hold, or a set-up code", async () => {
    const lesser = await operator("Lesser desk", lesserScopes);
    const node = await knockAndWait(phone());
    const denied = { code: "INVALID_REQUEST", message: "device pairing approval denied" };
    expect(await lesser.failure("device.pair.approve", { requestId: node.requestId })).toMatchObject(denied);
    // What is gone and what is forbidden look the same to it.
    expect(await lesser.failure("device.pair.approve", { requestId: "nobody" })).toMatchObject(denied);

    const wantsAdmin = await knockAndWait(phone({ ...operatorOptions, name: "Laptop", scopes: ["operator.admin"] }));
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
    expect(await lesser.failure("device.pair.setupCode", { publicUrl: gateway().url })).toMatchObject({
      code: "FORBIDDEN",
      details: { code: "MISSING_SCOPE", missingScope: "operator.admin" },
    });
  });

  test("a lesser session by device token sees and manages only itself", async () => {
    const lesser = await operator("Lesser desk", lesserScopes);
    const token = lesser.phone.deviceTokens.get("operator") ?? "";
    const { identity } = lesser.phone;
    const itself = operatorOn(
      phone({ ...operatorOptions, name: "Lesser desk", identity, token, scopes: lesserScopes }),
    );
    expect(await itself.phone.knock()).toMatchObject({ kind: "hello", hello: { auth: { method: "device-token" } } });
    const { requestId } = await knockAndWait(phone());

    expect((await itself.pending()).length).toBe(0);
    expect((await itself.paired()).map((device) => device["deviceId"])).toEqual([identity.deviceId]);
    const deviceId = admin().phone.deviceId;
    const denials: [string, object, string][] = [
      ["device.pair.approve", { requestId }, "device pairing approval denied"],
      ["device.pair.reject", { requestId }, "device pairing rejection denied"],
      ["device.pair.remove", { deviceId }, "device pairing removal denied"],
      ["device.pair.rename", { deviceId, label: "x" }, "device pairing rename denied"],
      ["device.token.revoke", { deviceId, role: "operator" }, "device token revocation denied"],
      ["device.token.rotate", { deviceId, role: "operator" }, "device token rotation denied"],
    ];
    for (const [method, params, message] of denials) {
      expect(await itself.failure(method, params)).toMatchObject({ code: "INVALID_REQUEST", message });
    }
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
