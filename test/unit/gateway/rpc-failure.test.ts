import { GatewayClientRequestError, GatewayClientRequestTimeoutError } from "@openclaw/gateway-client";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRpcFailure } from "../../../src/gateway/rpc-failure.ts";

const refusal = (code: string, message: string, details?: unknown) =>
  new GatewayClientRequestError({ code, message, details });

describe("readRpcFailure", () => {
  it.each(["unknown requestId", "unknown deviceId", "unknown device", "Unknown requestId: 7"])(
    "%s is gone",
    (message) => {
      expect(readRpcFailure(refusal("INVALID_REQUEST", message))).toEqual({ kind: "gone" });
    },
  );

  it("takes these words for nothing when they come with another code or in the middle", () => {
    expect(readRpcFailure(refusal("UNAVAILABLE", "unknown requestId")).kind).toBe("refused");
    expect(readRpcFailure(refusal("INVALID_REQUEST", "label names an unknown requestId")).kind).toBe("refused");
  });

  it("knows an older gateway", () => {
    const error = refusal("INVALID_REQUEST", "unknown method: device.pair.setupCode");
    expect(readRpcFailure(error)).toEqual({ kind: "unknown-method" });
  });

  it("names the missing scope, by detail and in the words of older gateways", () => {
    const admin = { kind: "missing-scope", scope: "operator.admin" };
    const details = { code: "MISSING_SCOPE", missingScope: "operator.admin", requiredScopes: ["operator.admin"] };
    expect(readRpcFailure(refusal("FORBIDDEN", "missing scope: operator.admin", details))).toEqual(admin);
    expect(readRpcFailure(refusal("INVALID_REQUEST", "missing scope: operator.admin"))).toEqual(admin);
    expect(readRpcFailure(refusal("FORBIDDEN", "no", { code: "MISSING_SCOPE" }))).toEqual({
      kind: "missing-scope",
      scope: "operator.pairing",
    });
  });

  it("tells never sent from perhaps sent", () => {
    expect(readRpcFailure(new Error("Not connected to the gateway"))).toEqual({ kind: "not-connected" });
    expect(readRpcFailure(new Error("gateway not connected"))).toEqual({ kind: "not-connected" });
    const timeout = new GatewayClientRequestTimeoutError({ method: "m", timeoutMs: 1, requestSent: true });
    for (const error of [
      timeout,
      new Error("gateway closed (1006): "),
      new Error("gateway client stopped"),
      new Error("write EPIPE"),
      "a string",
      undefined,
    ]) {
      expect(readRpcFailure(error)).toEqual({ kind: "no-answer" });
    }
  });

  it("keeps what else a gateway says, bounded", () => {
    expect(readRpcFailure(refusal("INVALID_REQUEST", "label required"))).toEqual({
      kind: "refused",
      code: "INVALID_REQUEST",
      message: "label required",
    });
    const long = readRpcFailure(refusal("<script>", "x".repeat(10_000), { code: 4 }));
    expect(long).toEqual({ kind: "refused", code: "UNKNOWN", message: "x".repeat(300) });
  });

  it("one bad field doesn't hide the code", () => {
    const error = { name: 4, message: "unknown requestId", gatewayCode: "INVALID_REQUEST", details: "none" };
    expect(readRpcFailure(error)).toEqual({ kind: "gone" });
  });

  it("never throws", () => {
    const loose = fc.record(
      { name: fc.anything(), message: fc.anything(), gatewayCode: fc.anything(), details: fc.anything() },
      { requiredKeys: [] },
    );
    fc.assert(fc.property(fc.oneof(fc.anything(), loose), (error) => typeof readRpcFailure(error).kind === "string"));
  });
});
