import { shownText } from "./shown-text.ts";

/** Icon family of a device. */
export type DeviceShape = "phone" | "tablet" | "laptop" | "desktop" | "server" | "browser" | "terminal" | "unknown";

/** What a device says about itself. All of it was chosen by the device: good for an icon, never for a decision. */
export interface DeviceFacts {
  readonly platform?: string | undefined;
  readonly deviceFamily?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientMode?: string | undefined;
}

interface Kind {
  readonly shape: DeviceShape;
  readonly words: string;
}

/** Ids and modes as `@openclaw/gateway-protocol` lists them (client-info). */
const browserClients = new Set(["openclaw-control-ui", "openclaw-browser-copilot", "webchat-ui", "webchat"]);
const terminalClients = new Set(["cli", "openclaw-tui"]);
const headlessClients = new Set(["node-host", "openclaw-worker"]);

/** First match wins: the narrower word stands above the wider one ("ipad" above "ios", "watchos" above "os"). */
const families: readonly (readonly [RegExp, Kind])[] = [
  [/apple watch|watchos/, { shape: "phone", words: "Apple Watch" }],
  [/ipad/, { shape: "tablet", words: "iPad" }],
  [/iphone|\bios\b/, { shape: "phone", words: "iPhone" }],
  [/android.*tablet|tablet.*android/, { shape: "tablet", words: "Android tablet" }],
  [/android/, { shape: "phone", words: "Android phone" }],
  [/macbook/, { shape: "laptop", words: "MacBook" }],
  [/\bmac|darwin/, { shape: "desktop", words: "Mac" }],
  [/windows|\bwin(32|64)?\b/, { shape: "desktop", words: "Windows PC" }],
  [/chromeos|\bcros\b/, { shape: "laptop", words: "Chromebook" }],
  [/linux/, { shape: "desktop", words: "Linux computer" }],
];

const browsers: readonly (readonly [RegExp, string])[] = [
  [/firefox/, "Firefox browser"],
  [/\bedg/, "Edge browser"],
  [/chrom(e|ium)/, "Chrome browser"],
  [/safari/, "Safari browser"],
];

const clients: Readonly<Record<string, string>> = {
  "openclaw-control-ui": "Control UI",
  "openclaw-browser-copilot": "Browser Copilot",
  "webchat-ui": "Web chat",
  webchat: "Web chat",
  "openclaw-tui": "OpenClaw in a terminal",
  cli: "OpenClaw command line",
  "gateway-client": "A program that uses the gateway client",
  "openclaw-macos": "OpenClaw for Mac",
  "openclaw-linux": "OpenClaw for Linux",
  "openclaw-ios": "OpenClaw for iPhone",
  "openclaw-watchos": "OpenClaw for Apple Watch",
  "openclaw-android": "OpenClaw for Android",
  "node-host": "OpenClaw node host",
  "openclaw-worker": "OpenClaw worker",
  "openclaw-probe": "OpenClaw probe",
};

function familyOf(facts: DeviceFacts): Kind | undefined {
  // The family is the more exact word ("iPad" where the platform says "iOS 18.4"), so it is asked first.
  for (const raw of [facts.deviceFamily, facts.platform]) {
    const text = shownText(raw, 64).toLowerCase();
    const match = families.find(([pattern]) => pattern.test(text));
    if (match) return match[1];
  }
  return undefined;
}

function isBrowser(facts: DeviceFacts): boolean {
  const platform = shownText(facts.platform, 64).toLowerCase();
  return (
    browserClients.has(facts.clientId ?? "") ||
    facts.clientMode === "webchat" ||
    platform === "web" ||
    platform === "browser"
  );
}

function kindOf(facts: DeviceFacts): Kind | undefined {
  const family = familyOf(facts);
  if (isBrowser(facts)) {
    const text = shownText(`${facts.platform ?? ""} ${facts.deviceFamily ?? ""}`, 128).toLowerCase();
    const browser = browsers.find(([pattern]) => pattern.test(text))?.[1] ?? "Browser";
    return { shape: "browser", words: family && browser === "Browser" ? `Browser on ${withArticle(family)}` : browser };
  }
  if (terminalClients.has(facts.clientId ?? "") || facts.clientMode === "cli") {
    return { shape: "terminal", words: family ? `Terminal on ${withArticle(family)}` : "Terminal" };
  }
  const headless = headlessClients.has(facts.clientId ?? "") || ["worker", "backend"].includes(facts.clientMode ?? "");
  if (headless && (family === undefined || family.words === "Linux computer")) {
    return { shape: "server", words: family ? "Linux server" : "Server" };
  }
  return family;
}

function withArticle(kind: Kind): string {
  return /^[aeiou]/i.test(kind.words) ? `an ${kind.words}` : `a ${kind.words}`;
}

/** Which icon stands for the device; `unknown` when it says nothing that we know. */
export function deviceShape(facts: DeviceFacts): DeviceShape {
  return kindOf(facts)?.shape ?? "unknown";
}

/** The device in a word or two ("Android phone", "Mac", "Browser on a Mac"); a platform we don't know is named as it is. */
export function platformWords(facts: DeviceFacts): string {
  return kindOf(facts)?.words ?? (shownText(facts.platform ?? facts.deviceFamily, 40) || "Unknown device");
}

/** The program behind the connection, in words; an id we don't know is named as it is, and nothing when there is none. */
export function clientWords(facts: DeviceFacts): string | undefined {
  const { clientId } = facts;
  if (clientId === undefined) return undefined;
  // One program for both; on an iPad it would look like a contradiction.
  if (clientId === "openclaw-ios" && familyOf(facts)?.words === "iPad") return "OpenClaw for iPad";
  const known = Object.hasOwn(clients, clientId) ? clients[clientId] : undefined;
  return (known ?? shownText(clientId, 40)) || undefined;
}
