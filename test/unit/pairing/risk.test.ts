import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { differenceOf } from "../../../src/pairing/difference.ts";
import { lookalikes, nameIndex } from "../../../src/pairing/name-likeness.ts";
import type { PairedDevice } from "../../../src/pairing/paired-device.ts";
import type { PairingRequest } from "../../../src/pairing/pairing-request.ts";
import { assessRisk, rules, type RiskFacts } from "../../../src/pairing/risk.ts";
import { aDevice, aRequest, keyOf } from "./samples.ts";

interface Case {
  readonly request?: Partial<PairingRequest>;
  readonly device?: PairedDevice;
  readonly others?: readonly PairedDevice[];
  readonly superseded?: number;
  readonly gatewayHost?: string;
}

function factsOf({ request: change, device, others = [], superseded = 0, gatewayHost }: Case): RiskFacts {
  const request = aRequest({ isRepair: device !== undefined, ...change });
  const names = nameIndex(device ? [device, ...others] : others);
  return {
    request,
    device,
    difference: differenceOf(request, device),
    lookalikes: lookalikes(names, request.displayName, request.deviceId),
    superseded,
    gatewayHost,
  };
}

const assess = (facts: Case) => assessRisk(factsOf(facts));
const firing = (facts: Case) => rules.filter((rule) => rule.warn(factsOf(facts)) !== undefined).map((rule) => rule.id);
const known = aDevice();
const revoked = aDevice({ tokens: [{ role: "operator", scopes: ["operator.read"], revokedAtMs: 1 }] });
const node = aDevice({
  roles: ["operator"],
  nodeSurface: { caps: [], commands: ["camera.list", "system.run"] },
});

/** For each rule: something that sets it off. */
const cases: Readonly<Record<string, Case>> = {
  admin: { request: { scopes: ["operator.admin"] } },
  restored: { device: revoked },
  "new-key": { device: known, request: { publicKey: keyOf(9) } },
  lookalike: { others: [aDevice({ deviceId: "other", displayName: "Ріxеl 9" })] },
  pairing: { request: { scopes: ["operator.pairing"] } },
  secrets: { device: known, request: { scopes: ["operator.talk.secrets"] } },
  "self-approval": {
    device: aDevice({ scopes: ["operator.write"] }),
    request: { scopes: ["operator.write", "operator.approvals"] },
  },
  "unknown-access": { device: known, request: { scopes: ["operator.read", "operator.root"] } },
  "node-commands": { device: node, request: { roles: ["operator", "node"] } },
  unseen: { request: { isRepair: true } },
  bait: { device: known, superseded: 1 },
  "new-device": {},
  node: { device: known, request: { roles: ["operator", "node"] } },
  "foreign-origin": { device: known, request: { browserOrigin: "https://evil.example" } },
  "public-address": { device: known, request: { remoteIp: "203.0.113.7" } },
  "new-address": { device: aDevice({ remoteIp: "203.0.113.7" }), request: { remoteIp: "10.0.0.2" } },
  "other-platform": { device: known, request: { platform: "linux", deviceFamily: "Linux" } },
  "hidden-characters": { device: known, request: { displayName: "Pixel\u202E 9" } },
};

describe("assessRisk", () => {
  it.each(rules.map((rule) => [rule.id, rule.risk] as const))("warns of %s, at least %s", (id, risk) => {
    const example = cases[id]!;
    expect(firing(example)).toContain(id);
    const assessment = assess(example);
    expect(assessment.risk === "high" || assessment.risk === risk).toBe(true);
    for (const warning of assessment.warnings) expect(warning).toMatch(/^[A-Z].*\.$/s);
  });

  it("is low for a known device that repairs and gets nothing new", () => {
    expect(assess({ device: known })).toEqual({ risk: "low", warnings: [] });
  });

  it("is low for a known device that wants only harmless more", () => {
    const reader = aDevice({ scopes: ["operator.sessions.read"] });
    expect(assess({ device: reader, request: { scopes: ["operator.read"] } }).risk).toBe("low");
  });

  it("doesn't blame a device for what it had before", () => {
    const admin = aDevice({ scopes: ["operator.admin"] });
    expect(assess({ device: admin, request: { scopes: ["operator.admin"] } })).toEqual({ risk: "low", warnings: [] });
  });

  it("is elevated for an ordinary new phone, as a node or as a reader", () => {
    expect(assess({ request: { roles: ["node"], scopes: [] } }).risk).toBe("elevated");
    expect(assess({}).risk).toBe("elevated");
  });

  it("is elevated where a known device wants to act", () => {
    expect(assess({ device: known, request: { scopes: ["operator.read", "operator.write"] } }).risk).toBe("elevated");
  });

  it("names the worst first", () => {
    const { warnings } = assess({ request: { roles: ["node", "operator"], scopes: ["operator.admin"] } });
    expect(warnings[0]).toContain("full control");
    expect(warnings.at(-1)).toContain("node");
    expect(rules.map((rule) => rule.risk)).toEqual(
      rules
        .map((rule) => rule.risk)
        .sort()
        .reverse(),
    );
  });

  it("knows the gateway's own page, this machine, and private networks", () => {
    const own = { browserOrigin: "https://claw.example:8443" };
    expect(firing({ device: known, request: own, gatewayHost: "claw.example" })).toEqual([]);
    expect(firing({ device: known, request: own, gatewayHost: "claw.example.evil.org" })).toEqual(["foreign-origin"]);
    const near = { browserOrigin: "https://claw.example.evil.org" };
    expect(firing({ device: known, request: near, gatewayHost: "claw.example" })).toEqual(["foreign-origin"]);
    expect(firing({ device: known, request: { browserOrigin: "http://localhost:18789" } })).toEqual([]);
    expect(firing({ device: known, request: { browserOrigin: "http://localhost@evil.example" } })).toEqual([
      "foreign-origin",
    ]);
    for (const remoteIp of [
      "10.1.2.3",
      "172.31.0.1",
      "100.100.1.1",
      "::1",
      "fd00::1",
      "fe80::1%eth0",
      "::ffff:10.0.0.1",
    ]) {
      expect(firing({ device: known, request: { remoteIp } })).toEqual([]);
    }
    for (const remoteIp of ["172.32.0.1", "8.8.8.8", "2001:db8::1", "10.0.0.256", "fc.evil", "::ffff:8.8.8.8", ""]) {
      expect(firing({ device: known, request: { remoteIp } })).toContain("public-address");
    }
  });

  it("takes a name for another's only where the eye would", () => {
    const other = aDevice({ deviceId: "other", displayName: "Anna's iPhone", operatorLabel: "Work phone" });
    const fires = (displayName: string) => firing({ request: { displayName }, others: [other] }).includes("lookalike");
    expect(fires("ANNA’S  IPHONE")).toBe(true);
    expect(fires("Аnnа's iРhоne")).toBe(true);
    expect(fires("w0rk phone")).toBe(true);
    expect(fires("Ann\u200Ba's iPhone")).toBe(true);
    expect(fires("Anna's iPad")).toBe(false);
    expect(fires("📱")).toBe(false);
    expect(firing({ device: known, others: [] })).toEqual([]);
  });

  it("stands in docs/risk.md row by row", () => {
    const doc = readFileSync(new URL("../../../docs/risk.md", import.meta.url), "utf8");
    const rows = [...doc.matchAll(/^\| `([a-z-]+)` +\| (low|elevated|high) /gm)].map(([, id, risk]) => `${id} ${risk}`);
    expect(rows).toEqual(rules.map((rule) => `${rule.id} ${rule.risk}`));
  });
});
