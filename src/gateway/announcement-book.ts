import { gatewayService, type MdnsRecord } from "./mdns-record.ts";
import { type NearbyGateway, readNearby, withoutDoubles } from "./nearby-gateway.ts";

/** Announcing machines that are kept in mind. Those beyond are not heard until another one falls silent. */
const MOST_SENDERS = 64;
/** Gateways, and names of machines, of one sender: a machine may run a few. */
const MOST_OF_ONE = 8;
const MOST_ADDRESSES = 8;
/** Rows on the screen. */
const MOST_SHOWN = 32;
/** Questions of one packet. */
const MOST_QUESTIONS = 32;
/** Nothing is kept longer than this after it was heard, whatever it asks for: PairTray asks again every half minute. */
const LONGEST_MS = 120_000;

interface Until {
  readonly untilMs: number;
}
interface Instance {
  listed?: Until & { readonly label: string };
  place?: Until & { readonly host: string; readonly port: number };
  texts?: Until & { readonly texts: ReadonlyMap<string, string> };
}
interface Sender {
  readonly instances: Map<string, Instance>;
  /** Addresses by name of machine. */
  readonly hosts: Map<string, Map<string, Until>>;
}

/** A question to the network, in the words of DNS. */
export interface MdnsQuestion {
  readonly name: string;
  readonly type: "PTR" | "SRV" | "TXT" | "A" | "AAAA";
}

/**
 * What was announced, apart by sender: nobody can change what another machine said. Bounded in every direction, and
 * everything in it dies after two minutes.
 */
export class AnnouncementBook {
  readonly #senders = new Map<string, Sender>();
  /** Complete announcements that found no place among those shown. */
  #left = 0;

  /** @param from the address that the packet came from */
  hear(from: string, records: readonly MdnsRecord[], nowMs: number): void {
    if (records.length === 0) return;
    let sender = this.#senders.get(from);
    if (!sender) {
      // Addresses of printers and lamps are none of ours: only who announces a gateway is kept.
      if (this.#senders.size >= MOST_SENDERS || !records.some(({ kind }) => kind === "instance")) return;
      this.#senders.set(from, (sender = { instances: new Map(), hosts: new Map() }));
    }
    for (const record of records) keep(sender, record, nowMs);
    this.#forgetOld(nowMs);
  }

  /** There may be more than can be kept or shown. */
  get isFull(): boolean {
    return this.#senders.size >= MOST_SENDERS || this.#left > 0;
  }

  /** Complete announcements, in the order in which they were first heard. */
  gateways(nowMs: number): readonly NearbyGateway[] {
    this.#forgetOld(nowMs);
    const found: NearbyGateway[] = [];
    for (const [from, { instances, hosts }] of this.#senders) {
      for (const [instance, { listed, place, texts }] of instances) {
        if (!listed || !place || !texts) continue;
        const addresses = [...(hosts.get(place.host)?.keys() ?? [])];
        const { host, port } = place;
        const gateway = readNearby({ from, instance, label: listed.label, host, port, texts: texts.texts, addresses });
        if (gateway) found.push(gateway);
      }
    }
    const all = withoutDoubles(found);
    this.#left = Math.max(0, all.length - MOST_SHOWN);
    return all.slice(0, MOST_SHOWN);
  }

  /** Who is there, and what is still missing of those that said so. */
  questions(): readonly MdnsQuestion[] {
    const questions: MdnsQuestion[] = [{ name: gatewayService, type: "PTR" }];
    for (const { instances, hosts } of this.#senders.values()) {
      for (const [name, { place, texts }] of instances) {
        if (!place) questions.push({ name, type: "SRV" });
        if (!texts) questions.push({ name, type: "TXT" });
        if (place && !hosts.has(place.host))
          questions.push({ name: place.host, type: "A" }, { name: place.host, type: "AAAA" });
      }
    }
    return questions.filter(({ name }) => canBeAsked(name)).slice(0, MOST_QUESTIONS);
  }

  #forgetOld(nowMs: number): void {
    const isOver = (kept: Until | undefined): boolean => kept !== undefined && kept.untilMs <= nowMs;
    for (const [from, sender] of this.#senders) {
      for (const [host, addresses] of sender.hosts) {
        for (const [address, until] of addresses) if (isOver(until)) addresses.delete(address);
        if (addresses.size === 0) sender.hosts.delete(host);
      }
      for (const [name, instance] of sender.instances) {
        if (isOver(instance.place)) delete instance.place;
        if (isOver(instance.texts)) delete instance.texts;
        // Who isn't listed any more is gone, whatever else was said of it.
        if (!instance.listed || isOver(instance.listed)) sender.instances.delete(name);
      }
      if (sender.instances.size === 0) this.#senders.delete(from);
    }
  }
}

/** Names come from strangers, and what isn't one on the wire would go out as a broken packet of ours. */
function canBeAsked(name: string): boolean {
  const sizes = name.split(".").map((label) => Buffer.byteLength(label));
  return !name.includes("\uFFFD") && sizes.every((size) => size > 0 && size <= 63) && Buffer.byteLength(name) <= 253;
}

/** The value under the key, made if there is room for one more. */
function roomFor<T>(map: Map<string, T>, key: string, most: number, make: () => T): T | undefined {
  const known = map.get(key);
  if (known !== undefined || map.size >= most) return known;
  const fresh = make();
  map.set(key, fresh);
  return fresh;
}

/** The newest word of a sender counts. A life of zero takes back what it said (RFC 6762, 10.1). */
function keep(sender: Sender, record: MdnsRecord, nowMs: number): void {
  const untilMs = nowMs + Math.min(record.ttlS * 1_000, LONGEST_MS);
  if (record.kind === "address") {
    const addresses = roomFor(sender.hosts, record.host, MOST_OF_ONE, () => new Map<string, Until>());
    if (addresses && (addresses.has(record.address) || addresses.size < MOST_ADDRESSES))
      addresses.set(record.address, { untilMs });
    return;
  }
  const instance = roomFor<Instance>(sender.instances, record.instance, MOST_OF_ONE, () => ({}));
  if (!instance) return;
  if (record.kind === "instance") instance.listed = { untilMs, label: record.label };
  else if (record.kind === "place") instance.place = { untilMs, host: record.host, port: record.port };
  else instance.texts = { untilMs, texts: record.texts };
}
