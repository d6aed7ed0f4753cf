import { defineConfig } from "@playwright/test";
import { existsSync } from "node:fs";

/**
 * Debian's own Chromium without a window of its own, twice as quick as the one with it; elsewhere the one that
 * `npx playwright install chromium` brings.
 */
const debianChromium = "/usr/bin/chromium-headless-shell";
const isRoot = process.getuid?.() === 0;

/** They measure how quick the app is, or hear every gateway on this machine: nothing else may run beside them. */
const alone = /(flood|nearby)\.test\.ts$/;
const endToEnd = { testDir: "test/e2e", timeout: 120_000, outputDir: "test-results/e2e", workers: 1 };

/** One desktop, one notification server, one tray: the apps take turns, pages needn't. No test gets a second try. */
export default defineConfig({
  testMatch: "**/*.test.ts",
  workers: 2,
  retries: 0,
  forbidOnly: true,
  globalTimeout: 30 * 60_000,
  expect: { timeout: 15_000 },
  projects: [
    { ...endToEnd, name: "e2e", testIgnore: alone },
    { ...endToEnd, name: "e2e-alone", testMatch: alone },
    {
      // The window alone, in a browser, with a stand-in for main behind it.
      name: "window",
      testDir: "test/window",
      fullyParallel: true,
      timeout: 60_000,
      outputDir: "test-results/window",
      use: {
        viewport: { width: 420, height: 640 },
        launchOptions: {
          ...(existsSync(debianChromium) && { executablePath: debianChromium }),
          // Chromium's sandbox refuses to run as root.
          args: isRoot ? ["--no-sandbox"] : [],
        },
      },
    },
  ],
  // No traces and no videos: they would hold what the app never writes down.
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
});
