import { describe, expect, it } from "vitest";
import { gatewayIdOf } from "../../../src/app/open-gateway.ts";
import { book, home, pi } from "../../support/book-stage.ts";

describe("gateways that change their address", () => {
  it("gives one another address: what the user made of it stays, what would let PairTray in doesn't go along", () => {
    const { book: gateways, secrets, settings } = book();
    const [secure, moved] = ["wss://pi.example.test", "wss://attic.example.test"];
    gateways.add({ type: "connect", url: secure, token: "pi-token" });
    const gatewayId = gatewayIdOf(secure);
    secrets.set(`device-token/${gatewayId}`, "{}");
    gateways.edit({ type: "edit-gateway", gatewayId, name: "Attic", colour: "purple" });
    gateways.pin(gatewayId, "ab".repeat(32));
    expect(gateways.changeAddress({ type: "change-address", gatewayId, url: moved })).toEqual({ ok: true });
    const attic = { id: gatewayId, name: "Attic", colour: "purple", source: "user" };
    const pin = { tlsFingerprint: "ab".repeat(32) };
    expect(gateways.entries()[1]).toMatchObject({ ...attic, ...pin, url: moved, credentials: {} });
    expect([...secrets.keys()]).toEqual([]);
    expect([gateways.pinOf(moved), gateways.pinOf("wss://new.example.test", gatewayId)]).toEqual(
      Array(2).fill(pin.tlsFingerprint),
    );
    gateways.changeAddress({ type: "change-address", gatewayId, url: pi, password: "typed" });
    expect(gateways.entries()[1]).toMatchObject({ ...attic, url: pi, credentials: { password: "typed" } });
    // No certificate there, so none that could be another one.
    expect(settings.get().gateways.find(({ id }) => id === gatewayId)).not.toHaveProperty("tlsFingerprint");
    expect(gateways.pinOf(pi, gatewayId)).toBeUndefined();
    // The old address is free again, for another gateway.
    gateways.add({ type: "connect", url: secure, token: "other" });
    expect(new Set(gateways.entries().map(({ id }) => id)).size).toBe(3);
    expect(gateways.entries().at(-1)).toMatchObject({ url: secure, credentials: { token: "other" } });
    gateways.edit({ type: "edit-gateway", gatewayId: gateways.entries().at(-1)!.id, name: "New" });
    expect(gateways.entries().map(({ name }) => name)).toEqual([undefined, "Attic", "New"]);
  });

  it("leaves what is sealed today behind too: it must not open at the new address after a restart", () => {
    const { book: gateways, secrets } = book();
    gateways.add({ type: "connect", url: pi, token: "pi-token" });
    const gatewayId = gatewayIdOf(pi);
    secrets.set(`device-token/${gatewayId}`, "{}");
    // As the store does with a secret that is shut.
    secrets.delete = () => false;
    Object.assign(secrets, { forget: (name: string) => Map.prototype.delete.call(secrets, name) });
    gateways.changeAddress({ type: "change-address", gatewayId, url: "ws://192.168.1.21:18789" });
    expect([...secrets.keys()]).toEqual([]);
  });

  it("adds where two have left as a gateway of its own: nobody's token comes back to the old address", () => {
    const { book: gateways, secrets } = book();
    const [left, second, third] = [pi, "ws://192.168.1.21:18789", "ws://192.168.1.22:18789"];
    gateways.add({ type: "connect", url: left, token: "one" });
    const move = (url: string, token: string) => {
      const gatewayId = gateways.entries().find((entry) => entry.url === left)!.id;
      expect(gateways.changeAddress({ type: "change-address", gatewayId, url, token })).toEqual({ ok: true });
      secrets.set(`device-token/${gatewayId}`, "{}");
    };
    move(second, "one");
    gateways.add({ type: "connect", url: left, token: "two" });
    move(third, "two");
    gateways.add({ type: "connect", url: left });
    expect(gateways.entries().map(({ url, credentials }) => [url, credentials])).toEqual([
      [home, { token: "config-token" }],
      [second, { token: "one" }],
      [third, { token: "two" }],
      [left, {}],
    ]);
    const { id } = gateways.entries()[3]!;
    expect([...secrets.keys()].filter((name) => name.endsWith(id))).toEqual([]);
    // And so on, each with an id that nobody has.
    move("ws://192.168.1.23:18789", "three");
    gateways.add({ type: "connect", url: left });
    expect(new Set(gateways.entries().map((entry) => entry.id)).size).toBe(5);
  });

  it("takes no address that is another's, that stands elsewhere, or that is none", () => {
    const { book: gateways, settings } = book();
    gateways.add({ type: "connect", url: pi, token: "t" });
    const before = settings.get();
    const move = (gatewayId: string, url: string) =>
      gateways.changeAddress({ type: "change-address", gatewayId, url, token: "other" });
    const code = Buffer.from(JSON.stringify({ url: home, bootstrapToken: "one-time" })).toString("base64url");
    for (const url of [home, "ftp://x", code]) expect(move(gatewayIdOf(pi), url)).toMatchObject({ ok: false });
    expect(move(gatewayIdOf(home), "ws://10.0.0.9")).toMatchObject({
      sentence: expect.stringContaining("openclaw.json") as unknown,
    });
    expect(move("nobody", "ws://10.0.0.9")).toMatchObject({ ok: false });
    expect(settings.get()).toBe(before);
    expect(gateways.entries()[1]).toMatchObject({ url: pi, credentials: { token: "t" } });
  });
});
