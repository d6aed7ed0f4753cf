import { describe, expect, it } from "vitest";
import { deviceRefusal } from "../../../src/app/device-refusals.ts";
import type { Intent } from "../../../src/app/intent.ts";
import { deviceRow } from "../../support/desk-stage.ts";
import { refusal, withDevices } from "../../support/device-stage.ts";

const denied = { kind: "refused", code: "INVALID_REQUEST", message: "device token rotation denied" } as const;

describe("a refusal without a reason", () => {
  it("never tells an administrator that it lacks operator.admin", () => {
    for (const what of ["approve", "reject", "remove", "rename", "rotate", "revoke"] as const) {
      expect(deviceRefusal(what, denied, { admin: true, ownId: "self" }).step, what).not.toContain("operator.admin");
    }
    for (const what of ["approve", "reject", "remove", "rename"] as const) {
      expect(deviceRefusal(what, denied, { admin: false, ownId: "self" }).step, what).toContain("operator.admin");
    }
  });

  it("names the rule that stands against it, where the list tells it by then", async () => {
    const token = { role: "operator", scopes: ["operator.read"], createdAtMs: 1 };
    const { stage, gatewayId, do: act } = await withDevices([deviceRow("a", { tokens: [token] })]);
    stage.gateway.answers.set("device.token.rotate", () => Promise.reject(refusal("device token rotation denied")));
    const rotate = async (role: string) => {
      const intent: Intent = { type: "rotate", gatewayId, deviceId: "a", role };
      const result = await act(intent);
      return result.ok ? undefined : result.step;
    };
    expect(await rotate("node")).toBe(
      "This role was never approved for the device. To get it, the device has to ask for it.",
    );
    expect(await rotate("operator")).toBe(
      "The role isn't approved any more, or PairTray's own access has changed there.",
    );
  });

  it.each([
    ["a broader token", { role: "operator", scopes: ["operator.write"] }, "This token may do more than PairTray"],
    ["a node's token", { role: "node", scopes: [] }, "Only an administrator may change a token of this role"],
  ])("of %s says which rule, before anything is sent", async (_, token, words) => {
    const row = deviceRow("a", { roles: ["operator", "node"], tokens: [token] });
    const { gatewayId, do: act } = await withDevices([row], ["operator.read", "operator.pairing"]);
    for (const type of ["rotate", "revoke"] as const) {
      const result = await act({ type, gatewayId, deviceId: "a", role: token.role });
      expect(result.ok ? "" : result.sentence, type).toContain(words);
    }
  });
});

it("what PairTray lacks a scope for names the command that takes it out, with its real id", async () => {
  const { stage, gatewayId, do: act } = await withDevices([deviceRow("a")]);
  const own = stage.client().options.deviceIdentity!.deviceId;
  stage.gateway.answers.set("device.pair.rename", () => Promise.reject(refusal("missing scope: operator.admin")));
  const result = await act({ type: "rename", gatewayId, deviceId: "a", label: "B" });
  expect(own).toMatch(/^[0-9a-f]{64}$/);
  expect(result.ok ? "" : result.step).toContain(`\`openclaw devices remove ${own}\``);
});
