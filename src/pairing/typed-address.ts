import { isPrivateAddress } from "./address.ts";

/** The port a gateway listens on unless its configuration says otherwise. */
export const DEFAULT_PORT = 18789;

type Read = { readonly url: string } | { readonly sentence: string };

/** An address as gateways have them, wherever it leads, or the sentence that says what is wrong with it. */
export function readAnyAddress(text: string): Read {
  const typed = text.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `ws://${typed}`;
  let url: URL;
  try {
    url = new URL(withScheme.replace(/^http/i, "ws"));
  } catch {
    return { sentence: "That is not an address. It looks like ws://127.0.0.1:18789 or wss://my-pi.example.ts.net." };
  }
  if (url.protocol !== "ws:" && url.protocol !== "wss:")
    return { sentence: "A gateway's address starts with ws:// or wss://." };
  if (url.username || url.password || url.search || url.hash) {
    return { sentence: "Leave user names, passwords and tokens out of the address: they have fields of their own." };
  }
  // Longer than any name may be: somebody pasted a set-up code. It is a secret, and must not be asked of a name server.
  if (url.hostname.split(".").some((label) => label.length > 63))
    return { sentence: "That is too long for an address. A set-up code belongs on the phone, not here." };
  // A URL forgets a port 80 that was typed, and that is not what somebody who typed it meant.
  if (!url.port && url.protocol === "ws:" && !/:\d+(\/|$)/.test(typed)) url.port = String(DEFAULT_PORT);
  // An empty "?" or "#" at the end is nothing, except to the WebSocket library, which refuses it.
  url.search = "";
  url.hash = "";
  return { url: url.href.replace(/\/$/, "") };
}

/** Within this machine nobody reads along. `host` is a URL's `hostname`. */
export function isThisMachine(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);
}

/**
 * A gateway's address for PairTray itself, or the sentence that says what is wrong with it. Without TLS it leads to this
 * machine, a private address or a `.local` name and nowhere else: any other name can be answered by a stranger, one of
 * Tailscale's (`*.ts.net`) as soon as Tailscale is off, and the published client would let that one through.
 */
export function readAddress(text: string): Read {
  const read = readAnyAddress(text);
  if ("sentence" in read || !read.url.startsWith("ws:")) return read;
  const host = new URL(read.url).hostname.replace(/\.$/, "");
  if (isThisMachine(host) || host.endsWith(".local") || isPrivateAddress(host)) return read;
  return {
    sentence:
      "Without TLS (ws://) PairTray connects only to this machine, to private addresses such as 192.168.1.20, and to names that end in .local. Use wss:// for this one.",
  };
}

/** Whether what is said to this address can be read on the way: no TLS, and not within this machine. */
export function isPlainOverNetwork(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === "ws:" && !isThisMachine(url.hostname);
}

/** The same of what stands in a field, as PairTray would read it; no while it is no address that it takes. */
export function isTypedPlain(text: string): boolean {
  const read = readAddress(text);
  return "url" in read && isPlainOverNetwork(read.url);
}
