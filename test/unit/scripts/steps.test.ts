import { expect, test } from "vitest";
import { hasDisplay } from "../../../scripts/lib/demo-profile.ts";
import { countSteps } from "../../../scripts/lib/steps.ts";

test("every step is told with its place and the time, before it is done", async () => {
  const said: string[] = [];
  let nowMs = 1_000;
  const step = countSteps(
    12,
    (line) => said.push(line),
    () => nowMs,
  );
  const answer = await step("Bring it", () => {
    expect(said).toHaveLength(1);
    nowMs = 84_400;
    return Promise.resolve(7);
  });
  await step("Look at it", () => Promise.resolve());
  expect(answer).toBe(7);
  expect(said).toEqual(["[ 1/12]   0 s  Bring it", "[ 2/12] 1 min 23 s  Look at it"]);
});

test("a failure names its step, and leaves the driver's log to the cause", async () => {
  const step = countSteps(2, () => undefined);
  const failure = new Error("locator.click: Timeout 30000ms exceeded.\nCall log:\n  - waiting");
  const failed = step("Approve", () => Promise.reject(failure));
  await expect(failed).rejects.toMatchObject({
    message: "Step 1/2 (“Approve”) failed: locator.click: Timeout 30000ms exceeded.",
    cause: failure,
  });
});

test("only Linux can be without a display, and says so in its environment", () => {
  expect(hasDisplay("darwin", {})).toBe(true);
  expect(hasDisplay("win32", {})).toBe(true);
  expect(hasDisplay("linux", {})).toBe(false);
  expect(hasDisplay("linux", { DISPLAY: "" })).toBe(false);
  expect(hasDisplay("linux", { DISPLAY: ":0" })).toBe(true);
  expect(hasDisplay("linux", { WAYLAND_DISPLAY: "wayland-0" })).toBe(true);
});
