import { expect, type Page, test } from "@playwright/test";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { DemoGateway } from "../../src/demo/demo-gateway-types.ts";
import { startDemoGateway } from "../../src/demo/demo-gateway.ts";
import { launchPairTray, type RunningPairTray } from "../support/pairtray.ts";

const COUNT = 10_000;

let gateway: DemoGateway;
let pairtray: RunningPairTray;
let page: Page;

/** Ten thousand rows as the gateway's own list has them, on top of what the demo gateway really knows. */
function crowd(): object[] {
  return Array.from({ length: COUNT }, (_, n) => ({
    deviceId: n.toString(16).padStart(64, "0"),
    publicKey: "1Obv3al_3zonTKkZqWhPBM8MsNU2yMqnwkxO25re1DA",
    displayName: `${["Pixel", "Galaxy", "ThinkPad", "Mac mini"][n % 4] ?? ""} ${(n * 7919) % COUNT}`,
    platform: ["android", "android", "windows", "macos"][n % 4],
    clientId: "openclaw-android",
    clientMode: "node",
    role: "operator",
    roles: ["operator"],
    scopes: ["operator.read"],
    approvedVia: "owner",
    createdAtMs: 1_700_000_000_000,
    approvedAtMs: 1_700_000_000_000 + n,
    lastSeenAtMs: Date.now() - (n % 90) * 86_400_000,
    connected: n % 3 === 0,
    tokens: [{ role: "operator", scopes: ["operator.read"], createdAtMs: 1_700_000_000_000 }],
  }));
}

test.beforeAll(async () => {
  gateway = await startDemoGateway({
    autoApproveLocal: (device) => device.displayName?.startsWith("PairTray") === true,
  });
  const rows = crowd();
  gateway.faults.rewriteAnswers("device.pair.list", (payload) => {
    const list = payload as { paired: object[] };
    return { ...list, paired: [...list.paired, ...rows] };
  });
  pairtray = await launchPairTray({ url: gateway.url, token: gateway.token, show: true });
  page = await pairtray.window();
  await expect(page.getByText("Connected").first()).toBeVisible({ timeout: 30_000 });
});

test.afterAll(async () => {
  await pairtray.dispose();
  await gateway.stop();
});

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Time the thread really worked, in µs. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** The longest tasks of the window's main thread while `act` ran, in ms of its own processor time, from Electron's own trace. */
async function windowTasks(act: () => Promise<void>): Promise<number[]> {
  const file = path.join(pairtray.userData, "trace.json");
  await pairtray.app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({ included_categories: ["toplevel", "__metadata"] }),
  );
  await act();
  await pairtray.app.evaluate(({ contentTracing }, to) => contentTracing.stopRecording(to), file);
  const { traceEvents } = JSON.parse(await readFile(file, "utf8")) as { readonly traceEvents: readonly TraceEvent[] };
  const mains = new Set(
    traceEvents
      .filter((event) => event.name === "thread_name" && event.args?.name === "CrRendererMain")
      .map((event) => `${event.pid} ${event.tid}`),
  );
  const tasks = traceEvents.filter((event) => event.tdur !== undefined && mains.has(`${event.pid} ${event.tid}`));
  if (tasks.length === 0) throw new Error("The trace shows no work of the window's main thread.");
  return tasks.map((task) => (task.tdur ?? 0) / 1_000).sort((a, b) => b - a);
}

test("ten thousand devices: opening, typing and scrolling never block the window for 50 ms", async () => {
  const tasks = await windowTasks(async () => {
    await page.getByRole("navigation").getByRole("button", { name: "Devices" }).click();
    await page.getByRole("listitem").first().waitFor({ timeout: 30_000 });
    await page.getByLabel("Search devices").pressSequentially("galaxy 99", { delay: 40 });
    await page.getByText(/^\d+ of 10001/).waitFor();
    await page.getByLabel("Search devices").fill("");
    await page.getByLabel("Order").selectOption("Seen last first");
    await page.getByRole("main").hover();
    for (let turn = 0; turn < 20; turn += 1) {
      await page.mouse.wheel(0, 4_000);
      await page.waitForTimeout(20);
    }
  });
  console.log(
    `Longest tasks of the window: ${tasks
      .slice(0, 5)
      .map((ms) => ms.toFixed(0))
      .join(", ")} ms`,
  );
  expect(tasks[0]).toBeLessThan(50);
});
