import { describe, expect, test } from "vitest";
import { networkAddresses, pairAddresses, usualNetwork } from "../../../src/pairing/pair-address.ts";
import { readReach } from "../../../src/pairing/reach.ts";

describe("what can be said of an address", () => {
  test.each([
    ["ws://127.0.0.1:18789", "this-machine", false, true],
    ["ws://localhost:18789", "this-machine", false, true],
    ["ws://[::1]:18789", "this-machine", false, true],
    ["ws://192.168.1.5:18789", "lan", false, false],
    ["ws://10.0.0.5", "lan", false, false],
    ["ws://172.31.0.5", "lan", false, false],
    ["ws://172.32.0.5", "public", true, false],
    ["ws://my-pi.local:18789", "lan", false, false],
    ["ws://[fd00::2]:18789", "lan", false, false],
    ["ws://100.101.102.103:18789", "tailscale", true, false],
    ["ws://100.128.0.1", "public", true, false],
    ["wss://my-pi.tail1234.ts.net", "tailscale", false, true],
    ["ws://my-pi.tail1234.ts.net.", "tailscale", true, false],
    ["wss://claw.example.net/gateway", "public", false, true],
    ["ws://claw.example.net", "public", true, false],
    ["ws://[fd7a:115c:a1e0::1]:18789", "tailscale", true, false],
  ])("%s", (address, kind, refused, fullAccess) => {
    expect(readReach(address)).toMatchObject({ kind, refused, fullAccess });
  });

  test.each(["", "http://192.168.1.5", "192.168.1.5", "ws://"])("“%s” is none", (address) => {
    expect(readReach(address)).toBeUndefined();
  });
});

describe("addresses to choose from", () => {
  const networks = [
    { name: "docker0", address: "172.17.0.1", family: 4 as const },
    { name: "tailscale0", address: "100.90.1.2", family: 4 as const },
    { name: "wlan0", address: "192.168.1.5", family: 4 as const },
    { name: "wlan0", address: "fe80::1", family: 6 as const },
    { name: "eth0", address: "169.254.7.7", family: 4 as const },
  ];

  test("the home network comes first, and what no device can reach is left out", () => {
    expect(networkAddresses(networks).map(({ address }) => address)).toEqual([
      "192.168.1.5",
      "100.90.1.2",
      "172.17.0.1",
    ]);
  });

  test("one to serve digits on is taken unasked only in a private network with devices in it", () => {
    const on = (name: string, address: string) => ({ name, address, family: 4 as const });
    expect(usualNetwork(networks)).toBe("192.168.1.5");
    expect(usualNetwork([on("eth0", "203.0.113.9"), on("docker0", "172.17.0.1")])).toBeUndefined();
    expect(usualNetwork([on("eth0", "203.0.113.9"), on("wlan0", "10.0.0.4")])).toBe("10.0.0.4");
    expect(usualNetwork([on("eth0", "203.0.113.9"), on("tailscale0", "100.90.1.2")])).toBe("100.90.1.2");
    expect(usualNetwork([])).toBeUndefined();
  });

  test("a gateway on this machine is offered at the machine's addresses", () => {
    expect(pairAddresses("ws://127.0.0.1:18789", networks).map(({ url }) => url)).toEqual([
      undefined,
      "ws://192.168.1.5:18789",
      "ws://172.17.0.1:18789",
      "ws://127.0.0.1:18789",
    ]);
  });

  test("one elsewhere is offered as PairTray reaches it", () => {
    expect(pairAddresses("wss://claw.example.net", networks).map(({ url }) => url)).toEqual([
      "wss://claw.example.net",
      undefined,
    ]);
  });
});
