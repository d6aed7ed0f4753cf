import path from "node:path";
import { now } from "../support/snapshot-access.ts";
import { gateway } from "../support/snapshot-gateways.ts";
import { recoveryScenes } from "../support/snapshot-recovery.ts";
import { snapshot } from "../support/snapshots.ts";
import { expect, test } from "../support/window-test.ts";

/** By how many px the page is wider than its window. */
const tooWide = `Math.max(...[document.documentElement, document.querySelector(".page")]
  .map((element) => element ? element.scrollWidth - element.clientWidth : 0))`;

/** One of each shape: axe takes as long for each page as all the rest of the test. */
const lookedThrough = new Set(["token-mismatch", "not-paired", "certificate-changed", "clock-off"]);

for (const colorScheme of ["light", "dark"] as const) {
  // Tall enough for the longest page, so that each picture shows all of one.
  test.describe(colorScheme, () => {
    test.use({ colorScheme, viewport: { width: 420, height: 1_100 } });
    test("each recovery page: readable, none wider than the window, and gone with its cause", async ({
      openWindow,
      page: clocked,
    }) => {
      test.setTimeout(60_000);
      await clocked.clock.setFixedTime(now);
      const { page, moveOn, expectAccessible } = await openWindow(snapshot({ devices: [] }));
      for (const [name, state] of Object.entries(recoveryScenes)) {
        await moveOn({ gateways: [gateway(state, { id: name })] });
        await expect(page.getByRole("heading", { name: state.title })).toBeVisible();
        const way = page.locator("details.recovery");
        if ((await way.getAttribute("open")) === null) await page.getByText("What happened, and the way out").click();
        for (const { run } of state.recovery!.commands) await expect(page.getByText(run).first()).toBeVisible();
        await page.screenshot({
          path: path.join("test-results", "window-pictures", colorScheme, `recovery-${name}.png`),
        });
        if (lookedThrough.has(name)) await expectAccessible();
        expect(await page.evaluate(tooWide)).toBeLessThanOrEqual(0);
      }
      await moveOn({ gateways: [gateway()] });
      await expect(page.getByText("What happened, and the way out")).toBeHidden();
    });
  });
}
