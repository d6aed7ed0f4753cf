import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scopeSatisfied } from "../../../src/pairing/access-words.ts";
import { differenceOf, type Difference } from "../../../src/pairing/difference.ts";
import { aDevice, aRequest, keyOf } from "./samples.ts";

const changes = (lines: Difference["scopes"]) => lines.map((line) => `${line.change} ${line.name}`);

describe("differenceOf", () => {
  it("calls everything of a stranger added", () => {
    const difference = differenceOf(aRequest({ roles: ["node", "operator"], scopes: ["operator.read"] }), undefined);
    expect(difference.kind).toBe("new-device");
    expect(changes(difference.roles)).toEqual(["added node", "added operator"]);
    expect(changes(difference.scopes)).toEqual(["added operator.read"]);
  });

  it("shows an upgrade from read to write and admin as exactly two added scopes", () => {
    const request = aRequest({ isRepair: true, scopes: ["operator.read", "operator.write", "operator.admin"] });
    const difference = differenceOf(request, aDevice());
    expect(difference.kind).toBe("upgrade");
    expect(changes(difference.roles)).toEqual(["kept operator"]);
    expect(changes(difference.scopes)).toEqual(["added operator.admin", "added operator.write", "kept operator.read"]);
  });

  it("calls a repair what adds nothing, also what the device's scopes imply", () => {
    const repair = differenceOf(aRequest({ isRepair: true }), aDevice({ scopes: ["operator.write"] }));
    expect(repair.kind).toBe("repair");
    expect(changes(repair.scopes)).toEqual(["kept operator.write", "kept operator.read"]);
    expect(differenceOf(aRequest({ isRepair: true }), aDevice({ scopes: ["operator.admin"] })).addedScopes).toEqual([]);
  });

  it("promises no removal: what isn't asked for stays in force on the gateway", () => {
    const device = aDevice({ roles: ["operator", "node"], scopes: ["operator.read", "operator.pairing"] });
    const difference = differenceOf(aRequest({ isRepair: true, scopes: ["operator.read"] }), device);
    expect(changes(difference.scopes)).toEqual(["kept operator.pairing", "kept operator.read"]);
    expect(changes(difference.roles)).toEqual(["kept node", "kept operator"]);
  });

  it("shows revoked access that approving would give back, though the request doesn't name it", () => {
    const device = aDevice({
      scopes: ["operator.admin", "operator.read"],
      tokens: [{ role: "operator", scopes: ["operator.admin", "operator.read"], revokedAtMs: 600_000 }],
    });
    const difference = differenceOf(aRequest({ isRepair: true, scopes: ["operator.read"] }), device);
    expect(difference.kind).toBe("upgrade");
    expect(difference.restores).toBe(true);
    expect(changes(difference.roles)).toEqual(["added operator"]);
    expect(changes(difference.scopes)).toEqual(["added operator.admin", "added operator.read"]);
  });

  it("counts what a request without scopes inherits", () => {
    const device = aDevice({ scopes: ["operator.admin"], roles: ["node"], tokens: [{ role: "node", scopes: [] }] });
    const difference = differenceOf(aRequest({ isRepair: true, roles: ["operator"], scopes: [] }), device);
    expect(changes(difference.scopes)).toEqual(["added operator.admin"]);
  });

  it("trusts the gateway over a stale row: not a repair means not paired when it asked", () => {
    const admin = aDevice({ scopes: ["operator.admin"] });
    expect(differenceOf(aRequest({ scopes: ["operator.admin"] }), admin)).toMatchObject({
      kind: "new-device",
      addedScopes: ["operator.admin"],
    });
    const pairedMeanwhile = aDevice({ approvedAtMs: 1_000_001 });
    expect(differenceOf(aRequest(), pairedMeanwhile).kind).toBe("repair");
  });

  it("takes everything for new where the device can't be seen", () => {
    expect(differenceOf(aRequest({ isRepair: true }), undefined)).toMatchObject({ kind: "upgrade", unseen: true });
  });

  it("notices another key", () => {
    expect(differenceOf(aRequest({ isRepair: true, publicKey: keyOf(2) }), aDevice()).newKey).toBe(true);
    expect(differenceOf(aRequest({ isRepair: true }), aDevice()).newKey).toBe(false);
  });

  it("holds for any request and device: whatever is asked for is shown, and nothing kept is new", () => {
    const scope = fc.constantFrom("operator.read", "operator.write", "operator.admin", "operator.talk", "node.x", "?");
    const role = fc.constantFrom("operator", "node", "other");
    const scopes = fc.uniqueArray(scope);
    const roles = fc.uniqueArray(role, { minLength: 1 });
    const tokens = fc.array(fc.record({ role, scopes, revokedAtMs: fc.constantFrom(undefined, 5) }), { maxLength: 3 });
    fc.assert(
      fc.property(roles, scopes, scopes, tokens, fc.boolean(), (asked, wants, has, live, isRepair) => {
        const request = aRequest({ roles: asked, scopes: wants, isRepair });
        const device = aDevice({
          scopes: has,
          tokens: live.map(({ revokedAtMs, ...token }) => (revokedAtMs ? { ...token, revokedAtMs } : token)),
        });
        const difference = differenceOf(request, device);
        expect(difference.scopes.map((line) => line.name)).toEqual(expect.arrayContaining(wants));
        expect(difference.roles.map((line) => line.name)).toEqual(expect.arrayContaining(asked));
        const today = device.tokens.length === 0 ? has : live.flatMap((t) => (t.revokedAtMs ? [] : t.scopes));
        for (const line of difference.scopes.filter((each) => each.change === "kept")) {
          expect(isRepair && scopeSatisfied(line.name, today)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
