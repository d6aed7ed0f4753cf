import { gatewayContract } from "../gateway/contract-suite.ts";
import { gatewayVersion, traitsOf } from "../support/gateway-versions.ts";
import { startRealGateway } from "../support/real-gateway.ts";

const version = gatewayVersion();

gatewayContract(
  `openclaw ${version}`,
  async () => {
    const gateway = await startRealGateway({ version });
    return {
      url: gateway.url,
      token: gateway.token ?? "",
      ownerApprove: async (requestId) => {
        await gateway.cli(["devices", "approve", requestId]);
      },
      stop: () => gateway.stop(),
    };
  },
  traitsOf(version),
);
