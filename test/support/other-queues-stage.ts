import { deviceRow, stageDesk } from "./desk-stage.ts";
import { helloPayload } from "./fake-client.ts";

/** A node that asks for its commands. */
export const node = {
  requestId: "n1",
  nodeId: "mac",
  displayName: "Studio Mac",
  platform: "macos",
  caps: ["system"],
  commands: ["system.run", "camera.list", "made.up"],
  requiredApproveScopes: ["operator.pairing", "operator.admin"],
  ts: 1_800_000_000_000,
};
/** A person who asks to write, as a channel tells it. */
export const message = {
  requestId: "m1",
  channel: "telegram",
  channelLabel: "Telegram",
  accountId: "default",
  senderId: "4815",
  senderLabel: "user id",
  metadata: { username: "jonas\u202E", secret: 5 },
  createdAt: "2027-01-15T08:00:00.000Z",
  expiresAt: "2027-01-15T09:00:00.000Z",
  notifySupported: true,
};
export const every = ["device.pair.list", "node.pair.list", "channels.pairing.list"];

/** A desk on a gateway that has all three queues, with one request in each of the other two. */
export async function staged(methods = every, scopes = ["operator.read", "operator.pairing", "operator.admin"]) {
  const stage = stageDesk();
  let nodes: unknown[] = [node];
  let messages: unknown[] = [message];
  stage.gateway.answers.set("node.pair.list", async () => ({ pending: nodes, paired: [] }));
  stage.gateway.answers.set("channels.pairing.list", async () => ({
    accounts: [],
    requests: messages,
    commandOwnerConfigured: false,
  }));
  stage.gateway.paired = [deviceRow("mac", { roles: ["node"], nodeSurface: { caps: [], commands: ["camera.list"] } })];
  stage.client().hello({
    ...helloPayload,
    features: { methods, events: [] },
    auth: { method: "token", role: "operator", scopes },
  });
  await stage.settle();
  const of = (kind: string) => stage.desk.snapshot().requests.find((request) => request.kind === kind);
  const about = (kind: string) => {
    const { gatewayId, requestId, digest } = of(kind)!;
    return { gatewayId, requestId, digest };
  };
  const calls = () => stage.gateway.calls.filter(({ method }) => !method.endsWith(".list"));
  return {
    stage,
    of,
    about,
    calls,
    setNodes: (rows: unknown[]) => (nodes = rows),
    setMessages: (rows: unknown[]) => (messages = rows),
  };
}
