import { describe, expect, it } from "vitest";
import { differenceOf } from "../../../src/pairing/difference.ts";
import type { PairedDevice } from "../../../src/pairing/paired-device.ts";
import type { PairingRequest } from "../../../src/pairing/pairing-request.ts";
import { requestDigest } from "../../../src/pairing/request-digest.ts";
import { assessRisk } from "../../../src/pairing/risk.ts";
import { shownName } from "../../../src/pairing/shown-text.ts";
import { aDevice, aRequest, keyOf } from "./samples.ts";

function digest(request: PairingRequest, device?: PairedDevice): string {
  const difference = differenceOf(request, device);
  const assessment = assessRisk({ request, device, difference, lookalikes: [], superseded: 0 });
  return requestDigest(request, shownName(request.displayName, "?"), difference, assessment);
}

describe("requestDigest", () => {
  const base = digest(aRequest());

  it("is a SHA-256 in hex, the same for the same card", () => {
    expect(base).toMatch(/^[0-9a-f]{64}$/);
    expect(digest(aRequest())).toBe(base);
    expect(digest(aRequest({ scopes: ["operator.write", "operator.read"] }))).toBe(
      digest(aRequest({ scopes: ["operator.read", "operator.write"] })),
    );
  });

  const changes: readonly Partial<PairingRequest>[] = [
    { requestId: "request-2" },
    { deviceId: "device-2" },
    { publicKey: keyOf(2) },
    { displayName: "Pixel 8" },
    { platform: "ios" },
    { deviceFamily: "iPhone" },
    { clientId: "cli" },
    { clientMode: "cli" },
    { browserOrigin: "https://a.example" },
    { remoteIp: "192.168.1.21" },
    { roles: ["operator", "node"] },
    { scopes: ["operator.read", "operator.admin"] },
    { scopes: [] },
    { isRepair: true },
  ];
  it.each(changes)("changes with %j", (change) => {
    expect(digest(aRequest(change))).not.toBe(base);
  });

  it("changes with what the device has today", () => {
    const repair = aRequest({ isRepair: true });
    expect(digest(repair, aDevice())).not.toBe(digest(repair, aDevice({ scopes: ["operator.admin"] })));
  });

  it("doesn't change with what only passes", () => {
    expect(digest(aRequest({ askedAtMs: 2_000_000, silent: true }))).toBe(base);
  });

  it("lets no field run over into the next", () => {
    for (const between of [",", '","', "\u0000", "\n", " "]) {
      const one = digest(aRequest({ clientId: `a${between}b`, clientMode: "c" }));
      expect(one).not.toBe(digest(aRequest({ clientId: "a", clientMode: `b${between}c` })));
    }
    expect(digest(aRequest({ scopes: ["a,b"] }))).not.toBe(digest(aRequest({ scopes: ["a", "b"] })));
  });
});
