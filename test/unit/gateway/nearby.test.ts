import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnnouncementBook } from "../../../src/gateway/announcement-book.ts";
import { createMdnsGate } from "../../../src/gateway/mdns-gate.ts";
import { gatewayService, readRecords } from "../../../src/gateway/mdns-record.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const pi = "192.168.1.20";
const bytes = (text: string) => Buffer.from(text);

interface Said {
  readonly label?: string;
  readonly host?: string;
  readonly port?: unknown;
  readonly texts?: readonly string[];
  readonly addresses?: readonly string[];
  readonly ttl?: number;
}

/** The records of one gateway as the library decodes them. */
function records(said: Said = {}): unknown[] {
  const { label = "Pi (OpenClaw)", host = "Pi.local", port = 18_789, texts = [], addresses = [pi], ttl = 120 } = said;
  const instance = `${label}.${gatewayService}`;
  return [
    { type: "PTR", name: gatewayService, ttl, data: instance },
    { type: "SRV", name: instance, ttl, data: { priority: 0, weight: 0, port, target: host } },
    { type: "TXT", name: instance, ttl, data: ["role=gateway", "transport=gateway", ...texts].map(bytes) },
    ...addresses.map((address) => ({ type: address.includes(":") ? "AAAA" : "A", name: host, ttl, data: address })),
  ];
}

function heard(said: Said, from = pi) {
  const book = new AnnouncementBook();
  book.hear(from, readRecords(records(said)), 0);
  return book.gateways(0);
}

describe("an announcement", () => {
  it("becomes a name, an address and a hint of a certificate", () => {
    const fingerprint = "AB:".repeat(31) + "AB";
    expect(heard({ texts: ["displayName=Attic", "gatewayTls=1", `gatewayTlsSha256=${fingerprint}`] })).toEqual([
      {
        key: `${pi} pi (openclaw).${gatewayService}`,
        name: "Attic",
        url: `wss://${pi}:18789`,
        host: "pi.local",
        fingerprint: "ab".repeat(32),
        from: pi,
      },
    ]);
    expect(heard({})).toMatchObject([{ name: "Pi (OpenClaw)", url: `ws://${pi}:18789` }]);
  });

  it("goes by the service's own port and address, whatever its texts claim", () => {
    const texts = ["gatewayPort=9", "lanHost=evil.example", "tailnetDns=evil.ts.net", "sshPort=22"];
    expect(heard({ texts })).toMatchObject([{ url: `ws://${pi}:18789`, host: "pi.local" }]);
  });

  it.each([0, 70_000, -1, 1.5, "18789", undefined])("with port %s is none", (port) => {
    expect(heard({ port: port ?? null })).toEqual([]);
  });

  it.each([
    ["a public address", ["8.8.8.8"]],
    ["a public IPv6 address", ["2001:db8::1"]],
    ["this very machine, said by another", ["127.0.0.1", "::1"]],
    ["what needs to know its card", ["fe80::1"]],
    ["what only looks private", ["::ffff:10.0.0.1", "10.0.0.1.evil.example", "10.0.0.256", "fd00::1/../x"]],
    ["nowhere", []],
  ])("to %s is none", (_what, addresses) => {
    expect(heard({ addresses })).toEqual([]);
  });

  it("takes the sender's own address first, then IPv4; loopback from loopback", () => {
    expect(heard({ addresses: ["172.17.0.1", pi] })[0]?.url).toBe(`ws://${pi}:18789`);
    expect(heard({ addresses: ["fd00::2", "10.0.0.7"] })[0]?.url).toBe("ws://10.0.0.7:18789");
    expect(heard({ addresses: ["fd00::2"] })[0]?.url).toBe("ws://[fd00::2]:18789");
    expect(heard({ addresses: ["127.0.0.1"] }, "127.0.0.1")[0]?.url).toBe("ws://127.0.0.1:18789");
  });

  it("with markup, bidi and controls in its name is shown as bounded plain text", () => {
    const [gateway] = heard({ texts: [`displayName=<b onclick=x>\u202eevil\u0007\u200b${"y".repeat(200)}`] });
    expect(gateway?.name).toMatch(/^<b onclick=x>evily+…$/);
    expect(gateway!.name.length).toBeLessThanOrEqual(64);
    expect(heard({ label: "\u202e", texts: ["displayName=\u0000"] })[0]?.name).toBe("Unnamed gateway");
  });

  it("with 64 kB of texts, a wrong fingerprint, or without its role is no announcement, or one without that", () => {
    expect(heard({ texts: Array.from({ length: 256 }, (_, index) => `k${index}=${"x".repeat(250)}`) })).toEqual([]);
    const [gateway] = heard({ texts: ["gatewayTls=1", `gatewayTlsSha256=${"g".repeat(64)}`] });
    expect(gateway).toMatchObject({ url: `wss://${pi}:18789` });
    expect(gateway).not.toHaveProperty("fingerprint");
    // Without TLS there is no certificate to name.
    expect(heard({ texts: [`gatewayTlsSha256=${"a".repeat(64)}`] })[0]).not.toHaveProperty("fingerprint");
    expect(heard({ texts: ["ROLE=gateway"] })).toHaveLength(1);
    const [ptr, srv, , a] = records();
    const book = new AnnouncementBook();
    const other = { type: "TXT", name: (srv as { name: string }).name, ttl: 120, data: [bytes("role=printer")] };
    book.hear(pi, readRecords([ptr, srv, other, a]), 0);
    expect(book.gateways(0)).toEqual([]);
  });
});

describe("the book of announcements", () => {
  it("lets nobody change what another machine said", () => {
    const book = new AnnouncementBook();
    book.hear(pi, readRecords(records()), 0);
    book.hear("192.168.1.66", readRecords(records({ port: 1, addresses: ["192.168.1.66"] })), 1);
    expect(book.gateways(1).map(({ url, from }) => [url, from])).toEqual([
      [`ws://${pi}:18789`, pi],
      ["ws://192.168.1.66:1", "192.168.1.66"],
    ]);
    // Nor take it back.
    book.hear("192.168.1.66", readRecords(records({ ttl: 0 })), 2);
    expect(book.gateways(2).map(({ from }) => from)).toEqual([pi]);
  });

  it("shows an address once, and believes the one that speaks for itself over another", () => {
    const book = new AnnouncementBook();
    const foreign = { texts: ["displayName=Evil", "gatewayTls=1", `gatewayTlsSha256=${"e".repeat(64)}`] };
    book.hear("192.168.1.66", readRecords(records(foreign)), 0);
    book.hear(pi, readRecords(records({ texts: ["displayName=Mine", "gatewayTls=1"] })), 1);
    expect(book.gateways(1)).toMatchObject([{ name: "Mine", from: pi }]);
    expect(book.gateways(1)[0]).not.toHaveProperty("fingerprint");
  });

  it("forgets after two minutes whatever life was asked for, and at once what is taken back", () => {
    const book = new AnnouncementBook();
    book.hear(pi, readRecords(records({ ttl: 4_294_967_295 })), 0);
    expect(book.gateways(119_999)).toHaveLength(1);
    expect(book.gateways(120_000)).toEqual([]);
    book.hear(pi, readRecords(records()), 0);
    book.hear(pi, readRecords(records({ ttl: 0 }).slice(0, 1)), 1);
    expect(book.gateways(1)).toEqual([]);
  });

  it("asks for what is missing, and never for what isn't a name", () => {
    const book = new AnnouncementBook();
    const [ptr, srv] = records();
    book.hear(pi, readRecords([ptr]), 0);
    const instance = `pi (openclaw).${gatewayService}`;
    expect(book.questions()).toEqual([
      { name: gatewayService, type: "PTR" },
      { name: instance, type: "SRV" },
      { name: instance, type: "TXT" },
    ]);
    book.hear(pi, readRecords([srv]), 0);
    expect(book.questions()).toContainEqual({ name: "pi.local", type: "A" });
    book.hear(
      "192.168.1.66",
      readRecords(
        ["a..b", "\uFFFD", "x".repeat(64), "y.".repeat(115) + "y"].map((label) => ({
          ...(ptr as object),
          data: `${label}.${gatewayService}`,
        })),
      ),
      0,
    );
    expect(book.questions().filter(({ name }) => !name.includes("pi"))).toEqual([
      { name: gatewayService, type: "PTR" },
    ]);
  });

  it("stays small under thousands of announcements, from one machine and from many", () => {
    const book = new AnnouncementBook();
    book.hear(pi, readRecords(records()), 0);
    for (let index = 0; index < 5_000; index += 1) {
      const from = `10.${index >> 8}.${index & 255}.1`;
      book.hear(
        "192.168.1.66",
        readRecords(records({ label: `one ${index}`, addresses: ["192.168.1.66"], port: 1 + index })),
        1,
      );
      book.hear(from, readRecords(records({ label: `many ${index}`, host: `h${index}.local`, addresses: [from] })), 1);
    }
    const gateways = book.gateways(1);
    expect(gateways.length).toBe(32);
    expect(book.isFull).toBe(true);
    // Who was there first stays.
    expect(gateways[0]?.url).toBe(`ws://${pi}:18789`);
    expect(gateways.filter(({ from }) => from === "192.168.1.66").length).toBeLessThanOrEqual(8);
    expect(book.questions().length).toBeLessThanOrEqual(32);
    // Room again when they fell silent.
    expect(book.gateways(120_001)).toEqual([]);
    expect(book.isFull).toBe(false);
  });

  it("takes whatever a decoder may hand it", () => {
    const odd = fc.oneof(fc.anything(), fc.string(), fc.integer(), fc.constant(gatewayService));
    const record = fc.record(
      {
        type: fc.constantFrom("PTR", "SRV", "TXT", "A", "AAAA", "OPT"),
        name: odd,
        ttl: odd,
        data: fc.oneof(odd, fc.array(odd), fc.record({ port: odd, target: odd }), fc.uint8Array()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.anything(), record)), (raw) => {
        const book = new AnnouncementBook();
        book.hear(pi, readRecords([...records(), ...raw]), 0);
        expect(book.gateways(0).length).toBeGreaterThan(-1);
        book.questions();
      }),
    );
  });
});

describe("the gate in front of the decoder", () => {
  const link = { address: "192.168.1.5", cidr: "192.168.1.5/24" };

  it("lets in only the same network, and only packets of an honest size", () => {
    const gate = createMdnsGate(link, new FakeClock());
    expect(gate(pi, 466)).toBe(true);
    for (const from of ["192.168.2.20", "8.8.8.8", "127.0.0.1", "not an address"]) expect(gate(from, 466)).toBe(false);
    expect(gate(pi, 9_001)).toBe(false);
  });

  it("reads twenty packets of one sender in a second and two hundred of all, then others again", () => {
    const clock = new FakeClock();
    const gate = createMdnsGate(link, clock);
    const passed = (from: string, tries: number) =>
      Array.from({ length: tries }, () => gate(from, 100)).filter(Boolean).length;
    expect(passed("192.168.1.66", 10_000)).toBe(20);
    expect(gate(pi, 100)).toBe(true);
    let all = 21;
    for (let host = 100; host < 250; host += 1) all += passed(`192.168.1.${host}`, 5);
    expect(all).toBe(200);
    expect(gate("192.168.1.9", 100)).toBe(false);
    clock.advance(1_000);
    expect(gate("192.168.1.9", 100)).toBe(true);
  });
});
