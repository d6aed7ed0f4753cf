import { leavesConnectionsOpen, olderGatewayLimits } from "../gateway/older-gateway.ts";
import type { SessionState } from "../gateway/session.ts";
import { type Authority, limitsOf } from "../pairing/authority.ts";
import { authModeOf } from "./auth-mode.ts";
import type { GatewayView } from "./snapshot.ts";

type Facts = Pick<GatewayView, "version" | "protocol" | "authMode" | "limits" | "leavesOpen">;

/** The token that is kept is sent first each time, and refused each time: nobody else would say so. */
const driftedToken =
  "This gateway has another token than the one PairTray keeps. PairTray came in by its own device token; enter the new one under Connect…, before that ends too.";

/** What a gateway said of itself as it let this app in, and what follows from that; little while it isn't connected. */
export function helloFacts(state: SessionState, authority: Authority): Facts {
  if (state.kind !== "connected") return { limits: [] };
  const { hello, drifted } = state;
  return {
    ...(hello.version !== undefined && { version: hello.version }),
    ...(hello.protocol !== undefined && { protocol: hello.protocol }),
    ...authModeOf(hello),
    limits: [...(drifted ? [driftedToken] : []), ...limitsOf(authority), ...olderGatewayLimits(hello)],
    ...(leavesConnectionsOpen(hello.methods) && { leavesOpen: true as const }),
  };
}
