import { expect, test } from "@playwright/test";
import path from "node:path";
import { launchPairTray } from "../support/pairtray.ts";
import { projectRoot } from "../../scripts/lib/project-paths.ts";

test("the built app hears a gateway over multicast, on loopback alone, and fills in its address", async () => {
  // The demo announces its own gateway.
  const pairtray = await launchPairTray({ args: ["--demo"], show: true });
  try {
    const page = await pairtray.window();
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Connect…" }).click();
    await page.getByRole("button", { name: /^Use Demo gateway at ws:\/\/127\.0\.0\.1:/ }).click();
    await expect(page.getByLabel("Gateway address")).toHaveValue(/^ws:\/\/127\.0\.0\.1:\d+$/);
    await expect(page.getByLabel("Gateway token")).toBeFocused();
    await page.screenshot({ path: path.join(projectRoot, "test-results", "pictures", "nearby.png") });
  } finally {
    await pairtray.dispose();
  }
});
