import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readHello } from "../../../src/gateway/hello.ts";
import { helloPayload } from "../../support/fake-client.ts";

describe("readHello", () => {
  it("keeps who the gateway is, what it can and what we may", () => {
    expect(readHello({ ...helloPayload, snapshot: { uptimeMs: 7400 } })).toEqual({
      protocol: 4,
      version: "2026.9.6",
      methods: new Set(["device.pair.list", "device.pair.rename", "node.pair.remove"]),
      events: new Set(["device.pair.requested"]),
      authMethod: "token",
      scopes: ["operator.read", "operator.pairing"],
      upMs: 7400,
    });
    for (const uptimeMs of [-1, 0.5, NaN, "7400", 1e300]) {
      expect(readHello({ protocol: 4, snapshot: { uptimeMs } })).not.toHaveProperty("upMs");
    }
  });

  it("reads a gateway without authentication by either mark", () => {
    expect(readHello({ protocol: 4, snapshot: { authMode: "none" } }).authMethod).toBe("none");
    expect(readHello({ protocol: 4, auth: { method: "none", scopes: [] } }).authMethod).toBe("none");
    expect(readHello({ protocol: 4, snapshot: { authMode: "token" } }).authMethod).toBeUndefined();
    const both = { protocol: 4, auth: { method: "device-token" }, snapshot: { authMode: "none" } };
    expect(readHello(both).authMethod, "how we got in").toBe("device-token");
  });

  it("never keeps a device token", () => {
    const hello = readHello({ ...helloPayload, auth: { ...helloPayload.auth, deviceToken: "secret-token" } });
    expect(JSON.stringify({ ...hello, methods: [...hello.methods] })).not.toContain("secret-token");
  });

  it("reads what is right where the rest is wrong", () => {
    const hello = readHello({
      protocol: "4",
      server: { version: 7 },
      features: { methods: ["a", 1, null, "b"], events: "none" },
      auth: { method: 3, role: [], scopes: ["operator.read", {}, "operator.admin"] },
      snapshot: 5,
      later: { more: true },
    });
    expect(hello).toEqual({
      methods: new Set(["a", "b"]),
      events: new Set(),
      scopes: ["operator.read", "operator.admin"],
    });
  });

  it("never throws, and a gateway that says nothing can nothing", () => {
    const nothing = { methods: new Set(), events: new Set(), scopes: [] };
    for (const payload of [undefined, null, 42, "hello", [], {}]) expect(readHello(payload)).toEqual(nothing);
    const hello = fc.record(
      { protocol: fc.jsonValue(), features: fc.jsonValue(), auth: fc.jsonValue(), snapshot: fc.jsonValue() },
      { requiredKeys: [] },
    );
    fc.assert(fc.property(fc.oneof(fc.anything(), hello), (payload) => readHello(payload).methods instanceof Set));
  });
});
