import { expect } from "@playwright/test";
import { createPhone } from "../../src/demo/simulated-phone.ts";
import { operatorOptions } from "../gateway/gateway-harness.ts";
import { openChoice, showCode } from "../support/pair-hands.ts";
import { launchPairTray } from "../support/pairtray.ts";
import { startRealGateway } from "../support/real-gateway.ts";
import type { Row } from "./row.ts";

/**
 * From the click on *Show a code* (the time the page itself gives its click event) until the frame with the QR code is on
 * the screen, on a real gateway; against the gateway's own answer to the same RPC, which is the part that isn't ours.
 */
export const pairRow: Row = {
  id: "pair",
  title: "Click on Show a code to QR on the screen",
  against: "`device.pair.setupCode` alone",
  unit: "ms",
  target: { kind: "p95-at-most", value: 150 },
  samples: { full: 40, quick: 8 },
  warmUp: 2,
  async prepare({ atEnd }) {
    const gateway = await startRealGateway({ autoApproveLocal: true });
    atEnd(() => gateway.stop());
    const pairtray = await launchPairTray({ url: gateway.url, token: gateway.token, show: true });
    atEnd(() => pairtray.dispose());
    const page = await pairtray.window();
    await expect(page.getByText("Connected").first()).toBeVisible({ timeout: 30_000 });
    await openChoice(page, gateway.url);
    const operator = createPhone({
      ...operatorOptions,
      url: gateway.url,
      ...(gateway.token !== undefined && { token: gateway.token }),
      name: "Bench operator",
      scopes: ["operator.read", "operator.pairing", "operator.admin"],
    });
    atEnd(() => operator.close());
    await operator.knock();
    return {
      async ours() {
        const taken = await showCode(page);
        await page.getByRole("button", { name: "Back" }).click();
        return taken;
      },
      async reference() {
        const startMs = performance.now();
        await operator.request("device.pair.setupCode", {
          publicUrl: gateway.url,
          includeQr: false,
          bootstrapProfile: "limited",
        });
        return performance.now() - startMs;
      },
    };
  },
};
