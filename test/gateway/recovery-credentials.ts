import dns from "node:dns";
import { expect, test, vi } from "vitest";
import type { KnockResult } from "../../src/demo/knock-result.ts";
import { createPhone } from "../../src/demo/simulated-phone.ts";
import { MemorySecrets } from "../support/desk-stage.ts";
import { hurriedClock, inTurn, keptToken, troubledApp, type TroubledApp } from "../support/recovery-stage.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";
import type { RecoveryTools } from "./recovery-tools.ts";

/** Tokens that drifted: which one is asked for, how often it is tried, and what brings it back. */
export function recoveryOfCredentials({ gateway, open, approve, owner, undo }: RecoveryTools): void {
  /** A PairTray that this gateway let in once, at an address of its own where each try is one connection. */
  async function approved(host = "127.0.0.1") {
    const door = await startTcpProxy(gateway());
    undo(() => door.close());
    const url = `ws://${host}:${door.port}`;
    const secrets = new MemorySecrets();
    const app = open(troubledApp({ url, token: gateway().token, secrets, clock: hurriedClock }));
    await app.shows("PAIRING_REQUIRED (not-paired)");
    await approve.device(app.deviceId);
    await app.connected();
    app.desk.close();
    const tries = door.opened();
    return { url, secrets, deviceId: app.deviceId, tries: () => door.opened() - tries };
  }

  test("AUTH_TOKEN_MISMATCH on loopback: exactly one retry, with the device token, gets in; its row in Settings says so", async () => {
    const { url, secrets, tries } = await approved();
    const app = open(troubledApp({ url, token: "not-the-token", secrets }));
    await app.connected();
    expect(tries()).toBe(2);
    expect(app.seen).toEqual([]);
    const limits = () => app.desk.snapshot().gateways[0]!.limits.join();
    expect(limits()).toContain("has another token than the one PairTray keeps");
    await app.enter(gateway().token!);
    await app.connected();
    await expect.poll(limits).not.toContain("another token");
  });

  test("AUTH_TOKEN_MISMATCH and a stale device token: one retry, then it stops and asks; the right token closes the page", async () => {
    const { url, secrets, deviceId, tries } = await approved();
    await owner("device.token.rotate", { deviceId, role: "operator" });
    const app = open(troubledApp({ url, token: "not-the-token", secrets, clock: hurriedClock }));
    const page = await app.shows("AUTH_TOKEN_MISMATCH");
    expect(app.state().retryAtMs).toBeUndefined();
    expect(tries()).toBe(2);
    expect(app.runs()).toContain(`openclaw devices rotate --device ${deviceId} --role operator`);
    expect(page.commands[0]!.say).toContain("It is a secret");
    await app.enter(gateway().token!);
    await app.connected();
    expect(inTurn(app.seen)).toEqual(["AUTH_TOKEN_MISMATCH"]);
    expect(keptToken(secrets, url)).toBeDefined();
  });

  test("AUTH_TOKEN_MISMATCH over plain ws:// to another machine: no retry with the device token at all", async () => {
    const { lookup } = dns;
    // Every name is this machine: what counts is that the address isn't called loopback.
    vi.spyOn(dns, "lookup").mockImplementation(((_name: string, ...rest: [never]) =>
      lookup("127.0.0.1", ...rest)) as typeof lookup);
    undo(() => vi.restoreAllMocks());
    const { url, secrets, tries } = await approved("pi.local");
    const app = open(troubledApp({ url, token: "not-the-token", secrets }));
    await app.shows("AUTH_TOKEN_MISMATCH");
    expect(tries()).toBe(1);
    expect(app.state().retryAtMs).toBeUndefined();
    await app.enter(gateway().token!);
    await app.connected();
  });

  test("AUTH_DEVICE_TOKEN_MISMATCH: the stale token is thrown away and named; the gateway's own brings a new one", async () => {
    const { url, secrets, deviceId, tries } = await approved();
    await owner("device.token.rotate", { deviceId, role: "operator" });
    for (const name of secrets.keys()) if (name.startsWith("credentials/")) secrets.delete(name);
    const app = open(troubledApp({ url, secrets }));
    const page = await app.shows("AUTH_DEVICE_TOKEN_MISMATCH");
    expect(tries()).toBe(1);
    expect(page.happened).toContain("thrown it away and stopped");
    expect(page.here.join(" ")).toContain("gets a new device token");
    expect(keptToken(secrets, url)).toBeUndefined();
    await app.enter(gateway().token!);
    await app.connected();
    expect(keptToken(secrets, url)).toBeDefined();
  });

  test("AUTH_RATE_LIMITED: PairTray keeps still as long as the gateway asks, then goes in by itself", async () => {
    const { url, secrets, tries } = await approved();
    const stranger = createPhone({ url: gateway().url, token: "guessed", name: "Stranger", platform: "linux" });
    undo(() => stranger.close());
    let app: TroubledApp;
    // On a machine that is very busy the lock may be over before PairTray knocks: then somebody guesses again.
    do {
      let answer: KnockResult;
      do answer = await stranger.knock();
      while (answer.kind === "refused" && answer.code === "AUTH_TOKEN_MISMATCH");
      expect(answer).toMatchObject({ code: "AUTH_RATE_LIMITED" });
      app = open(troubledApp({ url, token: gateway().token, secrets }));
      await expect.poll(() => app.state().kind, { timeout: 20_000 }).not.toBe("connecting");
    } while (app.page()?.code !== "AUTH_RATE_LIMITED");
    const tried = tries();
    const retryAtMs = app.state().retryAtMs!;
    expect(retryAtMs).toBeGreaterThan(Date.now());
    expect(app.state().offers).toEqual([]);
    await app.connected();
    expect(Date.now()).toBeGreaterThanOrEqual(retryAtMs);
    expect(tries()).toBe(tried + 1);
    expect(app.seen).toEqual(["AUTH_RATE_LIMITED"]);
  });
}
