import { describe, expect, it } from "vitest";
import { followConfig } from "../../../src/app/followed-address.ts";
import type { GatewayBook } from "../../../src/app/gateway-book.ts";
import { gatewayIdOf } from "../../../src/app/open-gateway.ts";
import { bookOverFile, home, pi } from "../../support/book-stage.ts";

const pin = "ab".repeat(32);
const local = (port: number, tls = false) => JSON.stringify({ gateway: { port, tls: { enabled: tls } } });
const remote = (url: string) => JSON.stringify({ gateway: { mode: "remote", remote: { url } } });
const shown = (book: GatewayBook) =>
  book.entries().map(({ id, url, name, source, credentials }) => [id, url, name, source, credentials]);

/** Its name, its typed token, its device token and its certificate. */
function made({ secrets, start }: ReturnType<typeof bookOverFile>, token = "typed") {
  const book = start();
  const { id: gatewayId, url } = book.entries()[0]!;
  book.add({ type: "connect", url, token });
  book.edit({ type: "edit-gateway", gatewayId, name: "Home", colour: "green" });
  book.pin(gatewayId, pin);
  secrets.set(`device-token/${gatewayId}`, "{}");
  return { book, gatewayId };
}

describe("the gateway that openclaw.json names", () => {
  it("is the same one with another port or with TLS, with all that was made of it, also after a start", () => {
    const stage = bookOverFile(local(18_789, true));
    const { book, gatewayId } = made(stage);
    for (const [text, url] of [
      [local(18_790, true), "wss://127.0.0.1:18790"],
      [local(8_443, true), "wss://127.0.0.1:8443"],
      [local(18_791), "ws://127.0.0.1:18791"],
      [local(18_789, true), "wss://127.0.0.1:18789"],
    ] as const) {
      stage.file.text = text;
      for (const gateways of [book, stage.start()]) {
        expect(shown(gateways)).toEqual([[gatewayId, url, "Home", "openclaw.json", { token: "typed" }]]);
        // Without TLS there is none to compare; the one that was trusted comes back with it.
        expect(gateways.entries()[0]?.tlsFingerprint).toBe(url.startsWith("wss:") ? pin : undefined);
        expect(gateways.pinOf(url)).toBe(url.startsWith("wss:") ? pin : undefined);
      }
    }
    expect(stage.secrets.get(`device-token/${gatewayId}`)).toBe("{}");
    // Its former address is free, and another one's.
    stage.file.text = local(18_790);
    expect(book.add({ type: "connect", url: home })).toEqual({ ok: true });
    expect(shown(book).map(([, url, , source, credentials]) => [url, source, credentials])).toEqual([
      ["ws://127.0.0.1:18790", "openclaw.json", { token: "typed" }],
      [home, "user", {}],
    ]);
  });

  it("is remembered as soon as it is seen: nobody has to name it first", () => {
    const stage = bookOverFile(local(18_789));
    const [before] = stage.start().entries();
    stage.file.text = local(18_789, true);
    expect(stage.start().entries()).toMatchObject([{ id: before!.id, url: "wss://127.0.0.1:18789" }]);
  });

  it("is asked for by its new address before anybody looked, and is still one", () => {
    const stage = bookOverFile(local(18_789));
    const { book, gatewayId } = made(stage);
    stage.file.text = local(18_790);
    book.add({ type: "connect", url: "ws://127.0.0.1:18790", token: "new" });
    expect(shown(book)).toEqual([[gatewayId, "ws://127.0.0.1:18790", "Home", "openclaw.json", { token: "new" }]]);
  });

  it("elsewhere goes on at another host without what would let PairTray in", () => {
    const stage = bookOverFile(remote("wss://pi.example.test"));
    const { book, gatewayId } = made(stage);
    stage.file.text = remote("wss://attic.example.test");
    expect(shown(book)).toEqual([[gatewayId, "wss://attic.example.test", "Home", "openclaw.json", {}]]);
    expect(book.entries()[0]).not.toHaveProperty("tlsFingerprint");
    expect([...stage.secrets.keys()]).toEqual([]);
    book.pin(gatewayId, pin);
    stage.file.text = remote("wss://attic.example.test:18789");
    expect(book.entries()).toMatchObject([{ id: gatewayId, tlsFingerprint: pin }]);
  });

  it("is another one elsewhere than on this machine, and each is found again", () => {
    const stage = bookOverFile(local(18_789));
    const { book, gatewayId } = made(stage);
    stage.file.text = remote(pi);
    expect(shown(book)).toEqual([[gatewayIdOf(pi), pi, undefined, "openclaw.json", {}]]);
    stage.file.text = local(18_790);
    expect(shown(book)).toEqual([[gatewayId, "ws://127.0.0.1:18790", "Home", "openclaw.json", { token: "typed" }]]);
    stage.env["OPENCLAW_STATE_DIR"] = "/home/u/.openclaw-dev";
    stage.file.text = local(19_001);
    expect(shown(stage.start())).toEqual([
      [gatewayIdOf("ws://127.0.0.1:19001"), "ws://127.0.0.1:19001", undefined, "openclaw.json", {}],
    ]);
  });

  it("never becomes one that the user entered, unless the user enters it", () => {
    const stage = bookOverFile(local(18_789));
    const { gatewayId } = made(stage);
    stage.file.text = undefined;
    const later = stage.start();
    expect(later.entries()).toEqual([]);
    stage.file.text = local(18_790);
    expect(later.entries()).toMatchObject([{ id: gatewayId, name: "Home", source: "openclaw.json" }]);
    stage.file.text = undefined;
    const last = stage.start();
    last.add({ type: "connect", url: "ws://127.0.0.1:18790" });
    expect(shown(last)).toEqual([[gatewayId, "ws://127.0.0.1:18790", "Home", "user", { token: "typed" }]]);
  });

  it("leaves those that the user entered to the user, also where it passes by", () => {
    const stage = bookOverFile(local(18_789));
    const { book, gatewayId } = made(stage);
    const other = "ws://127.0.0.1:18790";
    for (const url of [pi, other]) book.add({ type: "connect", url, token: `for ${url}` });
    const users = [pi, other].map((url) => [gatewayIdOf(url), url, undefined, "user", { token: `for ${url}` }]);
    for (const [text, at] of [
      [remote(pi), pi],
      [local(18_790), other],
    ] as const) {
      stage.file.text = text;
      expect(shown(book)).toEqual([
        ...users.filter(([, url]) => url === at).map((row) => row.with(3, "openclaw.json")),
        ...users.filter(([, url]) => url !== at),
      ]);
    }
    stage.file.text = local(18_791);
    const own = [gatewayId, "ws://127.0.0.1:18791", "Home", "openclaw.json", { token: "typed" }];
    expect(shown(book)).toEqual([own, ...users]);
  });

  it("stays away where it is unwanted, on this machine at any port, until it is added again", () => {
    const stage = bookOverFile(local(18_789));
    const { book, gatewayId } = made(stage);
    book.remove(gatewayId);
    stage.file.text = local(18_790);
    expect(book.entries()).toEqual([]);
    book.add({ type: "connect", url: "ws://127.0.0.1:18790" });
    stage.file.text = local(18_791, true);
    expect(shown(stage.start())).toEqual([[gatewayId, "wss://127.0.0.1:18791", undefined, "openclaw.json", {}]]);
    // Elsewhere the next one is another.
    stage.file.text = remote(pi);
    book.remove(book.entries()[0]!.id);
    stage.file.text = remote("wss://attic.example.test");
    expect(book.entries()).toMatchObject([{ url: "wss://attic.example.test" }]);
    stage.file.text = remote(pi);
    expect(book.entries()).toEqual([]);
  });

  it("is taken from settings that don't say yet whose it is, and gives way to one that moves there", () => {
    const id = gatewayIdOf(home);
    const stage = bookOverFile(local(18_789), [{ id, url: home, name: "Home" }]);
    stage.start().entries();
    stage.file.text = local(18_790);
    expect(shown(stage.start())).toEqual([[id, "ws://127.0.0.1:18790", "Home", "openclaw.json", {}]]);
    stage.file.text = undefined;
    const later = stage.start();
    stage.secrets.set(`credentials/${id}`, JSON.stringify({ token: "typed" }));
    later.add({ type: "connect", url: pi });
    const gatewayId = gatewayIdOf(pi);
    expect(later.changeAddress({ type: "change-address", gatewayId, url: "ws://127.0.0.1:18790" })).toEqual({
      ok: true,
    });
    expect(shown(later)).toEqual([[gatewayId, "ws://127.0.0.1:18790", undefined, "user", {}]]);
    expect([stage.settings.get().gateways.length, [...stage.secrets.keys()]]).toEqual([1, []]);
  });

  it("is written down only where the settings file takes it, and only when something changed", () => {
    const named = { url: home, file: "file", freshId: "fresh" };
    const full = Array.from({ length: 64 }, (_, index) => ({ id: `${index}`, url: `wss://${index}.example` }));
    expect(followConfig(full, named)).toBeUndefined();
    expect(followConfig([], { ...named, url: `wss://${"a".repeat(2_050)}` })).toBeUndefined();
    const { gateways } = followConfig([], named)!;
    expect(gateways).toEqual([{ id: "fresh", url: home, follows: "file" }]);
    expect(followConfig(gateways, named)).toBeUndefined();
  });
});
