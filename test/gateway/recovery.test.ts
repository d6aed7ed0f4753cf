import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createServer, type Server } from "node:http";
import { WebSocketServer } from "ws";
import { ownIdentity } from "../../src/app/open-gateway.ts";
import { NoticeBoard } from "../../src/app/notice-board.ts";
import { MemorySecrets } from "../support/desk-stage.ts";
import { liveDesk, type LiveDesk } from "../support/live-desk.ts";
import { type RealGateway, startRealGateway } from "../support/real-gateway.ts";

const open: LiveDesk[] = [];
const live = (...args: Parameters<typeof liveDesk>): LiveDesk => {
  const made = liveDesk(...args);
  open.push(made);
  return made;
};
afterEach(() => {
  for (const { desk } of open.splice(0)) desk.close();
});

const state = ({ desk }: LiveDesk) => desk.snapshot().gateways[0]!.state;
const page = (app: LiveDesk) => state(app).recovery;
const codeOf = (app: LiveDesk) => expect.poll(() => page(app)?.code, { timeout: 15_000 });
const connected = (app: LiveDesk) => expect.poll(() => state(app).kind, { timeout: 15_000 }).toBe("connected");
const runs = (app: LiveDesk) => page(app)?.commands.map(({ run }) => run) ?? [];

describe("on the real gateway", () => {
  let gateway: RealGateway;
  const secrets = new MemorySecrets();
  const owner = async (app: LiveDesk) => {
    const approve = runs(app).find((run) => /^openclaw devices approve [\w-]+$/.test(run));
    expect(approve).toBeDefined();
    await gateway.cli(approve!.split(" ").slice(1));
  };

  beforeAll(async () => {
    gateway = await startRealGateway();
  });
  afterAll(() => gateway.stop());

  test("PAIRING_REQUIRED (not-paired): the command on the page lets PairTray in, and the page closes by itself", async () => {
    const app = live([gateway], secrets);
    await codeOf(app).toBe("PAIRING_REQUIRED (not-paired)");
    await owner(app);
    await connected(app);
    expect(page(app)).toBeUndefined();
  });

  test("AUTH_TOKEN_MISMATCH: one retry with the device token gets in by itself on loopback", async () => {
    const app = live([{ url: gateway.url, token: "not-the-token" }], secrets);
    await connected(app);
  });

  test("AUTH_TOKEN_MISMATCH without a device token: it stops, says how, and a new token closes the page", async () => {
    const bare = new MemorySecrets([["identity", secrets.get("identity")!]]);
    const app = live([{ url: gateway.url, token: "not-the-token" }], bare);
    await codeOf(app).toBe("AUTH_TOKEN_MISMATCH");
    expect(state(app).retryAtMs).toBeUndefined();
    const { deviceId } = ownIdentity(secrets, new NoticeBoard());
    expect(runs(app)).toContain(`openclaw devices rotate --device ${deviceId} --role operator`);
    await app.desk.handle({ type: "connect", url: gateway.url, token: gateway.token! });
    await connected(app);
  });

  test("AUTH_TOKEN_MISSING and AUTH_DEVICE_TOKEN_MISMATCH: the stale device token is thrown away", async () => {
    const kept = new MemorySecrets(secrets);
    const id = [...kept.keys()].find((name) => name.startsWith("device-token/"))!;
    for (const name of kept.keys()) if (name.startsWith("credentials/")) kept.delete(name);
    const { deviceId } = ownIdentity(secrets, new NoticeBoard());
    await gateway.cli(["devices", "rotate", "--device", deviceId, "--role", "operator"]);
    const app = live([{ url: gateway.url }], kept);
    await codeOf(app).toMatch(/AUTH_TOKEN_MISSING|AUTH_DEVICE_TOKEN_MISMATCH/);
    expect(kept.has(id)).toBe(false);
  });

  test("4001: removed while it runs, PairTray says so or asks again by itself", async () => {
    const app = live([gateway], secrets);
    await connected(app);
    const codes = new Set<string>();
    app.desk.subscribe((snapshot) => codes.add(snapshot.gateways[0]!.state.recovery?.code ?? ""));
    const { deviceId } = ownIdentity(secrets, new NoticeBoard());
    await gateway.cli(["devices", "remove", deviceId]);
    await codeOf(app).toBe("PAIRING_REQUIRED (not-paired)");
    expect([...codes]).toContain("4001");
    await owner(app);
    await connected(app);
  });

  test("starting: a restart is walked through without a click", async () => {
    const app = live([gateway], secrets);
    await connected(app);
    await gateway.restart();
    await expect.poll(() => state(app).kind, { timeout: 40_000 }).toBe("connected");
  });
});

/** A server that greets as a gateway does and refuses every connect with what the test says. */
async function refusing(error: object): Promise<{ url: string; server: Server }> {
  const server = createServer((_request, answer) => {
    // Ten minutes ahead of everybody.
    answer.setHeader("Date", new Date(Date.now() + 600_000).toUTCString()).end();
  });
  new WebSocketServer({ server }).on("connection", (socket) => {
    socket.send(JSON.stringify({ type: "event", event: "connect.challenge", payload: { nonce: "n", ts: Date.now() } }));
    socket.on("message", (data: Buffer) => {
      const { id } = JSON.parse(data.toString()) as { id: string };
      socket.send(
        JSON.stringify({ type: "res", id, ok: false, error: { code: "INVALID_REQUEST", message: "no", ...error } }),
      );
      socket.close(1008);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { url: `ws://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`, server };
}

describe("each other code, as a gateway sends it", () => {
  test.each([
    ["AUTH_SCOPE_MISMATCH", { details: { code: "AUTH_SCOPE_MISMATCH" } }, "AUTH_SCOPE_MISMATCH"],
    ["AUTH_RATE_LIMITED", { details: { code: "AUTH_RATE_LIMITED", retryAfterMs: 30_000 } }, "AUTH_RATE_LIMITED"],
    ["PROTOCOL_MISMATCH", { details: { code: "PROTOCOL_MISMATCH", expectedProtocol: 9 } }, "PROTOCOL_MISMATCH"],
    [
      "role-upgrade",
      { details: { code: "PAIRING_REQUIRED", reason: "role-upgrade", requestId: "r-1" } },
      "PAIRING_REQUIRED (role-upgrade)",
    ],
    [
      "scope-upgrade",
      { details: { code: "PAIRING_REQUIRED", reason: "scope-upgrade", requestId: "r-1" } },
      "PAIRING_REQUIRED (scope-upgrade)",
    ],
    [
      "metadata-upgrade",
      { details: { code: "PAIRING_REQUIRED", reason: "metadata-upgrade", requestId: "r-1" } },
      "PAIRING_REQUIRED (metadata-upgrade)",
    ],
    [
      "starting",
      { code: "UNAVAILABLE", retryable: true, retryAfterMs: 500, details: { reason: "startup-sidecars" } },
      "Starting",
    ],
  ])("%s has its page", async (_name, error, code) => {
    const { url, server } = await refusing(error);
    const app = live([{ url, token: "t" }]);
    await codeOf(app).toBe(code);
    expect(page(app)?.happened.length).toBeGreaterThan(20);
    expect(page(app)?.here.length).toBeGreaterThan(0);
    expect(runs(app).length).toBeGreaterThan(0);
    if (code === "AUTH_RATE_LIMITED") expect(state(app).retryAtMs! - Date.now()).toBeGreaterThan(25_000);
    server.close();
  });

  test("DEVICE_AUTH_SIGNATURE_EXPIRED: the clock that is off is measured and said", async () => {
    const { url, server } = await refusing({ details: { code: "DEVICE_AUTH_SIGNATURE_EXPIRED" } });
    const app = live([{ url, token: "t" }]);
    await expect.poll(() => page(app)?.happened, { timeout: 10_000 }).toContain("10 minutes ahead of this machine's");
    server.close();
  });

  test("an id that a shell would read as more than a word never reaches a command", async () => {
    const { url, server } = await refusing({
      details: { code: "PAIRING_REQUIRED", reason: "not-paired", requestId: "x; rm -rf ~" },
    });
    const app = live([{ url, token: "t" }]);
    await codeOf(app).toBe("PAIRING_REQUIRED (not-paired)");
    expect(runs(app).join(" ")).not.toContain("rm -rf");
    expect(state(app).command ?? "").not.toContain("rm -rf");
    server.close();
  });
});
