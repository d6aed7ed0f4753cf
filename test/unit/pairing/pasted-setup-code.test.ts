import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPastedSetupCode } from "../../../src/pairing/pasted-setup-code.ts";
import { handoverText, nodeCommand } from "../../../src/short-code/plain-words.ts";

const encode = (code: unknown) =>
  Buffer.from(typeof code === "string" ? code : JSON.stringify(code)).toString("base64url");
const url = "wss://pi.example.test";
const bootstrapToken = "one-time-token-that-goes-nowhere";
const print = "ab".repeat(32);

describe("a set-up code that was pasted", () => {
  it("gives its address, its end and its hint, and never its token", () => {
    const code = { url, urls: [url], bootstrapToken, expiresAtMs: 1_800_000_000_000, tlsFingerprint: print };
    expect(readPastedSetupCode(` ${encode(code)}\n`)).toEqual({
      url,
      expiresAtMs: 1_800_000_000_000,
      tlsFingerprint: print,
    });
    const colons = { url: "ws://192.168.1.5:18789/", bootstrapToken, tlsFingerprint: "AB:".repeat(32).slice(0, -1) };
    expect(readPastedSetupCode(encode(colons))).toEqual({ url: "ws://192.168.1.5:18789", tlsFingerprint: print });
    // In plain base64 too, and with letters beyond ASCII.
    const plain = Buffer.from(JSON.stringify({ url, bootstrapToken: "ÿ?>~é".repeat(9) })).toString("base64");
    expect(plain).toMatch(/[+/]/);
    expect(readPastedSetupCode(plain)).toEqual({ url });
  });

  it("is known in every form that PairTray copies, as an input leaves it, and however it was quoted or wrapped", () => {
    // Each length leaves other bits over at the end of its base64.
    for (const length of [30, 31, 32]) {
      const code = encode({ url, bootstrapToken: "x".repeat(length), expiresAtMs: 1_800_000_000_000 });
      const wrapped = (code.match(/.{1,40}/g) ?? []).join("\n");
      const handover = handoverText({ setupCode: code, access: "limited", goodForMs: 600_000 });
      for (const text of [
        nodeCommand(code),
        nodeCommand(wrapped),
        `oc-pair://${code}`,
        `  "oc-pair://${code}" `,
        `'${code}'`,
        `\u201C${code}\u201D`,
        wrapped,
        wrapped.replaceAll("\n", "\r\n  "),
        wrapped.replaceAll("\n", "\u200B"),
        handover,
        handover.slice(0, handover.indexOf("Headless")),
        `My code is ${code} and it is yours`,
        `${code}x`,
      ]) {
        const found = { url, expiresAtMs: 1_800_000_000_000 };
        // An <input> takes the line breaks out, and glues one line to the next.
        for (const typed of [text, text.replaceAll(/[\r\n]/g, "")])
          expect(readPastedSetupCode(typed), typed).toEqual(found);
      }
    }
  });

  it.each([
    ["javascript:alert(1)"],
    ["file:///etc/passwd"],
    ["ws://evil.example.ts.net:18789"],
    ["wss://user:secret@pi.example.test"],
    ["wss://pi.example.test/?token=secret"],
    [`wss://${"a".repeat(3_000)}.example`],
    [""],
    [42],
    [{ toString: "x" }],
    [null],
  ])("is known as one, and gives no address such as %s", (hostile) => {
    expect(readPastedSetupCode(encode({ url: hostile, bootstrapToken }))).toEqual({});
  });

  it.each([[-1], [0], [1.5], ["soon"], [1e300], [null]])("gives no end such as %s", (expiresAtMs) => {
    expect(readPastedSetupCode(encode({ url, bootstrapToken, expiresAtMs }))).toEqual({ url });
  });

  it.each([["zz".repeat(32)], ["ab"], [`${print}ab`], [7], ["<b>"]])(
    "gives no certificate such as %s",
    (tlsFingerprint) => {
      expect(readPastedSetupCode(encode({ url, bootstrapToken, tlsFingerprint }))).toEqual({ url });
    },
  );

  it.each([
    ["a token", "3f9a1c0de4b85f7762aa90b1c3d4e5f60718293a4b5c6d7e"],
    ["an address", "wss://pi.example.test:18789/gateway"],
    ["JSON that is broken", encode('{"url":"wss://pi.example.test","bootstrapToken":')],
    ["JSON that is no object", encode(`"${"x".repeat(60)}"`)],
    ["a list", encode([url, bootstrapToken])],
    ["null", encode("null".padEnd(40))],
    ["an object of something else", encode({ token: "x".repeat(40) })],
    ["bytes that are no text", Buffer.alloc(60, 0xff).toString("base64url")],
    ["100 kB", encode({ url, bootstrapToken: "x".repeat(100_000) })],
    ["100 kB of beginnings", "eyJ".repeat(33_000)],
    ["a signed token with an address in it", `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ url })}.c2lnbmVk`],
    ["nothing", ""],
  ])("is not %s", (_what, text) => {
    expect(readPastedSetupCode(text)).toBeUndefined();
  });

  it("throws at nothing, and gives no address but one of a gateway's", () => {
    const texts = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.json().map(encode),
      fc.webUrl().map((any) => encode({ url: any, bootstrapToken })),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(readPastedSetupCode(text)?.url ?? "wss://").toMatch(/^wss?:\/\//);
      }),
    );
  });
});
