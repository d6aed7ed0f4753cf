import { describe, expect, test } from "vitest";
import { emptyBook } from "../../../src/demo/pairing-book.ts";
import { readSetupCode, writeSetupCode } from "../../../src/demo/setup-code-text.ts";
import { accessOverUrl, claimSetup, completeSetup, issueSetup, setupLifeMs } from "../../../src/demo/setup-codes.ts";
import { testEnvironment } from "./book-fixtures.ts";

describe("a set-up code", () => {
  const claimOf = (token: string, deviceId = "device-a") => ({ token, deviceId, publicKey: "key", role: "node" });

  test("belongs to the first device that shows it, until it is used or runs out", () => {
    const environment = testEnvironment();
    const { book, setup } = issueSetup(emptyBook, "full", environment);
    const claimed = claimSetup(book, claimOf(setup.token), environment.now());
    if (!claimed) throw new Error("not claimed");
    expect(claimSetup(claimed.book, claimOf(setup.token), environment.now())).toBeDefined();
    expect(claimSetup(claimed.book, claimOf(setup.token, "device-b"), environment.now())).toBeUndefined();
    expect(claimSetup(book, claimOf("guess"), environment.now())).toBeUndefined();
    const done = completeSetup(claimed.book, claimed.setup, { deviceId: "device-a" }, environment.now());
    expect(claimSetup(done.book, claimOf(setup.token), environment.now())).toBeUndefined();
    environment.advance(setupLifeMs + 1);
    expect(claimSetup(book, claimOf(setup.token), environment.now())).toBeUndefined();
  });

  test("gives no admin over a network in clear", () => {
    expect(accessOverUrl(new URL("ws://192.168.1.5:18789"), "full")).toEqual({ access: "limited", downgraded: true });
    expect(accessOverUrl(new URL("wss://gateway.example"), "full")).toEqual({ access: "full", downgraded: false });
    expect(accessOverUrl(new URL("ws://127.0.0.1:1"), "full")).toEqual({ access: "full", downgraded: false });
    expect(accessOverUrl(new URL("ws://192.168.1.5"), "node")).toEqual({ access: "node", downgraded: false });
  });

  test("is read back from its text, and other text is refused without repeating it", () => {
    const payload = { url: "ws://127.0.0.1:1", bootstrapToken: "secret" };
    expect(readSetupCode(` ${writeSetupCode(payload)}\n`)).toEqual(payload);
    const hostile = [
      "",
      "not a code",
      writeSetupCode({ ...payload, url: "https://x" }),
      btoa("null"),
      btoa('{"url":1}'),
    ];
    for (const text of hostile) {
      expect(() => readSetupCode(text)).toThrow(/^This is not a set-up code: /);
      if (text !== "") expect(() => readSetupCode(text)).not.toThrow(text);
    }
  });
});
