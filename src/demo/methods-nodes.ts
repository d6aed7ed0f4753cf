import { z } from "zod";
import { mayManage, ownOnly } from "./containment.ts";
import { type CallContext, method, refuse } from "./method.ts";
import { approveSurface, publicNode, withoutNodeRequest } from "./node-queue.ts";
import { pairedDevice, withDevice } from "./pairing-book.ts";
import { missingScope, union } from "./scope-rules.ts";
import { missingScopeError } from "./wire-error.ts";
import { without } from "./without.ts";

const id = z.string().trim().min(1).max(256);

export const nodeMethods = {
  "node.pair.list": method({}, {}, (_params, { book, caller }) => {
    const visible = (nodeId: string) => !ownOnly(caller) || nodeId === caller.deviceId;
    const nodes = book.paired.filter((device) => device.nodeSurface && visible(device.deviceId));
    const pending = book.nodeRequests.filter((request) => visible(request.nodeId));
    return { ok: true, payload: { pending, paired: nodes.map(publicNode) } };
  }),

  "node.pair.approve": method({}, { requestId: id }, ({ requestId }, context) => {
    const found = standing(context, requestId);
    if (found === "denied") return refuse("node pairing approval denied");
    if (!found) return refuse("unknown requestId");
    const missing = missingScope(found.requiredApproveScopes, context.caller.scopes);
    if (missing !== undefined) {
      return { ok: false, error: missingScopeError(missing, union(["operator.pairing"], [missing])) };
    }
    const now = context.environment.now();
    const book = approveSurface(context.book, found, now);
    const device = pairedDevice(book, found.nodeId);
    return {
      ok: true,
      book,
      payload: { requestId, node: device ? publicNode(device) : { nodeId: found.nodeId } },
      events: [resolved(requestId, found.nodeId, "approved", now)],
    };
  }),

  "node.pair.reject": method({}, { requestId: id }, ({ requestId }, context) => {
    const found = standing(context, requestId);
    if (found === "denied") return refuse("node pairing rejection denied");
    if (!found) return refuse("unknown requestId");
    return {
      ok: true,
      book: withoutNodeRequest(context.book, found),
      payload: { requestId, nodeId: found.nodeId },
      events: [resolved(requestId, found.nodeId, "rejected", context.environment.now())],
    };
  }),

  /** Takes the role `node` from a device; a device that was nothing else is gone. */
  "node.pair.remove": method({}, { nodeId: id }, ({ nodeId }, { book, caller, environment }) => {
    const device = pairedDevice(book, nodeId);
    if (!device?.roles.includes("node")) return refuse("unknown nodeId");
    if (!mayManage(caller, nodeId, device)) return refuse("node pairing removal denied");
    const tokens = without(device.tokens, "node");
    const rest = without(device, "nodeSurface");
    const roles = device.roles.filter((role) => role !== "node");
    const others = { ...book, nodeRequests: book.nodeRequests.filter((request) => request.nodeId !== nodeId) };
    const [role] = roles;
    return {
      ok: true,
      book:
        role === undefined
          ? { ...others, paired: others.paired.filter((other) => other.deviceId !== nodeId) }
          : withDevice(others, { ...rest, role, roles, tokens }),
      payload: { nodeId },
      events: [resolved("", nodeId, "removed", environment.now())],
      cut: { deviceId: nodeId, role: "node" },
    };
  }),
};

function standing({ book, caller }: CallContext, requestId: string) {
  const found = book.nodeRequests.find((request) => request.requestId === requestId);
  if (ownOnly(caller) && found?.nodeId !== caller.deviceId) return "denied";
  return found;
}

const resolved = (requestId: string, nodeId: string, decision: string, ts: number) => ({
  event: "node.pair.resolved",
  payload: { requestId, nodeId, decision, ts },
});
