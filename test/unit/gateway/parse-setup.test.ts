import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { parseIssued, parseOutcome, parseSetupStatus } from "../../../src/gateway/parse-setup.ts";
import { answersAt } from "../../../src/gateway/probe.ts";

const secret = Buffer.from(JSON.stringify({ url: "wss://a.example", bootstrapToken: "t".repeat(20) })).toString(
  "base64url",
);

describe("a set-up code as a gateway sends it", () => {
  test("2026.9: complete, whatever else stands beside it", () => {
    const answer = {
      setupId: "s1",
      expiresAtMs: 600_000,
      setupCode: secret,
      gatewayUrl: "wss://b.example",
      access: "full",
      accessDowngraded: true,
      quantum: 1,
    };
    expect(parseIssued(answer, 0)).toEqual({
      secret,
      code: {
        setupId: "s1",
        access: "full",
        downgraded: true,
        gatewayUrl: "wss://b.example",
        madeAtMs: 0,
        expiresAtMs: 600_000,
        expiryKnown: true,
      },
    });
  });

  test("older: the address is read from the code, the end is about ten minutes", () => {
    expect(parseIssued({ setupCode: secret, access: "sudo" }, 5)).toEqual({
      secret,
      code: { downgraded: false, gatewayUrl: "wss://a.example", madeAtMs: 5, expiresAtMs: 600_005, expiryKnown: false },
    });
  });

  test.each([
    undefined,
    null,
    5,
    "x",
    {},
    { setupCode: 5 },
    { setupCode: "<script>".repeat(9) },
    { setupCode: "A".repeat(64) },
  ])("nonsense is none: %j", (answer) => expect(parseIssued(answer, 0)).toBeUndefined());
});

describe("what became of a code", () => {
  const payload = { setupId: "s1", deviceId: "d1", deviceName: "Pixel", access: "limited", ts: 1 };
  const outcome = { setupId: "s1", guest: { deviceId: "d1", name: "Pixel" }, access: "limited" };

  test("is read as far as it goes", () => {
    expect(parseOutcome(payload)).toEqual(outcome);
    expect(parseOutcome({ ...payload, deviceName: 7, access: "sudo" })).toEqual({
      setupId: "s1",
      guest: { deviceId: "d1" },
    });
    for (const nonsense of [undefined, {}, { setupId: "s1" }, { deviceId: "d1" }, []]) {
      expect(parseOutcome(nonsense)).toBeUndefined();
    }
  });

  test("a status holds one of two outcomes, or none", () => {
    expect(parseSetupStatus({ completion: payload })).toEqual({ completion: outcome });
    expect(parseSetupStatus({ deliveryUncertain: payload })).toEqual({ uncertain: outcome });
    expect(parseSetupStatus({})).toEqual({});
    expect(parseSetupStatus({ completion: "yes" })).toEqual({});
    expect(parseSetupStatus("no")).toBeUndefined();
  });
});

describe("whether something answers", () => {
  test("is seen by connecting", async () => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    expect(await answersAt(`ws://127.0.0.1:${port}`)).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    expect(await answersAt(`ws://127.0.0.1:${port}`)).toBe(false);
    expect(await answersAt("no address")).toBe(false);
  });
});
