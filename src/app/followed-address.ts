import { isThisMachine } from "../pairing/typed-address.ts";
import type { SavedGateway } from "./ports.ts";

/** As the settings file allows. */
const MOST_KEPT = 64;
const LONGEST_URL = 2_048;

/** What openclaw.json says today. */
export interface NamedAddress {
  readonly url: string;
  /** Which openclaw.json: another file names another gateway. */
  readonly file: string;
  /** The id of a gateway that nothing is known of yet. */
  readonly freshId: string;
}

export interface Followed {
  readonly gateways: readonly SavedGateway[];
  /** The gateway whose token, password and device token were for another place. */
  readonly elsewhere?: string;
}

/**
 * The gateways in the settings, once the one of openclaw.json stands where the file names it; undefined where nothing changes.
 *
 * It is remembered as soon as it is seen, and only its address follows: name, history, open lock-outs and key go on. On this
 * machine that holds for its secrets too, whatever port and scheme it has. Elsewhere another address may be another machine,
 * as with one that the user changes: what would let PairTray in doesn't go along, and a certificate only to the same host.
 * From this machine to another one (gateway.mode) is another gateway, and the one that was left is found again on the way back.
 *
 * One that the user entered stays the user's while openclaw.json names its address too; but on this machine it is the
 * file's as soon as that has no other: earlier settings don't say which it was.
 */
export function followConfig(
  saved: readonly SavedGateway[],
  { url, file, freshId }: NamedAddress,
): Followed | undefined {
  if (url.length > LONGEST_URL) return undefined;
  const here = isHere(url);
  const known = saved.findLast(
    (gateway) => gateway.follows === file && isHere(gateway.url) === here && (here || gateway.removed !== true),
  );
  const there = saved.find((gateway) => gateway.url === url);
  if (there) {
    if (!here || known || there.follows === file) return undefined;
    return { gateways: saved.map((gateway) => (gateway === there ? { ...there, follows: file } : gateway)) };
  }
  if (known) {
    const { tlsFingerprint, ...rest } = known;
    const keepsPin = tlsFingerprint !== undefined && (here || hostOf(known.url) === hostOf(url));
    const moved = { ...rest, url, ...(keepsPin && { tlsFingerprint }) };
    return {
      gateways: saved.map((gateway) => (gateway === known ? moved : gateway)),
      ...(!here && { elsewhere: known.id }),
    };
  }
  return saved.length < MOST_KEPT ? { gateways: [...saved, { id: freshId, url, follows: file }] } : undefined;
}

function hostOf(url: string): string | undefined {
  return URL.parse(url)?.hostname;
}

function isHere(url: string): boolean {
  return isThisMachine(hostOf(url) ?? "");
}
