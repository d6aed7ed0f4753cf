import { startDemoGateway } from "../../src/demo/demo-gateway.ts";
import { startRealGateway } from "../support/real-gateway.ts";
import { gatewayContract } from "./contract-suite.ts";

gatewayContract("the demo gateway", async () => {
  const gateway = await startDemoGateway();
  return {
    url: gateway.url,
    token: gateway.token ?? "",
    ownerApprove: async (requestId) => gateway.owner.approve(requestId),
    stop: () => gateway.stop(),
  };
});

gatewayContract("openclaw 2026.9.6", async () => {
  const gateway = await startRealGateway();
  return {
    url: gateway.url,
    token: gateway.token ?? "",
    ownerApprove: async (requestId) => {
      await gateway.cli(["devices", "approve", requestId]);
    },
    stop: () => gateway.stop(),
  };
});
