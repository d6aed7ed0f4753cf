import type { Intent } from "./intent.ts";

/** The scheme that the system hands to PairTray. */
export const linkScheme = "pairtray";

const LONGEST = 1024;
/** What a device id can be: gateways derive it from the key, as 64 hex digits; others are taken as long as they are plain. */
const deviceId = /^[\w.:-]{1,128}$/;
const keyHash = /^[0-9a-f]{64}$/i;

/**
 * Where a `pairtray://` link leads, or undefined when it is none of ours. A link comes from anywhere (a web page, a mail, an
 * MDM's notice), so it only ever opens a page: nothing is decided by it, and whatever isn't exactly understood is dropped.
 *
 * - `pairtray://lost-device` opens *Lost a device*
 * - `pairtray://lost-device?device=<device id>` opens it for that device
 */
export function readLink(text: string): Extract<Intent, { type: "open" }> | undefined {
  if (text.length > LONGEST) return undefined;
  const url = URL.parse(text);
  if (url?.protocol !== `${linkScheme}:` || url.host !== "lost-device") return undefined;
  if (url.username !== "" || url.password !== "" || url.hash !== "" || !["", "/"].includes(url.pathname))
    return undefined;
  const named = url.searchParams.getAll("device");
  if (named.length > 1) return undefined;
  const id = named[0];
  if (id === undefined) return { type: "open", view: "lost-device", byLink: true };
  if (!deviceId.test(id)) return undefined;
  // Whoever writes hex in capitals means the same device; taken as another one it would be "in no list", and locked out of
  // nothing. A leading slash: whichever gateway has it.
  return { type: "open", view: "lost-device", key: `/${keyHash.test(id) ? id.toLowerCase() : id}`, byLink: true };
}

/** The first word of a command line that is one of our links. */
export function linkOf(argv: readonly string[]): Extract<Intent, { type: "open" }> | undefined {
  const word = argv.find((one) => one.toLowerCase().startsWith(`${linkScheme}:`));
  return word === undefined ? undefined : readLink(word);
}
