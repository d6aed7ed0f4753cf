import { createSocket, type RemoteInfo } from "node:dgram";
import type { MdnsQuestion } from "./announcement-book.ts";
import type { Clock } from "./clock.ts";
import { createMdnsGate, type MdnsLink } from "./mdns-gate.ts";

/** Multicast DNS on one network card. */
export interface MdnsSocket {
  ask(questions: readonly MdnsQuestion[]): void;
  close(): void;
}

export interface MdnsSocketOptions {
  readonly link: MdnsLink;
  readonly clock: Clock;
  /** UDP. Default: 5353, where everybody is; another one only to be by oneself on loopback. */
  readonly port?: number;
  /** Records of an answer, as the library decoded them, and the address that sent them. */
  readonly onRecords: (from: string, records: readonly unknown[]) => void;
  /** Whether it could send, or open at all. */
  readonly onSent: (ok: boolean) => void;
}

export type OpenMdns = (options: MdnsSocketOptions) => Promise<MdnsSocket>;

type OnMessage = (message: Buffer, from: RemoteInfo) => void;

/** Asks and hears on this card alone. It answers nobody's questions, so it says nothing of this machine. */
export const openMdns: OpenMdns = async ({ link, clock, port, onRecords, onSent }) => {
  // Loaded when somebody looks for a gateway, which is about once in the life of an installation.
  const { default: multicastDns } = await import("multicast-dns");
  const socket = createSocket({ type: "udp4", reuseAddr: true });
  const mdns = multicastDns({
    socket,
    interface: link.address,
    // Bound to the card's own address, it would not hear what goes to the group.
    bind: "0.0.0.0",
    ...(port !== undefined && { port }),
  });
  const decoders = socket.listeners("message") as OnMessage[];
  const mayPass = createMdnsGate(link, clock);
  socket.removeAllListeners("message");
  socket.on("message", (message, from) => {
    if (mayPass(from.address, message.length)) for (const decode of decoders) decode.call(socket, message, from);
  });
  mdns.on("response", ({ answers, additionals }, { address }) =>
    onRecords(address, [...(answers ?? []), ...(additionals ?? [])]),
  );
  // What isn't DNS, and cards that went away.
  mdns.on("warning", () => undefined);
  mdns.on("error", () => onSent(false));
  return {
    ask: (questions) => {
      mdns.query([...questions], (error) => onSent(!error));
    },
    close: () => mdns.destroy(),
  };
};
