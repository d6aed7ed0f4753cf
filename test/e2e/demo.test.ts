import { expect, test } from "@playwright/test";
import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { playTour, tourLength } from "../../scripts/lib/demo-tour.ts";
import { desktopHands } from "../../scripts/lib/desktop-hands.ts";
import { ensureElectron } from "../../scripts/lib/electron-binary.ts";
import { projectRoot } from "../../scripts/lib/project-paths.ts";
import { countSteps } from "../../scripts/lib/steps.ts";

test("the demo's tour shows a request, a notification, an approval and a lock-out", async () => {
  test.setTimeout(240_000);
  const electron = await ensureElectron({ purpose: "test", say: () => undefined });
  const pictures = path.join(projectRoot, "test-results", "pictures", "demo");
  await mkdir(pictures, { recursive: true });
  const said: string[] = [];
  const startMs = Date.now();
  const files = await playTour({
    electron,
    env: process.env,
    hands: desktopHands(),
    pictures,
    step: countSteps(tourLength, (line) => said.push(line)),
  });
  const tookMs = Date.now() - startMs;
  console.log(`The tour took ${Math.round(tookMs / 1_000)} s; a minute is the aim`);
  // Three times as long on a machine that does something else as well.
  expect(tookMs).toBeLessThan(180_000);
  expect(said).toHaveLength(tourLength);
  expect(said.at(-1)).toContain(`${tourLength}/${tourLength}`);
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) expect((await stat(path.join(pictures, file))).size, file).toBeGreaterThan(5_000);
  const shown = () =>
    desktopHands()
      .notificationsShown()
      .catch(() => undefined);
  await expect.poll(shown, { message: "nothing is left on the screen" }).toBe(0);
});
