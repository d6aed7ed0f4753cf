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

  describe("behind a tunnel, or beside a second gateway, the command line's gateway is another one", () => {
    const codeFor = (url: string) =>
      Buffer.from(JSON.stringify({ url, bootstrapToken: "of-another-gateway" })).toString("base64url");
    const tunnelled = async (url: string, address?: string) => {
      const ran: (readonly string[])[] = [];
      const stage = await staged({
        runOpenclaw: (args) => {
          ran.push(args);
          return Promise.resolve(JSON.stringify({ setupCode: codeFor(url) }));
        },
      });
      stage.gateway.answers.set("device.pair.setupCode", unknownMethod);
      if (address !== undefined) await stage.send({ type: "pair-choose", typed: address });
      await stage.start();
      return { ran, code: stage.code(), shown: JSON.stringify(stage.desk.snapshot()).includes(codeFor(url)) };
    };

    test.each(["ws://192.168.1.5:19001", "ws://127.0.0.1:19001", "wss://192.168.1.5", "ws://[fd00::5]:19001"])(
      "a code for %s is not shown, and both are named",
      async (url) => {
        const { code, shown } = await tunnelled(url);
        expect(code).toMatchObject({ state: "failed", sentence: expect.stringContaining(url) as unknown });
        expect(code?.sentence).toContain("ws://127.0.0.1:18789");
        expect(shown).toBe(false);
      },
    );

    test.each(["ws://192.168.1.5:18789", "wss://my-pi.tail1234.ts.net", "wss://claw.example.net:8443"])(
      "%s may be this one",
      async (url) => {
        expect((await tunnelled(url)).code?.state).toBe("shown");
      },
    );

    test("an address that the user chose is the user's word", async () => {
      const { code, ran } = await tunnelled("ws://192.168.1.5:19001", "ws://192.168.1.5:19001");
      expect(code?.state).toBe("shown");
      expect(ran[0]).toContain("--url");
    });
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
    expect(code()).toMatchObject({ state: "failed", sentence: expect.stringContaining("wasn’t found") as unknown });
  });

  test("an answer that is no code is no code", async () => {
    for (const setupCode of [undefined, 5, "", "no code at all", "x".repeat(5_000)]) {
      const { start, code } = await staged({}, { setupCode });
      await start();
      expect(code()?.state).toBe("failed");
    }
  });
});
