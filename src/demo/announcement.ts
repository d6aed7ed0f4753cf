import { createSocket } from "node:dgram";
import multicastDns from "multicast-dns";
import { gatewayService } from "../gateway/mdns-record.ts";

type Respond = ReturnType<typeof multicastDns>["respond"];
/** A record as the library takes it. */
export type Answer = Extract<Parameters<Respond>[0], readonly unknown[]>[number];

/** What a gateway says of itself, as OpenClaw does (docs/gateway/bonjour.md). */
export interface Announced {
  readonly name: string;
  readonly host: string;
  readonly address: string;
  readonly port: number;
  /** More texts, such as `gatewayTls=1`. */
  readonly texts?: readonly string[];
}

/** The records of one gateway, in one answer. */
export function announcementOf({ name, host, address, port, texts = [] }: Announced): readonly Answer[] {
  const instance = `${name}.${gatewayService}`;
  const own = ["role=gateway", "transport=gateway", `gatewayPort=${port}`, `displayName=${name}`, `lanHost=${host}`];
  return [
    { name: gatewayService, type: "PTR", ttl: 4_500, data: instance },
    { name: instance, type: "SRV", ttl: 120, data: { target: host, port } },
    { name: instance, type: "TXT", ttl: 4_500, data: [...own, ...texts] },
    { name: host, type: "A", ttl: 120, data: address },
  ];
}

/** Answers whoever asks for gateways on the card with this address. Returns its own undo once it listens. */
export function announce(records: readonly Answer[], card: string, port: number): Promise<() => Promise<void>> {
  const mdns = multicastDns({ interface: card, bind: "0.0.0.0", port });
  return new Promise((resolve, reject) => {
    mdns.on("error", reject);
    mdns.on("warning", () => undefined);
    mdns.on("query", ({ questions }) => {
      if (questions?.some(({ name }) => name.toLowerCase() === gatewayService)) mdns.respond([...records]);
    });
    mdns.on("ready", () => resolve(() => new Promise((done) => mdns.destroy(done))));
  });
}

/** A UDP port that nobody uses on loopback, for an mDNS of one's own that no other machine and no other program hears. */
export function freeMdnsPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.once("error", reject);
    socket.bind(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
