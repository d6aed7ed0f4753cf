import { AnnouncementBook } from "./announcement-book.ts";
import type { Clock } from "./clock.ts";
import type { MdnsLink } from "./mdns-gate.ts";
import { readRecords } from "./mdns-record.ts";
import type { MdnsSocket, OpenMdns } from "./mdns-socket.ts";
import type { NearbyGateway } from "./nearby-gateway.ts";

/** What has been heard so far. */
export interface Nearby {
  /** In the order in which they were first heard. */
  readonly gateways: readonly NearbyGateway[];
  /** There may be more than are kept. */
  readonly isFull: boolean;
  /** How often it has asked so far. */
  readonly asked: number;
  /** This machine has no network, or lets nobody ask on it. */
  readonly isDeaf: boolean;
}

export interface NearbyListening {
  now(): Nearby;
  /** The network may be another one now: looks and asks at once. */
  look(): void;
  close(): void;
}

export interface NearbyListenerOptions {
  readonly clock: Clock;
  /** The networks of this machine, now. */
  readonly links: () => readonly MdnsLink[];
  readonly open: OpenMdns;
  /** UDP. Default: that of mDNS. */
  readonly port?: number;
  readonly onChange: () => void;
}

/** Cards listened on at most. */
const MOST_LINKS = 8;
const GATHER_MS = 200;
/** Waits between questions, ms: quick at first, then as seldom as good manners want (RFC 6762, 5.2). The last one goes on. */
const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000] as const;

/** Asks the networks of this machine for gateways until it is closed. */
export function listenNearby({ clock, links, open, port, onChange }: NearbyListenerOptions): NearbyListening {
  const book = new AnnouncementBook();
  const sockets = new Map<string, { socket?: MdnsSocket; failed: boolean }>();
  let asked = 0;
  let cancel = (): void => undefined;
  let untell: (() => void) | undefined;
  let closed = false;

  /** A flood of answers makes a few pictures a second. */
  function change(): void {
    if (closed || untell) return;
    untell = clock.after(GATHER_MS, () => {
      untell = undefined;
      onChange();
    });
  }

  /** @param failed as it was before: it works again when something could be sent */
  async function start(link: MdnsLink, failed: boolean): Promise<void> {
    const entry: { socket?: MdnsSocket; failed: boolean } = { failed };
    sockets.set(link.cidr, entry);
    const onSent = (ok: boolean): void => {
      if (entry.failed === !ok) return;
      entry.failed = !ok;
      change();
    };
    try {
      const socket = await open({
        link,
        clock,
        ...(port !== undefined && { port }),
        onRecords(from, raw) {
          const records = readRecords(raw);
          if (records.length === 0 || sockets.get(link.cidr) !== entry) return;
          book.hear(from, records, clock.now());
          change();
        },
        onSent,
      });
      if (closed || sockets.get(link.cidr) !== entry) {
        socket.close();
        return;
      }
      entry.socket = socket;
      socket.ask(book.questions());
    } catch {
      onSent(false);
    }
  }

  /** Opens what is new and closes what is gone; a card that failed is tried once more. */
  function match(): void {
    const wanted = links().slice(0, MOST_LINKS);
    const before = new Set([...sockets].filter(([, { failed }]) => failed).map(([cidr]) => cidr));
    for (const [cidr, { socket, failed }] of sockets) {
      if (!failed && wanted.some((link) => link.cidr === cidr)) continue;
      sockets.delete(cidr);
      socket?.close();
    }
    for (const link of wanted) if (!sockets.has(link.cidr)) void start(link, before.has(link.cidr));
  }

  function ask(): void {
    cancel();
    const questions = book.questions();
    for (const { socket } of sockets.values()) socket?.ask(questions);
    match();
    const wait = WAITS_MS[Math.min(asked, WAITS_MS.length - 1)];
    asked += 1;
    cancel = clock.after(wait ?? WAITS_MS[5], ask);
    // Silence changes what there is to say, and what is old goes.
    change();
  }

  ask();
  return {
    now: () => ({
      gateways: book.gateways(clock.now()),
      isFull: book.isFull,
      asked,
      isDeaf: [...sockets.values()].every(({ failed }) => failed),
    }),
    look: ask,
    close() {
      closed = true;
      cancel();
      untell?.();
      for (const { socket } of sockets.values()) socket?.close();
      sockets.clear();
    },
  };
}
