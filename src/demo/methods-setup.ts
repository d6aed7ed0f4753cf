import { z } from "zod";
import { method, refuse } from "./method.ts";
import { accessOverUrl, issueSetup } from "./setup-codes.ts";
import { writeSetupCode } from "./setup-code-text.ts";

const rules = { scope: "operator.admin", since: 4, hidden: true } as const;

export const setupMethods = {
  "device.pair.setupCode": method(
    rules,
    {
      publicUrl: z.string().max(2048).optional(),
      preferRemoteUrl: z.boolean().optional(),
      includeQr: z.boolean().optional(),
      bootstrapProfile: z.enum(["limited", "node"]).optional(),
      joinUrl: z.boolean().optional(),
    },
    (params, { book, environment, authMode }) => {
      // This gateway listens on loopback only, so without an address to advertise it has none.
      if (params.publicUrl === undefined) {
        return refuse(
          "Gateway is only bound to loopback. Set gateway.bind=lan, enable tailscale serve, or configure a public URL.",
        );
      }
      const url = URL.canParse(params.publicUrl) ? new URL(params.publicUrl) : undefined;
      if (!url || !["ws:", "wss:"].includes(url.protocol)) return refuse("publicUrl must be a ws:// or wss:// URL");
      if (params.joinUrl === true) return refuse("The demo gateway serves no join pages: use the setup code directly.");
      const { access, downgraded } = accessOverUrl(url, params.bootstrapProfile ?? "full");
      const issued = issueSetup(book, access, environment);
      const { setupId, token, expiresAtMs } = issued.setup;
      return {
        ok: true,
        book: issued.book,
        payload: {
          setupId,
          expiresAtMs,
          setupCode: writeSetupCode({ url: params.publicUrl, bootstrapToken: token, expiresAtMs }),
          gatewayUrl: params.publicUrl,
          auth: authMode,
          urlSource: "request.publicUrl",
          access,
          ...(downgraded && { accessDowngraded: true }),
        },
      };
    },
  ),

  "device.pair.setupStatus": method(rules, { setupId: z.string().min(1) }, ({ setupId }, { book }) => {
    const completion = book.setups.find((setup) => setup.setupId === setupId)?.completion;
    return { ok: true, payload: completion ? { completion } : {} };
  }),
};
