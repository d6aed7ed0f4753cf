import { describe, expect, it } from "vitest";
import { type Authority, limitsOf, mayApprove, mayManage } from "../../../src/pairing/authority.ts";
import type { PairingRequest } from "../../../src/pairing/pairing-request.ts";

const withScopes = (...scopes: string[]): Authority => ({ scopes, deviceId: "me" });
const asking = (roles: string[], scopes: string[]): PairingRequest => ({
  requestId: "r",
  deviceId: "phone",
  roles,
  scopes,
  silent: false,
  isRepair: false,
  askedAtMs: 0,
});

describe("approving", () => {
  it("is all an administrator's", () => {
    const admin = withScopes("operator.admin");
    expect(mayApprove(admin, asking(["node"], []))).toEqual({ ok: true });
    expect(mayApprove(admin, asking(["operator"], ["operator.admin", "operator.moon"]))).toEqual({ ok: true });
  });

  it("needs operator.pairing at least", () => {
    const answer = mayApprove(withScopes("operator.read", "operator.write"), asking(["operator"], ["operator.read"]));
    expect(answer).toMatchObject({ ok: false, missing: "operator.pairing" });
  });

  it("of a node, alone or beside an operator, needs operator.admin", () => {
    const pairing = withScopes("operator.pairing", "operator.read");
    for (const roles of [["node"], ["operator", "node"], ["moon"]])
      expect(mayApprove(pairing, asking(roles, []))).toMatchObject({ ok: false, missing: "operator.admin" });
  });

  it("hands out only what PairTray holds, and names the first scope beyond", () => {
    const pairing = withScopes("operator.pairing", "operator.read");
    expect(mayApprove(pairing, asking(["operator"], ["operator.read", "operator.pairing"]))).toEqual({ ok: true });
    expect(mayApprove(pairing, asking(["operator"], []))).toEqual({ ok: true });
    const beyond = mayApprove(pairing, asking(["operator"], ["operator.read", "operator.write", "operator.admin"]));
    expect(beyond).toMatchObject({ ok: false, missing: "operator.admin" });
    expect(JSON.stringify(beyond)).toContain("operator.write");
  });

  it("counts what write access includes, and nothing more", () => {
    const write = withScopes("operator.pairing", "operator.write");
    expect(mayApprove(write, asking(["operator"], ["operator.read", "operator.talk"]))).toEqual({ ok: true });
    for (const scope of ["operator.talk.secrets", "operator.approvals", "operator.admin", "operator.moon", "read"])
      expect(mayApprove(write, asking(["operator"], [scope])).ok, scope).toBe(false);
  });

  it("shows a scope that a stranger made up as plain text", () => {
    const answer = mayApprove(withScopes("operator.pairing"), asking(["operator"], [`x\u202E${"y".repeat(500)}`]));
    expect(JSON.stringify(answer)).not.toMatch(/\u202E|y{81}/u);
  });
});

describe("managing", () => {
  it("is an administrator's, and everybody's own entry", () => {
    const pairing = withScopes("operator.pairing");
    expect(mayManage(withScopes("operator.admin"), { deviceId: "phone" })).toEqual({ ok: true });
    expect(mayManage(pairing, { deviceId: "me" })).toEqual({ ok: true });
    expect(mayManage(pairing, { deviceId: "phone" })).toMatchObject({ ok: false, missing: "operator.admin" });
    expect(mayManage(withScopes("operator.read"), { deviceId: "me" })).toMatchObject({
      ok: false,
      missing: "operator.pairing",
    });
  });
});

describe("the limits", () => {
  it("are said where there are any", () => {
    expect(limitsOf(withScopes("operator.admin"))).toEqual([]);
    expect(limitsOf(withScopes("operator.pairing")).join()).toContain("only its own entry");
    expect(limitsOf(withScopes()).join()).toContain("no access to pairing");
  });
});
