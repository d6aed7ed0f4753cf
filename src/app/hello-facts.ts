import type { Hello } from "../gateway/hello.ts";
import { leavesConnectionsOpen, olderGatewayLimits } from "../gateway/older-gateway.ts";
import { type Authority, limitsOf } from "../pairing/authority.ts";
import { authModeOf } from "./auth-mode.ts";
import type { GatewayView } from "./snapshot.ts";

type Facts = Pick<GatewayView, "version" | "protocol" | "authMode" | "limits" | "leavesOpen">;

/** What a gateway said of itself as it let this app in, and what follows from that; little while it isn't connected. */
export function helloFacts(hello: Hello | undefined, authority: Authority): Facts {
  if (!hello) return { limits: [] };
  return {
    ...(hello.version !== undefined && { version: hello.version }),
    ...(hello.protocol !== undefined && { protocol: hello.protocol }),
    ...authModeOf(hello),
    limits: [...limitsOf(authority), ...olderGatewayLimits(hello)],
    ...(leavesConnectionsOpen(hello.methods) && { leavesOpen: true as const }),
  };
}
