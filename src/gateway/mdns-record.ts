import { z } from "zod";

/** What a gateway announces itself as on its own network (openclaw docs/gateway/bonjour.md). */
export const gatewayService = "_openclaw-gw._tcp.local";

/** Bytes of all texts of one record. A real gateway's are some 300; RFC 6763 (6.2) asks for less than 1300. */
const MOST_TEXT = 2_048;
/** Records read of one packet. A real gateway's answer has eight. */
const MOST_RECORDS = 64;

/** One record of an announcement, in the shape that is kept. Names are in lower case, since DNS compares them so. */
export type MdnsRecord = { readonly ttlS: number } & (
  | { readonly kind: "instance"; readonly instance: string; readonly label: string }
  | { readonly kind: "place"; readonly instance: string; readonly host: string; readonly port: number }
  | { readonly kind: "texts"; readonly instance: string; readonly texts: ReadonlyMap<string, string> }
  | { readonly kind: "address"; readonly host: string; readonly address: string }
);

const base = { name: z.string().min(1).max(255), ttl: z.number().nonnegative() };
const dnsName = z.string().min(1).max(255);
const bytes = z.instanceof(Uint8Array);
const schema = z.discriminatedUnion("type", [
  z.object({ ...base, type: z.literal("PTR"), data: dnsName }),
  z.object({
    ...base,
    type: z.literal("SRV"),
    data: z.object({ target: dnsName, port: z.number().int().min(1).max(65_535) }),
  }),
  z.object({ ...base, type: z.literal("TXT"), data: z.union([bytes.transform((one) => [one]), z.array(bytes)]) }),
  z.object({ ...base, type: z.enum(["A", "AAAA"]), data: z.string().min(1).max(64) }),
]);

function ofService(name: string): boolean {
  return name.endsWith(`.${gatewayService}`);
}

/** `key=value` texts; the first of a key counts, and keys compare without case (RFC 6763, 6.4). Undefined when there is too much of it. */
function readTexts(data: readonly Uint8Array[]): ReadonlyMap<string, string> | undefined {
  if (data.reduce((sum, { length }) => sum + length, 0) > MOST_TEXT) return undefined;
  const texts = new Map<string, string>();
  for (const one of data) {
    const text = new TextDecoder().decode(one);
    const at = text.indexOf("=");
    const key = (at < 0 ? text : text.slice(0, at)).toLowerCase();
    if (key !== "" && !texts.has(key)) texts.set(key, at < 0 ? "" : text.slice(at + 1));
  }
  return texts;
}

function readRecord(raw: unknown): MdnsRecord | undefined {
  const { data: record } = schema.safeParse(raw);
  if (!record) return undefined;
  const name = record.name.toLowerCase();
  const ttlS = record.ttl;
  switch (record.type) {
    case "PTR": {
      const instance = record.data.toLowerCase();
      if (name !== gatewayService || !ofService(instance)) return undefined;
      return { kind: "instance", instance, label: record.data.slice(0, -gatewayService.length - 1), ttlS };
    }
    case "SRV":
      if (!ofService(name)) return undefined;
      return { kind: "place", instance: name, host: record.data.target.toLowerCase(), port: record.data.port, ttlS };
    case "TXT": {
      const texts = ofService(name) ? readTexts(record.data) : undefined;
      return texts && { kind: "texts", instance: name, texts, ttlS };
    }
    case "A":
    case "AAAA":
      return { kind: "address", host: name, address: record.data, ttlS };
  }
}

/** What of a packet's records belongs to gateways. Whatever is malformed, too long or out of range is no record. */
export function readRecords(raw: readonly unknown[]): readonly MdnsRecord[] {
  const read: MdnsRecord[] = [];
  for (const one of raw) {
    const record = readRecord(one);
    if (record) read.push(record);
    if (read.length === MOST_RECORDS) break;
  }
  return read;
}
