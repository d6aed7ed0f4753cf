import { describe, expect, it } from "vitest";
import { readAddress, readAnyAddress } from "../../../src/pairing/typed-address.ts";

describe("readAddress", () => {
  it.each([
    ["127.0.0.1", "ws://127.0.0.1:18789"],
    ["localhost:9000", "ws://localhost:9000"],
    [" ws://pi.local ", "ws://pi.local:18789"],
    ["ws://pi.local:80", "ws://pi.local"],
    ["ws://pi.local:80/", "ws://pi.local"],
    ["wss://pi.example.ts.net", "wss://pi.example.ts.net"],
    ["https://pi.example.ts.net/gateway/", "wss://pi.example.ts.net/gateway"],
    ["http://127.0.0.1:18789/", "ws://127.0.0.1:18789"],
    ["[::1]", "ws://[::1]:18789"],
    ["WS://PI.local", "ws://pi.local:18789"],
    ["ws://pi.local:1/#", "ws://pi.local:1"],
    ["ws://pi.local:1/?", "ws://pi.local:1"],
    ["httpbin.local", "ws://httpbin.local:18789"],
  ])("%s is %s", (typed, url) => {
    expect(readAddress(typed)).toEqual({ url });
  });

  it.each([
    ["192.168.1.20", "ws://192.168.1.20:18789"],
    ["ws://10.0.0.3:1", "ws://10.0.0.3:1"],
    ["ws://172.16.0.1:1", "ws://172.16.0.1:1"],
    ["ws://100.64.1.2:1", "ws://100.64.1.2:1"],
    ["ws://[fd00::1]:1", "ws://[fd00::1]:1"],
    ["ws://127.9.9.9:1", "ws://127.9.9.9:1"],
    ["ws://pi.local.:1", "ws://pi.local.:1"],
  ])("%s needs no TLS", (typed, url) => {
    expect(readAddress(typed)).toEqual({ url });
  });

  it.each([
    "pi.example.ts.net",
    "ws://pi.tail1234.ts.net:18789",
    "http://pi.ts.net",
    "ws://8.8.8.8:1",
    "ws://172.32.0.1:1",
    "ws://[2001:db8::1]:1",
    "ws://example.com",
    "ws://raspberrypi:18789",
    "ws://local:1",
    "ws://192.168.1.20.example.com",
    "ws://localhost.example.com",
    "ws://0.0.0.0:1",
  ])("%s does, and that is said; a phone's address is another matter", (typed) => {
    expect(readAddress(typed)).toEqual({ sentence: expect.stringContaining("wss://") as unknown });
    expect(readAnyAddress(typed)).toHaveProperty("url");
  });

  it.each([
    "",
    "  ",
    "ws://",
    "ftp://pi.local",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "ws://pi.local:99999",
    "ws://a b",
    "ws://user:pw@pi.local",
    "ws://pi.local/?token=abc",
    "ws://pi.local/#token=abc",
    `eyJ1cmwiOiJ3czovLzEyNy4wLjAuMTox${"abc".repeat(30)}`,
  ])("%s is refused with a sentence that doesn't repeat it", (typed) => {
    const result = readAddress(typed);
    expect(result).toHaveProperty("sentence");
    expect(JSON.stringify(result)).not.toMatch(/pw@|abc/);
  });
});
