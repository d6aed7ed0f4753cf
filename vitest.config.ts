import { defineConfig } from "vitest/config";

/** How long a poll goes on by default, in ms: a busy machine may need far more than the second that is usual. */
const patience = (timeout: number) => ({ poll: { timeout } });

export default defineConfig({
  test: {
    projects: [
      {
        // Each file opens what it needs and closes it again; a process of its own for each would double the wait.
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          testTimeout: 10_000,
          expect: patience(5_000),
          isolate: false,
          maxWorkers: "100%",
        },
      },
      {
        // Both gateways, one contract. The real one takes ten seconds of one core to start: two at a time use both.
        test: {
          name: "gateway",
          include: ["test/gateway/**/*.test.ts"],
          testTimeout: 60_000,
          // A gateway alone may take 150 s to start.
          hookTimeout: 240_000,
          expect: patience(20_000),
          maxWorkers: 2,
        },
      },
      {
        // Minutes long (npm run test:faults), so npm test asks for fewer: PAIRTRAY_FAULTS and PAIRTRAY_SEED choose how many and which.
        test: { name: "faults", include: ["test/faults/**/*.test.ts"], testTimeout: 120_000, fileParallelism: false },
      },
      {
        // The same contract on the gateway that PAIRTRAY_GATEWAY_VERSION names (npm run test:matrix).
        test: {
          name: "matrix",
          include: ["test/matrix/**/*.test.ts"],
          testTimeout: 60_000,
          // A gateway alone may take 150 s to start.
          hookTimeout: 240_000,
          expect: patience(20_000),
          fileParallelism: false,
        },
      },
    ],
  },
});
