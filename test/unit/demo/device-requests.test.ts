import { describe, expect, test } from "vitest";
import { approveRequest, fileRequest, rejectRequest } from "../../../src/demo/device-requests.ts";
import { emptyBook, forgetExpired, pendingLifeMs } from "../../../src/demo/pairing-book.ts";
import { knockOf, operatorKnock, testEnvironment } from "./book-fixtures.ts";

const admin = { callerScopes: ["operator.admin"], via: "owner" } as const;

describe("a knock", () => {
  test("lives five minutes, and five more from each repeat, without a second telling", () => {
    const environment = testEnvironment();
    const first = fileRequest(emptyBook, knockOf(), environment);
    environment.advance(pendingLifeMs);
    const second = fileRequest(first.book, knockOf({ displayName: "Renamed" }), environment);
    expect(second.created).toBe(false);
    expect(second.request).toMatchObject({ requestId: first.request.requestId, ts: first.request.ts });
    expect(second.request.displayName).toBe("Renamed");
    environment.advance(pendingLifeMs);
    expect(forgetExpired(second.book, environment.now()).pending).toHaveLength(1);
    environment.advance(1);
    expect(forgetExpired(second.book, environment.now()).pending).toHaveLength(0);
  });

  test("after its time is a new request", () => {
    const environment = testEnvironment();
    const first = fileRequest(emptyBook, knockOf(), environment);
    environment.advance(pendingLifeMs + 1);
    const second = fileRequest(first.book, knockOf(), environment);
    expect(second.created).toBe(true);
    expect(second.superseded).toEqual([]);
    expect(second.request.requestId).not.toBe(first.request.requestId);
  });

  test("for more replaces the first and asks for both", () => {
    const environment = testEnvironment();
    const first = fileRequest(emptyBook, knockOf(), environment);
    environment.advance(1_000);
    const second = fileRequest(first.book, operatorKnock(["operator.read"]), environment);
    expect(second.superseded).toEqual([first.request]);
    expect(second.book.pending).toEqual([second.request]);
    expect(second.request).toMatchObject({ roles: ["node", "operator"], scopes: ["operator.read"], role: "operator" });
  });

  test("for less is covered by what stands", () => {
    const environment = testEnvironment();
    const first = fileRequest(emptyBook, operatorKnock(["operator.admin"]), environment);
    const second = fileRequest(first.book, operatorKnock(["operator.read"]), environment);
    expect(second).toMatchObject({ created: false, request: { scopes: ["operator.admin"] } });
  });

  test("with another key replaces what stands", () => {
    const environment = testEnvironment();
    const first = fileRequest(emptyBook, knockOf(), environment);
    const second = fileRequest(first.book, knockOf({ publicKey: "key-b" }), environment);
    expect(second.superseded).toEqual([first.request]);
  });

  test("of one device leaves those of others alone", () => {
    const environment = testEnvironment();
    const first = fileRequest(emptyBook, knockOf(), environment);
    const second = fileRequest(first.book, knockOf({ deviceId: "device-b", publicKey: "key-b" }), environment);
    expect(second.book.pending.map((request) => request.deviceId).sort()).toEqual(["device-a", "device-b"]);
  });
});

describe("approval", () => {
  test("makes a device with a token for each role, implied scopes spelled out", () => {
    const environment = testEnvironment();
    const filed = fileRequest(emptyBook, operatorKnock(["operator.pairing", "operator.admin"]), environment);
    const approval = approveRequest(filed.book, filed.request.requestId, admin, environment);
    if (approval.kind !== "approved") throw new Error(approval.kind);
    expect(approval.book.pending).toEqual([]);
    expect(approval.device.scopes).toEqual(["operator.pairing", "operator.admin"]);
    expect(approval.device.tokens["operator"]?.scopes).toEqual([
      "operator.admin",
      "operator.pairing",
      "operator.read",
      "operator.write",
    ]);
  });

  test("hands out nothing that the approver does not hold", () => {
    const environment = testEnvironment();
    const filed = fileRequest(emptyBook, operatorKnock(["operator.write"]), environment);
    const { requestId } = filed.request;
    const lesser = { callerScopes: ["operator.read", "operator.pairing"], via: "owner" } as const;
    expect(approveRequest(filed.book, requestId, lesser, environment)).toEqual({
      kind: "forbidden",
      message: "missing scope: operator.write",
    });
    const writer = { callerScopes: ["operator.write"], via: "owner" } as const;
    expect(approveRequest(filed.book, requestId, writer, environment).kind).toBe("approved");
  });

  test("can't be widened over a role: a node gets no operator scope", () => {
    const environment = testEnvironment();
    const filed = fileRequest(emptyBook, knockOf({ scopes: ["operator.admin"] }), environment);
    expect(approveRequest(filed.book, filed.request.requestId, admin, environment)).toEqual({
      kind: "forbidden",
      message: "invalid scope for requested roles: operator.admin",
    });
  });

  test("is too late after five minutes", () => {
    const environment = testEnvironment();
    const filed = fileRequest(emptyBook, knockOf(), environment);
    environment.advance(pendingLifeMs + 1);
    expect(approveRequest(filed.book, filed.request.requestId, admin, environment)).toEqual({ kind: "unknown" });
    expect(rejectRequest(filed.book, filed.request.requestId, environment.now())).toBeUndefined();
  });

  test("of more keeps what was there, and replaces the token", () => {
    const environment = testEnvironment();
    const first = fileRequest(emptyBook, knockOf(), environment);
    const paired = approveRequest(first.book, first.request.requestId, admin, environment);
    if (paired.kind !== "approved") throw new Error(paired.kind);
    environment.advance(60_000);
    const more = fileRequest(paired.book, operatorKnock(["operator.read"]), environment);
    expect(more.request.isRepair).toBe(true);
    const again = approveRequest(more.book, more.request.requestId, admin, environment);
    if (again.kind !== "approved") throw new Error(again.kind);
    expect(again.device.roles).toEqual(["node", "operator"]);
    expect(again.device.createdAtMs).toBe(paired.device.createdAtMs);
    expect(again.device.tokens["node"]).toEqual(paired.device.tokens["node"]);
    expect(again.book.paired).toHaveLength(1);
  });
});
