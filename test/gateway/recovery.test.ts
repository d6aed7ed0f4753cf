import { createServer } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { startDemoGateway } from "../../src/demo/demo-gateway.ts";
import { hurriedClock, type TroubledApp, troubledApp } from "../support/recovery-stage.ts";

/** What no real gateway can be made to say (recovery-real.test.ts has all the rest). */
const undos: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of undos.splice(0).reverse()) await undo();
});
const open = (app: TroubledApp): TroubledApp => {
  undos.push(() => app.desk.close());
  return app;
};

test("DEVICE_AUTH_PUBLIC_KEY_INVALID, on the demo gateway: the real one calls a broken key a wrong device id", async () => {
  const gateway = await startDemoGateway();
  undos.push(() => gateway.stop());
  let isBroken = true;
  const app = open(
    troubledApp({
      ...gateway,
      clock: hurriedClock,
      client: (options) => ({
        ...options,
        hostDeps: { ...options.hostDeps, ...(isBroken && { publicKeyRawBase64UrlFromPem: () => "AAAA" }) },
      }),
    }),
  );
  await app.shows("DEVICE_AUTH_PUBLIC_KEY_INVALID");
  isBroken = false;
  await app.shows("PAIRING_REQUIRED (not-paired)");
  const [request] = gateway.owner.pending();
  expect(app.runs()).toContain(`openclaw devices approve ${request!.requestId}`);
  gateway.owner.approve(request!.requestId);
  await app.connected();
});

describe("on a played server", () => {
  /** It greets as a gateway does and refuses every connect with what the test says. */
  async function refusing(details: object): Promise<string> {
    const server = createServer();
    const sockets = new WebSocketServer({ server }).on("connection", (socket) => {
      const payload = { nonce: "n", ts: Date.now() };
      socket.send(JSON.stringify({ type: "event", event: "connect.challenge", payload }));
      socket.on("message", (data: Buffer) => {
        const { id } = JSON.parse(data.toString()) as { id: string };
        const error = { code: "INVALID_REQUEST", message: "no", details };
        socket.send(JSON.stringify({ type: "res", id, ok: false, error }));
        socket.close(1008);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    undos.push(() => {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
    });
    const address = server.address();
    return `ws://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  }

  test.each([
    ["DEVICE_AUTH_INVALID", "the gateway's word for reasons that it doesn't have yet"],
    ["AUTH_BOOTSTRAP_TOKEN_INVALID", "PairTray itself never shows a set-up code"],
  ])("%s has its page: %s", async (code) => {
    const app = open(troubledApp({ url: await refusing({ code }), token: "t" }));
    const page = await app.shows(code);
    expect(page.happened.length).toBeGreaterThan(20);
    expect(page.here.length).toBeGreaterThan(0);
    expect(page.commands.length).toBeGreaterThan(0);
  });

  test("an id that a shell would read as more than a word never reaches a command", async () => {
    const details = { code: "PAIRING_REQUIRED", reason: "not-paired", requestId: "x; rm -rf ~" };
    const app = open(troubledApp({ url: await refusing(details), token: "t" }));
    await app.shows("PAIRING_REQUIRED (not-paired)");
    expect(app.runs().join(" ")).not.toContain("rm -rf");
    expect(app.state().command ?? "").not.toContain("rm -rf");
  });
});
