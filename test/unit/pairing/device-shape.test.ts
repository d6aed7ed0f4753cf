import { describe, expect, it } from "vitest";
import { clientWords, deviceShape, platformWords, type DeviceFacts } from "../../../src/pairing/device-shape.ts";

const cases: readonly (readonly [DeviceFacts, string, string])[] = [
  [{ platform: "android", deviceFamily: "Android", clientId: "openclaw-android" }, "phone", "Android phone"],
  [{ platform: "android 15 (sdk 35)", deviceFamily: "Android" }, "phone", "Android phone"],
  [{ platform: "android", deviceFamily: "Android tablet" }, "tablet", "Android tablet"],
  [{ platform: "iOS 18.4.0", deviceFamily: "iPhone" }, "phone", "iPhone"],
  [{ platform: "iOS 18.4.0", deviceFamily: "iPad" }, "tablet", "iPad"],
  [{ platform: "iPadOS 18" }, "tablet", "iPad"],
  [{ platform: "watchOS 11.0", deviceFamily: "Apple Watch" }, "phone", "Apple Watch"],
  [{ platform: "darwin", clientId: "gateway-client", clientMode: "ui" }, "desktop", "Mac"],
  [{ platform: "macos 15.1", deviceFamily: "Mac" }, "desktop", "Mac"],
  [{ platform: "win32" }, "desktop", "Windows PC"],
  [{ platform: "linux" }, "desktop", "Linux computer"],
  [{ platform: "linux", clientId: "node-host", clientMode: "node" }, "server", "Linux server"],
  [{ platform: "darwin", clientId: "node-host", clientMode: "node" }, "desktop", "Mac"],
  [{ platform: "linux", clientId: "cli", clientMode: "cli" }, "terminal", "Terminal on a Linux computer"],
  [{ platform: "MacIntel", clientId: "openclaw-control-ui", clientMode: "webchat" }, "browser", "Browser on a Mac"],
  [{ platform: "web", deviceFamily: "Chrome" }, "browser", "Chrome browser"],
  [{ clientMode: "webchat" }, "browser", "Browser"],
  [{ platform: "toaster\u202E 3" }, "unknown", "toaster 3"],
  [{}, "unknown", "Unknown device"],
];

describe("deviceShape and platformWords", () => {
  it.each(cases)("%o is a %s: %s", (facts, shape, words) => {
    expect(deviceShape(facts)).toBe(shape);
    expect(platformWords(facts)).toBe(words);
  });
});

describe("clientWords", () => {
  it("names what it knows, and what it doesn't as it is", () => {
    const words = (clientId?: string) => clientWords({ ...(clientId !== undefined && { clientId }) });
    expect(words("openclaw-android")).toBe("OpenClaw for Android");
    expect(words("acme\u0000-tool")).toBe("acme-tool");
    expect(words("constructor")).toBe("constructor");
    expect(words(undefined)).toBeUndefined();
    expect(words("\u200B")).toBeUndefined();
  });

  it("names the program of an iPad after the iPad", () => {
    const clientId = "openclaw-ios";
    expect(clientWords({ clientId, platform: "iOS 18.4", deviceFamily: "iPad" })).toBe("OpenClaw for iPad");
    expect(clientWords({ clientId, platform: "iPadOS 26" })).toBe("OpenClaw for iPad");
    expect(clientWords({ clientId, platform: "iOS 18.4", deviceFamily: "iPhone" })).toBe("OpenClaw for iPhone");
  });
});
