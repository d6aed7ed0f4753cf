import { z } from "zod";
import { publicRequest } from "./connect-pairing.ts";
import { mayApprove, mayManage, mayManageToken, mayReject, ownOnly } from "./containment.ts";
import { approveRequest, rejectRequest } from "./device-requests.ts";
import { revokeToken, rotateToken } from "./device-tokens.ts";
import { method, refuse } from "./method.ts";
import { type PairedRecord, pairedDevice, withDevice } from "./pairing-book.ts";
import { without } from "./without.ts";

const id = z.string().trim().min(1).max(256);

export const deviceMethods = {
  "device.pair.list": method({}, {}, (_params, { book, caller, isConnected }) => {
    const visible = (entry: { deviceId: string }) => !ownOnly(caller) || entry.deviceId === caller.deviceId;
    const pending = book.pending.filter(visible).toSorted((left, right) => right.ts - left.ts);
    const paired = book.paired.filter(visible).toSorted((left, right) => right.approvedAtMs - left.approvedAtMs);
    return {
      ok: true,
      payload: {
        pending: pending.map(publicRequest),
        paired: paired.map((device) => ({ ...publicDevice(device), connected: isConnected(device.deviceId) })),
      },
    };
  }),

  "device.pair.approve": method({}, { requestId: id }, ({ requestId }, { book, caller, environment }) => {
    const pending = book.pending.find((request) => request.requestId === requestId);
    if (!mayApprove(caller, pending)) return refuse("device pairing approval denied");
    const by = { callerScopes: caller.scopes, via: "owner" as const };
    const approval = approveRequest(book, requestId, by, environment);
    if (approval.kind === "unknown") return refuse("unknown requestId");
    if (approval.kind === "forbidden") return refuse(approval.message);
    const { deviceId } = approval.device;
    return {
      ok: true,
      book: approval.book,
      payload: { requestId, device: publicDevice(approval.device) },
      events: [resolved(requestId, deviceId, "approved", environment.now())],
      ...(approval.replacedNodeToken && { cut: { deviceId, role: "node" } }),
    };
  }),

  "device.pair.reject": method({}, { requestId: id }, ({ requestId }, { book, caller, environment }) => {
    const pending = book.pending.find((request) => request.requestId === requestId);
    if (!mayReject(caller, pending)) return refuse("device pairing rejection denied");
    const rejected = rejectRequest(book, requestId, environment.now());
    if (!rejected) return refuse("unknown requestId");
    const { deviceId } = rejected.request;
    return {
      ok: true,
      book: rejected.book,
      payload: { requestId, deviceId },
      events: [resolved(requestId, deviceId, "rejected", environment.now())],
    };
  }),

  /** No event tells other operators, and requests of the device go without a word too (measured on 2026.9.6). */
  "device.pair.remove": method({}, { deviceId: id }, ({ deviceId }, { book, caller }) => {
    const device = pairedDevice(book, deviceId);
    if (!mayManage(caller, deviceId, device)) return refuse("device pairing removal denied");
    if (!device) return refuse("unknown deviceId");
    const others = (entry: { deviceId: string }) => entry.deviceId !== deviceId;
    return {
      ok: true,
      book: {
        ...book,
        paired: book.paired.filter(others),
        pending: book.pending.filter(others),
        nodeRequests: book.nodeRequests.filter((request) => request.nodeId !== deviceId),
      },
      payload: { deviceId },
      cut: { deviceId },
    };
  }),

  "device.pair.rename": method(
    { since: 4 },
    { deviceId: id, label: z.string().max(64) },
    ({ deviceId, label }, { book, caller }) => {
      const trimmed = label.trim();
      if (trimmed === "") return refuse("label required");
      const device = pairedDevice(book, deviceId);
      if (!mayManage(caller, deviceId, device)) return refuse("device pairing rename denied");
      if (!device) return refuse("unknown deviceId");
      return {
        ok: true,
        book: withDevice(book, { ...device, operatorLabel: trimmed }),
        payload: { deviceId, label: trimmed },
        events: [{ event: "device.pair.changed", payload: {} }],
      };
    },
  ),

  "device.token.rotate": method(
    {},
    { deviceId: id, role: id, scopes: z.array(z.string()).optional() },
    (target, { book, caller, environment }) => {
      const allowed = mayManageToken(caller, target.deviceId, target.role);
      const rotated = allowed ? rotateToken(book, target, caller.scopes, environment) : undefined;
      if (!rotated) return refuse("device token rotation denied");
      // Only the device itself ever gets the new token, and only where it came in with the old one.
      const itself = caller.byDeviceToken && caller.deviceId === target.deviceId;
      return {
        ok: true,
        book: rotated.book,
        payload: {
          deviceId: target.deviceId,
          role: target.role,
          ...(itself && { token: rotated.token.token }),
          scopes: rotated.token.scopes,
          rotatedAtMs: environment.now(),
          tokenDelivery: itself ? "in-band" : "withheld-cross-device",
        },
        cut: { deviceId: target.deviceId, role: target.role },
      };
    },
  ),

  "device.token.revoke": method({}, { deviceId: id, role: id }, (target, { book, caller, environment }) => {
    const now = environment.now();
    const allowed = mayManageToken(caller, target.deviceId, target.role);
    const revoked = allowed ? revokeToken(book, target, caller.scopes, now) : undefined;
    if (!revoked) return refuse("device token revocation denied");
    return {
      ok: true,
      book: revoked.book,
      payload: { ...target, revokedAtMs: now },
      cut: target,
    };
  }),
};

const resolved = (requestId: string, deviceId: string, decision: "approved" | "rejected", ts: number) => ({
  event: "device.pair.resolved",
  payload: { requestId, deviceId, decision, ts },
});

/** A paired device as lists show it: its tokens without the tokens. */
function publicDevice(device: PairedRecord): Record<string, unknown> {
  return { ...device, tokens: Object.values(device.tokens).map((entry) => without(entry, "token")) };
}
