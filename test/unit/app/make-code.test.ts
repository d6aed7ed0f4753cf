import { describe, expect, test } from "vitest";
import { secret, stagedPairing as staged } from "../../support/pair-stage.ts";

const unknownMethod = (): Promise<never> =>
  Promise.reject(Object.assign(new Error("unknown method"), { gatewayCode: "INVALID_REQUEST" }));

describe("a gateway that makes no code", () => {
  test("a gateway on loopback makes nothing and says what to run", async () => {
    const { start, code, gateway } = await staged();
    gateway.answers.set("device.pair.setupCode", () =>
      Promise.reject(
        Object.assign(new Error("Gateway is only bound to loopback. Set gateway.bind=lan, …"), {
          gatewayCode: "INVALID_REQUEST",
        }),
      ),
    );
    await start();
    expect(code()).toMatchObject({ state: "failed" });
    expect(code()?.ways.flatMap(({ commands }) => commands)).toContain(
      "openclaw config set gateway.tailscale.mode serve",
    );
  });

  test("a gateway without the call: its own command line makes the code", async () => {
    const ran: (readonly string[])[] = [];
    const stage = await staged({
      runOpenclaw: (args) => {
        ran.push(args);
        return Promise.resolve(`Config loaded\n${JSON.stringify({ setupCode: secret, auth: "token" })}\n`);
      },
    });
    stage.gateway.answers.set("device.pair.setupCode", unknownMethod);
    await stage.start();
    expect(ran).toEqual([["qr", "--json", "--limited"]]);
    expect(stage.code()).toMatchObject({ state: "shown", setupCode: secret, gatewayUrl: "ws://192.168.1.5:18789" });
  });

  test("a gateway that can't limit a code (2026.7) makes none unless full access is chosen", async () => {
    const { start, code, gateway } = await staged();
    gateway.answers.set("device.pair.setupCode", () =>
      Promise.reject(
        Object.assign(new Error("invalid params: at root: unexpected property 'bootstrapProfile'"), {
          gatewayCode: "INVALID_REQUEST",
        }),
      ),
    );
    await start();
    expect(code()).toMatchObject({ state: "failed", sentence: expect.stringContaining("too old") as unknown });
  });

  test("a command line that can't limit a code (2026.3 to 2026.5) makes none either", async () => {
    const { start, code, gateway } = await staged({
      runOpenclaw: () => Promise.reject(new Error("error: unknown option '--limited'")),
    });
    gateway.answers.set("device.pair.setupCode", unknownMethod);
    await start();
    expect(code()).toMatchObject({ state: "failed", sentence: expect.stringContaining("less than full") as unknown });
  });

  test("no call and no command line: it says what to update, and shows nothing of what a program wrote", async () => {
    const { start, code, gateway } = await staged();
    gateway.answers.set("device.pair.setupCode", unknownMethod);
    await start();
    expect(code()).toMatchObject({ state: "failed", sentence: expect.stringContaining("too old") as unknown });
  });

  test("an answer that is no code is no code", async () => {
    for (const setupCode of [undefined, 5, "", "no code at all", "x".repeat(5_000)]) {
      const { start, code } = await staged({}, { setupCode });
      await start();
      expect(code()?.state).toBe("failed");
    }
  });
});
