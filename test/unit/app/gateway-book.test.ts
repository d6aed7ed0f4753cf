import { describe, expect, it } from "vitest";
import { GatewayBook } from "../../../src/app/gateway-book.ts";
import { NoticeBoard } from "../../../src/app/notice-board.ts";
import { gatewayIdOf } from "../../../src/app/open-gateway.ts";
import { nodeCommand } from "../../../src/short-code/plain-words.ts";
import { book, config, home, pi } from "../../support/book-stage.ts";
import { MemorySecrets, memorySettings, stageDesk } from "../../support/desk-stage.ts";

describe("the gateways of one user", () => {
  it("has the one of this machine and those that were added, each with its own credentials", () => {
    const { book: gateways, settings } = book();
    expect(gateways.add({ type: "connect", url: pi, token: "pi-token" })).toEqual({ ok: true });
    expect(gateways.entries().map(({ url, credentials, source }) => [url, credentials, source])).toEqual([
      [home, { token: "config-token" }, "openclaw.json"],
      [pi, { token: "pi-token" }, "user"],
    ]);
    expect(JSON.stringify(settings.get())).not.toMatch(/config-token|pi-token/);
  });

  it("keeps the rule of the CLI: a given address never picks up the configuration's or the environment's credentials", () => {
    const added = book({ OPENCLAW_GATEWAY_TOKEN: "env-token" });
    added.book.add({ type: "connect", url: pi });
    expect(added.book.entries()[1]?.credentials).toEqual({});
    const environment = book({ OPENCLAW_GATEWAY_URL: pi });
    expect(environment.book.entries()).toMatchObject([{ url: pi, credentials: {}, source: "environment" }]);
  });

  it("uses what was typed for the gateway that the environment names, and says why it takes no other", () => {
    const { book: gateways, secrets, settings } = book({ OPENCLAW_GATEWAY_URL: pi, OPENCLAW_GATEWAY_TOKEN: "wrong" });
    expect(gateways.entries()).toMatchObject([{ url: pi, credentials: { token: "wrong" } }]);
    expect(gateways.add({ type: "connect", url: `${pi}/`, token: "typed" })).toEqual({ ok: true });
    expect(gateways.entries()).toMatchObject([{ url: pi, credentials: { token: "typed" }, source: "environment" }]);
    const before = [secrets.size, settings.get()];
    expect(gateways.add({ type: "connect", url: "ws://10.0.0.3:18789", token: "t" })).toMatchObject({
      ok: false,
      sentence: expect.stringContaining("OPENCLAW_GATEWAY_URL") as unknown,
    });
    expect([secrets.size, settings.get()]).toEqual(before);
  });

  it("uses the newer word: what was typed, until the configuration says something else", () => {
    const config = (auth?: object) => JSON.stringify({ gateway: { auth } });
    const files = { file: config({ token: "first" }) };
    const secrets = new MemorySecrets();
    const surroundings = { env: {}, home: "/home/u", readFile: () => files.file };
    const parts = { surroundings, settings: memorySettings(), secrets, notices: new NoticeBoard() };
    const gateways = new GatewayBook(parts);
    const used = () => gateways.entries()[0]?.credentials;
    gateways.add({ type: "connect", url: home, token: "typed" });
    expect(used()).toEqual({ token: "typed" });
    files.file = config({ token: "second" });
    expect(used()).toEqual({ token: "second" });
    gateways.add({ type: "connect", url: home, password: "typed again" });
    expect([used(), new GatewayBook(parts).entries()[0]?.credentials]).toEqual(
      Array(2).fill({ password: "typed again" }),
    );
    // Nothing there is no other word.
    files.file = config();
    expect(used()).toEqual({ password: "typed again" });
    expect([...secrets.values()].join()).not.toMatch(/first|second/);
  });

  it("keeps what it knew while openclaw.json is broken or away, says so once, and takes that back", () => {
    const notices = new NoticeBoard();
    const files: { read: () => string | undefined } = { read: () => undefined };
    const surroundings = { env: {}, home: "/home/u", readFile: () => files.read() };
    const parts = { surroundings, settings: memorySettings(), secrets: new MemorySecrets(), notices };
    const gateways = new GatewayBook(parts);
    gateways.add({ type: "connect", url: pi });
    expect(gateways.entries()).toHaveLength(1);
    files.read = () => config;
    expect(gateways.entries()).toMatchObject([{ url: home, credentials: { token: "config-token" } }, { url: pi }]);
    for (const broken of [
      () => config.slice(0, 30),
      () => "",
      () => {
        throw Object.assign(new Error("no"), { code: "EACCES" });
      },
    ]) {
      files.read = broken;
      expect(gateways.entries()).toHaveLength(2);
      gateways.entries();
      expect(notices.notices).toMatchObject([
        {
          sentence: expect.stringContaining("openclaw.json can't be read") as unknown,
          step: expect.stringContaining("goes on with what stood there before") as unknown,
        },
      ]);
    }
    notices.dismiss(notices.notices[0]!.id);
    gateways.entries();
    expect(notices.notices).toEqual([]);
    files.read = () => "{";
    gateways.entries();
    expect(notices.notices).toHaveLength(1);
    files.read = () => undefined;
    expect(gateways.entries()).toHaveLength(2);
    expect(notices.notices).toEqual([]);
  });

  it("renames, colours, pauses, pins, and keeps that apart by gateway", () => {
    const { book: gateways } = book();
    const secure = "wss://pi.example.test";
    gateways.add({ type: "connect", url: secure });
    const gatewayId = gatewayIdOf(home);
    gateways.edit({ type: "edit-gateway", gatewayId, name: "  Attic\u202e ", colour: "blue", paused: true });
    gateways.pin(gatewayIdOf(secure), "ab".repeat(32));
    expect(gateways.entries()).toMatchObject([
      { url: home, name: "Attic", colour: "blue", paused: true },
      { url: secure, paused: false, tlsFingerprint: "ab".repeat(32) },
    ]);
    gateways.edit({ type: "edit-gateway", gatewayId, paused: false });
    expect(gateways.entries()[0]).toMatchObject({ name: "Attic", paused: false });
  });

  it("gives each one that joins others a colour that none has, until they run out; a chosen one stays", () => {
    const { book: gateways } = book();
    const urls = [1, 2, 3, 4, 5].map((n) => `ws://192.168.1.${n}:18789`);
    for (const url of urls) gateways.add({ type: "connect", url });
    const colours = () => gateways.entries().map(({ colour }) => colour);
    expect(colours()).toEqual([undefined, "blue", "green", "orange", "purple", undefined]);
    gateways.edit({ type: "edit-gateway", gatewayId: gatewayIdOf(urls[1]!), colour: "purple" });
    gateways.add({ type: "connect", url: urls[1]!, token: "t" });
    expect(colours()[2]).toBe("purple");
  });

  it("removes one with its secrets; the one that openclaw.json names stays away until it is added again", () => {
    const { book: gateways, secrets } = book();
    gateways.add({ type: "connect", url: pi, token: "pi-token" });
    secrets.set(`device-token/${gatewayIdOf(pi)}`, "{}");
    expect(gateways.remove(gatewayIdOf(pi))).toEqual({ ok: true });
    expect([...secrets.keys()]).toEqual([]);
    gateways.remove(gatewayIdOf(home));
    expect(gateways.entries()).toEqual([]);
    gateways.add({ type: "connect", url: home, token: "typed" });
    expect(gateways.entries()).toMatchObject([{ url: home, credentials: { token: "typed" } }]);
    expect(book({ OPENCLAW_GATEWAY_URL: pi }).book.remove(gatewayIdOf(pi))).toMatchObject({ ok: false });
  });

  it.each(["url", "token", "password"])(
    "knows a set-up code that was pasted as %s, bare or as PairTray copies it, says so, and keeps nothing",
    (field) => {
      const { book: gateways, secrets, settings } = book({}, undefined);
      const code = Buffer.from(JSON.stringify({ url: pi, bootstrapToken: "one-time" })).toString("base64url");
      for (const text of [code, nodeCommand(code), `oc-pair://${code}`]) {
        const result = gateways.add({ type: "connect", url: home, [field]: text });
        expect(result).toMatchObject({ ok: false, sentence: expect.stringContaining(pi) as unknown });
        expect(JSON.stringify(result)).not.toMatch(/one-time/);
      }
      expect([...secrets.keys(), ...settings.get().gateways]).toEqual([]);
    },
  );
});

describe("several gateways on one desk", () => {
  it("keeps the connections of those that didn't change", async () => {
    const stage = stageDesk({});
    await stage.desk.handle({ type: "connect", url: home, token: "t" });
    await stage.desk.handle({ type: "connect", url: pi, token: "t" });
    expect(stage.clients).toHaveLength(2);
    await stage.desk.handle({ type: "edit-gateway", gatewayId: gatewayIdOf(pi), name: "Pi", colour: "purple" });
    expect(stage.clients).toHaveLength(2);
    expect(stage.desk.snapshot().gateways).toMatchObject([
      { name: "127.0.0.1:18789" },
      { name: "Pi", colour: "purple" },
    ]);
    await stage.desk.handle({ type: "edit-gateway", gatewayId: gatewayIdOf(pi), paused: true });
    expect(stage.clients).toHaveLength(2);
    expect(stage.desk.snapshot().gateways[1]).toMatchObject({ paused: true, state: { kind: "stopped" } });
    await stage.desk.handle({ type: "remove-gateway", gatewayId: gatewayIdOf(pi) });
    expect(stage.desk.snapshot().gateways).toHaveLength(1);
  });

  it("tells whoever keeps a log every credential and device token, wherever it came from", async () => {
    const stage = stageDesk({ OPENCLAW_GATEWAY_URL: home, OPENCLAW_GATEWAY_TOKEN: "from-the-environment" });
    await stage.settle();
    stage.client().options.hostDeps?.storeDeviceAuthToken?.({ token: "device-token", scopes: [] } as never);
    const other = stageDesk({});
    await other.desk.handle({ type: "connect", url: pi, password: "typed" });
    void other.desk.handle({ type: "test-gateway", url: home, token: " tried " });
    await other.settle();
    expect([stage.hidden, other.hidden]).toEqual([
      ["from-the-environment", "device-token"],
      ["typed", "tried"],
    ]);
  });

  it("tests an address without keeping anything of it", async () => {
    const stage = stageDesk({});
    const testing = stage.desk.handle({ type: "test-gateway", url: pi, token: "typed" });
    await stage.settle();
    stage.client().hello();
    expect(await testing).toMatchObject({ ok: true, sentence: expect.stringContaining("It works") as unknown });
    expect(stage.desk.snapshot()).toMatchObject({ needsGateway: true, notices: [{ tone: "good" }] });
    expect([...stage.secrets.keys()]).toEqual([]);
    await stage.settle();
    expect(stage.client().stopped).toBe(1);
  });

  it.each(["token", "password"])("tries nothing with a set-up code that was pasted as %s", async (field) => {
    const stage = stageDesk({});
    const code = Buffer.from(JSON.stringify({ url: pi, bootstrapToken: "one-time" })).toString("base64url");
    const testing = stage.desk.handle({ type: "test-gateway", url: home, [field]: ` ${nodeCommand(code)}\n` });
    expect(stage.clients).toEqual([]);
    expect(await testing).toMatchObject({ ok: false, sentence: expect.stringContaining(pi) as unknown });
  });

  it("tests an address whose certificate was trusted against that certificate and no other", async () => {
    const url = "wss://pi.example.test:18789";
    const stage = stageDesk({});
    stage.settings.set({ gateways: [{ id: gatewayIdOf(url), url, tlsFingerprint: "ab".repeat(32) }] });
    void stage.desk.handle({ type: "test-gateway", url, token: "typed" });
    await stage.settle();
    expect(stage.client().options).toMatchObject({ url, token: "typed", tlsFingerprint: "ab".repeat(32) });
    void stage.desk.handle({ type: "test-gateway", url: pi, token: "typed" });
    await stage.settle();
    expect(stage.client().options).not.toHaveProperty("tlsFingerprint");
  });
});
