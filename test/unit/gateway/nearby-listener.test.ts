import { createSocket } from "node:dgram";
import { expect, onTestFinished, test, vi } from "vitest";
import { announce, announcementOf, freeMdnsPort, type Answer } from "../../../src/demo/announcement.ts";
import type { MdnsQuestion } from "../../../src/gateway/announcement-book.ts";
import { systemClock } from "../../../src/gateway/clock.ts";
import type { MdnsLink } from "../../../src/gateway/mdns-gate.ts";
import { gatewayService } from "../../../src/gateway/mdns-record.ts";
import { type MdnsSocketOptions, type OpenMdns, openMdns } from "../../../src/gateway/mdns-socket.ts";
import { listenNearby } from "../../../src/gateway/nearby-listener.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const loopback: MdnsLink = { address: "127.0.0.1", cidr: "127.0.0.1/8" };
const group = "224.0.0.251";

/** Everything that was announced, heard over real multicast that never leaves loopback. */
async function hearOnLoopback(port: number, ...announced: (readonly Answer[])[]) {
  for (const records of announced) onTestFinished(await announce(records, loopback.address, port));
  const listening = listenNearby({
    clock: systemClock,
    links: () => [loopback],
    open: openMdns,
    port,
    onChange: () => undefined,
  });
  onTestFinished(() => listening.close());
  return listening;
}

/** A datagram to the group, of whatever bytes. */
async function shout(port: number, bytes: Uint8Array): Promise<void> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  socket.setMulticastInterface("127.0.0.1");
  await new Promise<void>((resolve) => socket.send(bytes, port, group, () => resolve()));
  socket.close();
}

const demo = { name: "Pi", host: "pi.local", address: "127.0.0.1", port: 18_789 };

test("a gateway is found over real multicast on loopback, and hostile ones beside it are harmless", async () => {
  const port = await freeMdnsPort();
  const named = (name: string, more: Partial<typeof demo> & { texts?: string[] } = {}) =>
    announcementOf({ ...demo, host: `${name}.local`, name, ...more });
  const huge = Array.from({ length: 30 }, (_, index) => `k${index}=${"x".repeat(240)}`);
  const listening = await hearOnLoopback(
    port,
    named("zero", { port: 0 }),
    named("public", { address: "8.8.8.8" }),
    named("huge", { port: 2, texts: huge }),
    named("<img src=x>\u202e", { port: 3 }),
    named("Pi", { texts: ["gatewayTls=1", `gatewayTlsSha256=${"e".repeat(64)}`, "gatewayPort=70000"] }),
  );
  // No DNS, a name that points at itself, and more than one packet may hold.
  await shout(port, Buffer.from("not DNS at all"));
  await shout(port, Buffer.from("000084000000000100000000c00c000c0001000000780002c00c", "hex"));
  await shout(port, Buffer.alloc(65_000, 0xff));
  await expect
    .poll(
      () =>
        listening
          .now()
          .gateways.map(({ name, url }) => `${name} ${url}`)
          .toSorted(),
      { timeout: 20_000 },
    )
    .toEqual(["<img src=x> ws://127.0.0.1:3", "Pi wss://127.0.0.1:18789"]);
  expect(listening.now().gateways.find(({ name }) => name === "Pi")?.fingerprint).toBe("e".repeat(64));
}, 30_000);

test("a flood from one machine: twenty packets a second are decoded, and it hears on afterwards", async () => {
  const port = await freeMdnsPort();
  let [nowMs, read] = [0, 0];
  let opened = (): void => undefined;
  const ready = new Promise<void>((resolve) => (opened = resolve));
  const mdns = await openMdns({
    link: loopback,
    clock: { ...systemClock, now: () => nowMs },
    port,
    onRecords: () => (read += 1),
    onSent: () => opened(),
  });
  onTestFinished(() => mdns.close());
  mdns.ask([{ name: gatewayService, type: "PTR" }]);
  await ready;
  const emptyAnswer = Buffer.from("000084000000000000000000", "hex");
  for (let sent = 0; sent < 500; sent += 1) await shout(port, emptyAnswer);
  // Its own question comes back to it and counts too.
  await expect.poll(() => read, { timeout: 10_000 }).toBeGreaterThanOrEqual(19);
  const first = read;
  expect(first).toBeLessThanOrEqual(21);
  nowMs = 1_000;
  await shout(port, emptyAnswer);
  await expect.poll(() => read, { timeout: 10_000 }).toBeGreaterThan(first);
  // On a busy machine some of the flood arrives only now.
  expect(read).toBeLessThanOrEqual(first + 20);
}, 30_000);

/** A network that the test plays. */
function played() {
  const clock = new FakeClock();
  const links: MdnsLink[] = [{ address: "192.168.1.5", cidr: "192.168.1.5/24" }];
  const open = new Map<string, MdnsSocketOptions>();
  const asked: { cidr: string; questions: readonly MdnsQuestion[] }[] = [];
  let broken = false;
  const openPlayed: OpenMdns = async (options) => {
    if (broken) throw new Error("no");
    open.set(options.link.cidr, options);
    return {
      ask(questions) {
        asked.push({ cidr: options.link.cidr, questions });
        options.onSent(true);
      },
      close: () => open.delete(options.link.cidr),
    };
  };
  const onChange = vi.fn();
  const listening = listenNearby({ clock, links: () => links, open: openPlayed, onChange });
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return { clock, links, open, asked, listening, onChange, settle, breakIt: () => (broken = true) };
}

/** As the library decodes it. */
const decoded = announcementOf({ ...demo, address: "192.168.1.20" }).map((record) =>
  record.type === "TXT" ? { ...record, data: (record.data as string[]).map((text) => Buffer.from(text)) } : record,
);

test("it asks quickly at first and seldom later, and gives everything back when it is closed", async () => {
  const { clock, asked, listening, open, onChange, settle } = played();
  await settle();
  const times: number[] = [];
  const start = clock.now();
  for (let second = 0; second < 150; second += 1) {
    const before = asked.length;
    clock.advance(1_000);
    if (asked.length > before) times.push((clock.now() - start) / 1_000);
  }
  expect(times).toEqual([1, 3, 7, 15, 31, 61, 91, 121]);
  expect(asked.every(({ questions }) => questions[0]?.name === gatewayService)).toBe(true);
  const told = onChange.mock.calls.length;
  // Something to tell is under way, too.
  open.get("192.168.1.5/24")!.onRecords("192.168.1.20", decoded);
  listening.close();
  expect([open.size, clock.waiting]).toEqual([0, 0]);
  clock.advance(100_000);
  expect(onChange.mock.calls.length).toBe(told);
});

test("what is heard is told a few times a second, however much it is, and goes by itself", async () => {
  const { clock, listening, open, onChange, settle } = played();
  await settle();
  clock.advance(500);
  onChange.mockClear();
  for (let packet = 0; packet < 1_000; packet += 1) open.get("192.168.1.5/24")!.onRecords("192.168.1.20", decoded);
  clock.advance(200);
  expect(onChange).toHaveBeenCalledTimes(1);
  expect(listening.now().gateways).toMatchObject([{ name: "Pi", url: "ws://192.168.1.20:18789" }]);
  clock.advance(120_000);
  expect(listening.now().gateways).toEqual([]);
});

test("cards come and go; without any, or when nothing can be sent, it says that it is deaf", async () => {
  const { clock, links, listening, open, settle, breakIt } = played();
  await settle();
  expect(listening.now().isDeaf).toBe(false);
  links.splice(0, 1, { address: "10.0.0.9", cidr: "10.0.0.9/8" });
  listening.look();
  await settle();
  expect([...open.keys()]).toEqual(["10.0.0.9/8"]);
  open.get("10.0.0.9/8")!.onSent(false);
  expect(listening.now().isDeaf).toBe(true);
  // The next time it opens the card anew.
  clock.advance(30_000);
  await settle();
  expect(listening.now().isDeaf).toBe(false);
  links.length = 0;
  listening.look();
  expect([listening.now().isDeaf, open.size]).toEqual([true, 0]);
  breakIt();
  links.push({ address: "10.0.0.9", cidr: "10.0.0.9/8" });
  listening.look();
  await settle();
  expect(listening.now().isDeaf).toBe(true);
});

test("a card that opens after it was closed is closed again", async () => {
  const { listening, open, settle } = played();
  listening.close();
  await settle();
  expect(open.size).toBe(0);
});
