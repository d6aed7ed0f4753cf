import { spawn } from "node:child_process";
import { afterEach, expect, test, vi } from "vitest";
import { startDemoGateway } from "../../../src/demo/demo-gateway.ts";
import { startStage } from "../../support/short-code-stage.ts";

/** `npm run phone` as a user runs it. */
const undos: (() => unknown)[] = [];

afterEach(async () => {
  for (const undo of undos.splice(0).reverse()) await undo();
});

function phone(...args: string[]) {
  const child = spawn(process.execPath, ["scripts/phone.ts", ...args]);
  let said = "";
  child.stdout.on("data", (part: Buffer) => (said += part.toString()));
  child.stderr.on("data", (part: Buffer) => (said += part.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  undos.push(() => child.kill());
  return { said: () => said, ended };
}

const patience = { timeout: 15_000, interval: 50 };

test("a phone comes back when its gateway does", { timeout: 60_000 }, async () => {
  const first = await startDemoGateway({ autoApproveLocal: true });
  const { port, url, token } = first;
  const run = phone("--url", url, "--token", token ?? "");
  await vi.waitFor(() => expect(run.said()).toContain("let in"), patience);
  const memory = first.memory();
  await first.stop();
  await vi.waitFor(() => expect(run.said()).toMatch(/closed with/), patience);
  const second = await startDemoGateway({ autoApproveLocal: true, port, memory });
  undos.push(() => second.stop());
  await vi.waitFor(() => expect(run.said().match(/connected;/g)).toHaveLength(2), patience);
});

test("asking for help spends no digits", { timeout: 30_000 }, async () => {
  const { server } = await startStage();
  undos.push(() => server.stop());
  const run = phone("--help", "--code", server.digits, "--at", server.url);
  expect(await run.ended).toBe(0);
  expect(run.said()).toContain("npm run phone");
  expect(server.state()).toEqual({ kind: "waiting", triesLeft: 5 });
});
