import type { Page } from "@playwright/test";
import { startDemoGateway } from "../../src/demo/demo-gateway.ts";
import { addToList, crowd } from "../support/crowd.ts";
import { launchPairTray } from "../support/pairtray.ts";
import type { BenchTools, Row } from "./row.ts";
import { longestWindowTask } from "./window-tasks.ts";

/** Opens the list of devices, searches it letter by letter, sorts it another way, and scrolls down. */
async function browse(page: Page): Promise<void> {
  await page.getByRole("navigation").getByRole("button", { name: "Devices" }).click();
  await page.getByRole("listitem").first().waitFor();
  await page.getByLabel("Search devices").pressSequentially("galaxy 9", { delay: 40 });
  await page.getByText(/^\d+ of \d+/).waitFor();
  await page.getByLabel("Search devices").fill("");
  await page.getByLabel("Order").selectOption("Seen last first");
  await page.getByRole("main").hover();
  for (let turn = 0; turn < 20; turn += 1) {
    await page.mouse.wheel(0, 4_000);
    await page.waitForTimeout(20);
  }
}

/** An app on a demo gateway with so many devices. Each call browses them once. */
async function browser(devices: number, { atEnd }: BenchTools): Promise<() => Promise<number>> {
  const gateway = await startDemoGateway({
    autoApproveLocal: ({ displayName }) => displayName?.startsWith("PairTray") === true,
  });
  atEnd(() => gateway.stop());
  addToList(gateway, crowd(devices));
  const pairtray = await launchPairTray({ url: gateway.url, token: gateway.token, show: true });
  atEnd(() => pairtray.dispose());
  const page = await pairtray.window();
  await page.getByText("Connected").first().waitFor({ timeout: 30_000 });
  return async () => {
    await page.getByRole("navigation").getByRole("button", { name: "Requests" }).click();
    await page.getByText("No requests").waitFor();
    return longestWindowTask(pairtray, () => browse(page));
  };
}

/** What a hand feels of ten thousand devices: the longest time for which the window answers nobody. */
export const crowdRow: Row = {
  id: "crowd",
  title: "Longest task of the window: open, search and scroll 10,000 devices",
  against: "100 devices",
  unit: "ms",
  target: { kind: "p95-at-most", value: 50 },
  samples: { full: 10, quick: 3 },
  warmUp: 1,
  async prepare(tools) {
    return { ours: await browser(10_000, tools), reference: await browser(100, tools) };
  },
};
