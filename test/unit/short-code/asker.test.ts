import { expect, test } from "vitest";
import { describeAsker } from "../../../src/short-code/asker.ts";

function asker(userAgent: string | undefined, remoteAddress = "192.168.1.77") {
  return describeAsker({ userAgent, remoteAddress, localAddress: "192.168.1.5", plainText: false });
}

test.each([
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 Version/18.4 Mobile/15E148 Safari/604.1",
    "iPhone",
    "Safari",
  ],
  [
    "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36",
    "Android phone",
    "Chrome",
  ],
  [
    "Mozilla/5.0 (Linux; Android 16; SM-X910) AppleWebKit/537.36 Chrome/142.0 Safari/537.36",
    "Android tablet",
    "Chrome",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0",
    "Windows PC",
    "Edge",
  ],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0", "Mac or iPad", "Firefox"],
  ["curl/8.5.0", "Unknown device", "curl"],
  ["pairtray-phone (linux)", "Linux computer", "PairTray’s simulated phone"],
])("%s", (userAgent, device, program) => {
  expect(asker(userAgent)).toMatchObject({ device, program, address: "192.168.1.77", thisComputer: false });
});

test("nothing a stranger writes reaches the screen", () => {
  const hostile = asker(`<img src=x onerror=alert(1)> \u202E your own phone ${"x".repeat(100_000)}`);
  expect(hostile).toEqual({
    address: "192.168.1.77",
    device: "Unknown device",
    plainText: false,
    thisComputer: false,
  });
  expect(asker(undefined).device).toBe("Unknown device");
});

test("addresses are shown as people know them", () => {
  expect(asker("", "::ffff:192.168.1.9").address).toBe("192.168.1.9");
  expect(asker("", "fe80::1%eth0").address).toBe("fe80::1");
  expect(asker("", "192.168.1.5").thisComputer).toBe(true);
  expect(asker("", "127.0.0.1").thisComputer).toBe(true);
});
