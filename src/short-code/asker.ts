/** Who asks for the set-up code, for the question on the laptop. Safe to show as it is: the words are all ours. */
export interface Asker {
  /** IP address the connection comes from, without a zone. The one thing here that the device can't choose freely. */
  readonly address: string;
  /** "iPhone", "Linux computer", … by its own account. */
  readonly device: string;
  /** "Safari", "curl", … by its own account. */
  readonly program?: string;
  /** Asks by the plain-text way: the set-up code would cross the network readable. */
  readonly plainText: boolean;
  /** The connection comes from the laptop itself. */
  readonly thisComputer: boolean;
  /** Two digits that this device shows at the same moment. Absent on the plain-text way: there is no key to make them of. */
  readonly check?: string;
}

/** First match wins. The words come from here alone, so nothing in a hostile user agent reaches the screen. */
const devices: readonly (readonly [RegExp, string])[] = [
  [/iphone|ipod/i, "iPhone"],
  [/ipad/i, "iPad"],
  [/android.*mobile/i, "Android phone"],
  [/android/i, "Android tablet"],
  [/windows/i, "Windows PC"],
  // An iPad's Safari says "Macintosh" too.
  [/macintosh|mac os x|darwin/i, "Mac or iPad"],
  [/\bcros\b/i, "Chromebook"],
  [/linux|x11/i, "Linux computer"],
];

const programs: readonly (readonly [RegExp, string])[] = [
  [/^curl\//i, "curl"],
  [/^wget\//i, "Wget"],
  [/^pairtray-phone\b/i, "PairTray’s simulated phone"],
  [/firefox|fxios/i, "Firefox"],
  [/\bedg(a|ios)?\//i, "Edge"],
  [/samsungbrowser/i, "Samsung Internet"],
  [/chrom(e|ium)|crios/i, "Chrome"],
  [/safari/i, "Safari"],
];

function firstWord(list: readonly (readonly [RegExp, string])[], text: string): string | undefined {
  return list.find(([pattern]) => pattern.test(text))?.[1];
}

/** An IPv4 address that arrived on an IPv6 socket is shown as people know it. */
export function plainAddress(address: string | undefined): string {
  return (address ?? "").replace(/^::ffff:(?=\d+\.)/i, "").split("%")[0] ?? "";
}

export function describeAsker(facts: {
  remoteAddress: string | undefined;
  localAddress: string | undefined;
  userAgent: string | undefined;
  plainText: boolean;
}): Asker {
  const userAgent = (facts.userAgent ?? "").slice(0, 512);
  const address = plainAddress(facts.remoteAddress);
  const program = firstWord(programs, userAgent);
  return {
    address: address || "an unknown address",
    device: firstWord(devices, userAgent) ?? "Unknown device",
    ...(program !== undefined && { program }),
    plainText: facts.plainText,
    thisComputer: address !== "" && (address === plainAddress(facts.localAddress) || isLoopback(address)),
  };
}

function isLoopback(address: string): boolean {
  return address === "::1" || /^127\./.test(address);
}
