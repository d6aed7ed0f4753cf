import { describe, expect, test } from "vitest";
import { type Caller, mayApprove, mayManage, mayManageToken, mayReject } from "../../../src/demo/containment.ts";
import { fileRequest } from "../../../src/demo/device-requests.ts";
import { emptyBook } from "../../../src/demo/pairing-book.ts";
import { missingScope, scopeSatisfied } from "../../../src/demo/scope-rules.ts";
import { knockOf, operatorKnock, testEnvironment } from "./book-fixtures.ts";

const caller = (changes: Partial<Caller>): Caller => ({
  deviceId: "me",
  byDeviceToken: false,
  scopes: ["operator.read", "operator.pairing"],
  ...changes,
});
const admin = caller({ byDeviceToken: true, scopes: ["operator.admin"] });
const shared = caller({});
const ownToken = caller({ byDeviceToken: true });

const pending = (knock = knockOf()) => fileRequest(emptyBook, knock, testEnvironment()).request;

describe("who may decide", () => {
  test("an admin: everything, also what is gone (and is told that it is gone)", () => {
    expect(mayApprove(admin, pending())).toBe(true);
    expect(mayApprove(admin, undefined)).toBe(true);
    expect(mayManageToken(admin, "device-a", "node")).toBe(true);
  });

  test("a lesser session by shared secret: operators of others, no node, nothing unknown", () => {
    expect(mayApprove(shared, pending(operatorKnock(["operator.read"])))).toBe(true);
    expect(mayApprove(shared, pending())).toBe(false);
    expect(mayApprove(shared, pending(operatorKnock([], { roles: ["operator", "node"] })))).toBe(false);
    expect(mayApprove(shared, undefined)).toBe(false);
    expect(mayReject(shared, pending())).toBe(true);
    expect(mayManage(shared, "device-a", undefined)).toBe(true);
    expect(mayManageToken(shared, "device-a", "operator")).toBe(true);
    expect(mayManageToken(shared, "device-a", "node")).toBe(false);
  });

  test("a lesser session by device token: itself alone", () => {
    expect(mayApprove(ownToken, pending(operatorKnock(["operator.read"])))).toBe(false);
    expect(mayApprove(ownToken, pending(operatorKnock(["operator.read"], { deviceId: "me" })))).toBe(true);
    expect(mayReject(ownToken, pending())).toBe(false);
    expect(mayManage(ownToken, "device-a", undefined)).toBe(false);
    expect(mayManage(ownToken, "me", undefined)).toBe(true);
    expect(mayManageToken(ownToken, "device-a", "operator")).toBe(false);
    expect(mayManageToken(ownToken, "me", "operator")).toBe(true);
    expect(mayManageToken(ownToken, "me", "node")).toBe(false);
  });
});

test("admin covers all, write covers read, and nothing covers what is no operator scope", () => {
  expect(scopeSatisfied("operator.pairing", ["operator.admin"])).toBe(true);
  expect(scopeSatisfied("operator.read", ["operator.write"])).toBe(true);
  expect(scopeSatisfied("operator.write", ["operator.read"])).toBe(false);
  expect(scopeSatisfied("node.anything", ["operator.admin"])).toBe(false);
  expect(missingScope(["operator.read", "operator.pairing"], ["operator.write"])).toBe("operator.pairing");
});
