import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import JSON5 from "json5";
import { afterAll, describe, expect, it } from "vitest";
import { configPath, findGateway, type Found } from "../../../src/gateway/location.ts";

const home = "/home/anna";
const standard = join(home, ".openclaw", "openclaw.json");

/** What is found with this text at the standard place and these variables. */
function found(text: string | undefined, env: Record<string, string> = {}, at = standard): Found {
  return findGateway({ env, home, readFile: (path) => (path === at ? text : undefined) });
}

function located(text: string | undefined, env: Record<string, string> = {}) {
  const result = found(text, env);
  if (result.kind !== "found") throw new Error(`not found: ${JSON.stringify(result)}`);
  return result.location;
}

describe("the environment", () => {
  it("comes first, with its own credentials", () => {
    const config = JSON5.stringify({
      gateway: { port: 1, auth: { token: "config-token", password: "config-password" } },
    });
    const url = { OPENCLAW_GATEWAY_URL: " wss://pi.example.ts.net " };
    expect(located(config, { ...url, OPENCLAW_GATEWAY_TOKEN: "env-token" })).toEqual({
      url: "wss://pi.example.ts.net",
      credentials: { token: "env-token" },
      source: "environment",
    });
    expect(located(config, { ...url, OPENCLAW_GATEWAY_PASSWORD: "p" }).credentials).toEqual({ password: "p" });
    expect(
      located(config, { ...url, OPENCLAW_GATEWAY_TOKEN: "t", OPENCLAW_GATEWAY_PASSWORD: "p" }).credentials,
    ).toEqual({ token: "t" });
  });

  it("with an explicit address never picks up the configuration's credentials", () => {
    const read: string[] = [];
    const result = findGateway({
      env: { OPENCLAW_GATEWAY_URL: "wss://evil.example:1" },
      home,
      readFile: (path) => {
        read.push(path);
        return '{ gateway: { auth: { token: "config-token" } } }';
      },
    });
    expect(result).toMatchObject({ kind: "found", location: { url: "wss://evil.example:1", credentials: {} } });
    expect(read).toEqual([]);
  });

  it("says which variable can't be used, and doesn't repeat what is in it", () => {
    const result = found(undefined, { OPENCLAW_GATEWAY_URL: "ws://user:secret@host" });
    expect(result).toMatchObject({ kind: "unusable" });
    expect(JSON.stringify(result)).toContain("OPENCLAW_GATEWAY_URL");
    expect(JSON.stringify(result)).not.toContain("secret");
  });

  it("gives the credentials where the configuration gives the address", () => {
    const config = '{ gateway: { port: 20000, auth: { token: "config-token" } } }';
    expect(located(config, { OPENCLAW_GATEWAY_TOKEN: "env-token" })).toEqual({
      url: "ws://127.0.0.1:20000",
      credentials: { token: "env-token" },
      source: "openclaw.json",
    });
    expect(located(config, { OPENCLAW_GATEWAY_PASSWORD: "p" }).credentials).toEqual({ password: "p" });
    expect(located(config, { OPENCLAW_GATEWAY_TOKEN: "  " }).credentials).toEqual({ token: "config-token" });
  });
});

describe("where the configuration is", () => {
  it.each<[Record<string, string>, string]>([
    [{}, standard],
    [{ OPENCLAW_HOME: "/srv/oc" }, "/srv/oc/.openclaw/openclaw.json"],
    [{ OPENCLAW_STATE_DIR: "/srv/state", OPENCLAW_HOME: "/srv/oc" }, "/srv/state/openclaw.json"],
    [{ OPENCLAW_CONFIG_PATH: "/etc/oc.json", OPENCLAW_STATE_DIR: "/srv/state" }, "/etc/oc.json"],
    [{ OPENCLAW_STATE_DIR: "~/state" }, "/home/anna/state/openclaw.json"],
    [{ OPENCLAW_CONFIG_PATH: "~/oc.json", OPENCLAW_HOME: "/srv/oc" }, "/srv/oc/oc.json"],
    [{ OPENCLAW_STATE_DIR: " ", OPENCLAW_CONFIG_PATH: "" }, standard],
  ])("%o", (env, path) => {
    expect(configPath({ env, home })).toBe(path);
  });

  it("is read there", () => {
    const result = found("{}", { OPENCLAW_STATE_DIR: "/srv/state" }, "/srv/state/openclaw.json");
    expect(result.kind).toBe("found");
    expect(found(undefined)).toEqual({ kind: "none" });
  });
});

describe("openclaw.json", () => {
  it("is JSON5, with comments, and may say nothing at all", () => {
    const text = `\uFEFF// mine
      { /* here */ gateway: { port: 19001, auth: { mode: 'token', token: 'abc', }, }, }`;
    expect(located(text)).toEqual({
      url: "ws://127.0.0.1:19001",
      credentials: { token: "abc" },
      source: "openclaw.json",
    });
    expect(located("{}")).toEqual({ url: "ws://127.0.0.1:18789", credentials: {}, source: "openclaw.json" });
  });

  it("with mode password gives the password, else the token", () => {
    const auth = (mode: string | undefined) =>
      located(JSON5.stringify({ gateway: { auth: { mode, token: "t", password: "p" } } })).credentials;
    expect(auth("password")).toEqual({ password: "p" });
    expect(auth("token")).toEqual({ token: "t" });
    expect(auth(undefined)).toEqual({ token: "t" });
    expect(located('{ gateway: { auth: { mode: "password", token: "t" } } }').credentials).toEqual({});
  });

  it("with mode remote leads to the other machine, with that machine's credentials", () => {
    const gateway = { auth: { token: "local" }, remote: { url: "wss://pi.example.ts.net", token: "remote" } };
    expect(located(JSON5.stringify({ gateway: { ...gateway, mode: "remote" } }))).toEqual({
      url: "wss://pi.example.ts.net",
      credentials: { token: "remote" },
      source: "openclaw.json",
    });
    expect(located(JSON5.stringify({ gateway: { ...gateway, mode: "local" } }))).toMatchObject({
      url: "ws://127.0.0.1:18789",
      credentials: { token: "local" },
    });
    const noToken = { mode: "remote", auth: { token: "local" }, remote: { url: "wss://pi.example.ts.net" } };
    expect(located(JSON5.stringify({ gateway: noToken })).credentials, "the local token stays here").toEqual({});
    const bad = { mode: "remote", remote: { url: "ftp://pi" } };
    expect(found(JSON5.stringify({ gateway: bad }))).toMatchObject({ kind: "unusable" });
  });

  it("with TLS leads to wss", () => {
    expect(located("{ gateway: { tls: { enabled: true } } }").url).toBe("wss://127.0.0.1:18789");
    expect(located('{ gateway: { tls: { enabled: "yes" } } }').url).toBe("ws://127.0.0.1:18789");
  });

  it("may name variables instead of the text", () => {
    const token = (text: string, env: Record<string, string> = {}) =>
      located(JSON5.stringify({ gateway: { auth: { token: text } } }), env).credentials;
    expect(token("${MY_TOKEN}", { MY_TOKEN: "abc" })).toEqual({ token: "abc" });
    expect(token("a-${ONE}-${TWO_2}", { ONE: "1", TWO_2: "2" })).toEqual({ token: "a-1-2" });
    expect(token("a-${ONE}-${TWO}", { ONE: "1" }), "half a token is a wrong token").toEqual({});
    expect(token("${EMPTY}", { EMPTY: "" })).toEqual({});
    expect(token("$${LITERAL}", { LITERAL: "x" })).toEqual({ token: "${LITERAL}" });
    expect(token("${lower}$x", { lower: "x" })).toEqual({ token: "${lower}$x" });
    expect(token("${MONEY}", { MONEY: "a$&b$1" }), "not a replacement pattern").toEqual({ token: "a$&b$1" });
    const remote = { gateway: { mode: "remote", remote: { url: "wss://${HOST}" } } };
    expect(located(JSON5.stringify(remote), { HOST: "pi.example" }).url).toBe("wss://pi.example");
  });

  it("may keep its secrets elsewhere: references are no secrets", () => {
    const reference = { source: "env", provider: "default", id: "TOKEN" };
    const text = JSON5.stringify({ gateway: { port: 20000, auth: { token: reference, password: reference } } });
    expect(located(text)).toEqual({ url: "ws://127.0.0.1:20000", credentials: {}, source: "openclaw.json" });
  });

  it("with weird values falls back, value by value", () => {
    for (const port of [0, -1, 65_536, 1.5, "18790", null, {}, NaN]) {
      const text = JSON5.stringify({ gateway: { port, mode: 7, tls: 3, auth: { token: "t", password: [] } } });
      expect(located(text)).toMatchObject({ url: "ws://127.0.0.1:18789", credentials: { token: "t" } });
    }
    expect(located('{ gateway: "x" }').url).toBe("ws://127.0.0.1:18789");
    expect(located('{ "__proto__": { gateway: { port: 1 } } }').url).toBe("ws://127.0.0.1:18789");
  });

  it("that is none is said, with its path and without its content", () => {
    for (const text of [
      "",
      "{",
      "{ token: 'hunter2'",
      "hunter2",
      "42",
      "null",
      "[]",
      `{ x: "${"x".repeat(50_000_000)}" }`,
    ]) {
      const result = found(text);
      expect(result, text.slice(0, 20)).toMatchObject({ kind: "unusable" });
      expect(JSON.stringify(result)).toContain("openclaw.json can't be read");
      expect(JSON.stringify(result)).not.toContain("hunter2");
    }
  });

  it("never throws for any text or any JSON", () => {
    const gateway = fc.record({
      mode: fc.jsonValue(),
      port: fc.jsonValue(),
      auth: fc.jsonValue(),
      remote: fc.jsonValue(),
    });
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      gateway.map((value) => JSON.stringify({ gateway: value })),
    );
    fc.assert(
      fc.property(text, (given) => ["found", "unusable"].includes(found(given).kind)),
      { numRuns: 300 },
    );
  });
});

describe("a folder or a locked file in its place", () => {
  const folder = mkdtempSync(join(tmpdir(), "pairtray-location-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("is said with the system's own code", () => {
    const readFile = (path: string) => readFileSync(path, "utf8");
    expect(findGateway({ env: { OPENCLAW_CONFIG_PATH: folder }, home, readFile })).toEqual({
      kind: "unusable",
      sentence: `${folder} can't be read (EISDIR).`,
    });
    writeFileSync(join(folder, "oc.json"), "{}");
    expect(findGateway({ env: { OPENCLAW_CONFIG_PATH: join(folder, "oc.json") }, home, readFile }).kind).toBe("found");
  });
});
