import { defineConfig } from "@playwright/test";

/** One desktop, one notification server, one tray: the tests take turns, and none gets a second try. */
export default defineConfig({
  testDir: "test/e2e",
  testMatch: "**/*.test.ts",
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  globalTimeout: 12 * 60_000,
  expect: { timeout: 10_000 },
  outputDir: "test-results/e2e",
  // No traces and no videos: they would hold what the app never writes down.
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
});
