import { existsSync, mkdtempSync, readFileSync, statSync, readdirSync } from "node:fs";
import { randomBytes, generateKeyPairSync } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createLog } from "../../../main/log.ts";
import { redact } from "../../../main/redact.ts";

describe("what is hidden", () => {
  const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

  test.each([
    ["a PEM key", `key ${pem} end`, pem.split("\n")[1]!],
    ["half a PEM key", pem.slice(0, 60), pem.split("\n")[1]!.slice(0, 20)],
    ["a user's password in an address", "ws://me:hunter2@host:1/", "hunter2"],
    ["a token in a query", "ws://host/?token=abc123&x=1", "abc123"],
    ["a token by its field", '{"token":"s3cret","n":1}', "s3cret"],
    ["a password by its field", "password: open sesame", "open"],
    ["a bearer", "Authorization: Bearer abc.def", "abc.def"],
    ["a set-up code", "setupCode=eyJ1cmwiOiJ3cyJ9", "eyJ1cmwiOiJ3cyJ9"],
  ])("%s", (_what, text, secret) => {
    expect(redact(text)).not.toContain(secret);
  });

  test.each(["base64", "base64url", "hex"] as const)("random bytes in %s, wherever they stand", (encoding) => {
    for (let n = 0; n < 200; n += 1) {
      const secret = randomBytes(32).toString(encoding);
      expect(redact(`before ${secret}, after`)).toBe("before [hidden], after");
    }
  });

  test("a known secret, however short and plain", () => {
    expect(redact("it said correct horse", ["correct horse"])).toBe("it said [hidden]");
  });
});

test("what helps to find a fault stays", () => {
  const line = "request 0c1f2a34-aaaa-4bbb-8ccc-0123456789ab refused: INVALID_REQUEST at ws://127.0.0.1:18789";
  expect(redact(line)).toBe(line);
});

describe("the log", () => {
  test("one line each, redacted, mode 600, and never larger than two files", () => {
    const folder = join(mkdtempSync(join(tmpdir(), "pairtray-")), "logs");
    const log = createLog({ folder, now: () => 0, maxBytes: 1_000 });
    log.hide("swordfish");
    for (let n = 0; n < 200; n += 1) log.info(`line ${n}\nwith swordfish`);
    log.warn("failed", new Error("token=abc"));
    expect(readdirSync(folder).sort()).toEqual(["pairtray.1.log", "pairtray.log"]);
    const text = readFileSync(log.path, "utf8");
    expect(text).toContain("1970-01-01T00:00:00.000Z info line 199 | with [hidden]\n");
    expect(text).toContain("Error: token=[hidden]");
    expect(text).not.toContain("swordfish");
    for (const name of readdirSync(folder)) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
      expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(1_000);
    }
  });

  test("once it is stopped, nothing brings its folder back", () => {
    const folder = join(mkdtempSync(join(tmpdir(), "pairtray-")), "logs");
    const log = createLog({ folder, now: () => 0 });
    log.stop();
    log.warn("late");
    expect(existsSync(folder)).toBe(false);
  });

  test("a folder that can't be written costs the log, not the app", () => {
    const log = createLog({ folder: "/dev/null/logs", now: () => 0 });
    expect(() => log.info("x")).not.toThrow();
  });
});
