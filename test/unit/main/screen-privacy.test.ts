import type { NetworkInterfaceInfo } from "node:os";
import { describe, expect, test } from "vitest";
import { machineNetworks } from "../../../main/networks.ts";
import { createScreenPrivacy } from "../../../main/screen-privacy.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { codeView, digitsCode, endedCode, pairView, waitingDigits } from "../../support/snapshot-pair.ts";

const url = "wss://gateway.example.net";
const withCode = { pair: pairView(url, { code: codeView() }) };
const withDigits = { pair: pairView(url, { code: digitsCode(waitingDigits) }) };
const over = { pair: pairView(url, { code: endedCode({ state: "delivered" }) }) };

function setUp(platform: NodeJS.Platform) {
  const told: boolean[] = [];
  const makeWindow = () => ({ setContentProtection: (on: boolean) => void told.push(on) });
  let window: ReturnType<typeof makeWindow> | undefined = makeWindow();
  const clock = new FakeClock();
  const look = createScreenPrivacy(platform, () => window, clock);
  return {
    told,
    clock,
    look,
    reopen: () => (window = makeWindow()),
    close: () => (window = undefined),
  };
}

describe("keeping a code out of screen captures", () => {
  test.each(["darwin", "win32"] as const)("is on exactly while one shows (%s)", (platform) => {
    const { told, look, clock } = setUp(platform);
    for (const snapshot of [{}, withCode, withCode, over, withDigits, {}]) {
      look(snapshot);
      clock.advance(1_000);
    }
    expect(told).toEqual([true, false, true, false]);
  });

  test("ends only when the last frame with the code is past, and not when a code is back by then", () => {
    const { told, look, clock, reopen } = setUp("darwin");
    look(withCode);
    look(over);
    clock.advance(400);
    look(over);
    expect(told).toEqual([true]);
    look(withDigits);
    clock.advance(1_000);
    expect(told).toEqual([true]);
    look({});
    clock.advance(500);
    expect(told).toEqual([true, false]);
    // A window that was destroyed meanwhile is never touched.
    look(withCode);
    look({});
    reopen();
    clock.advance(1_000);
    expect(told).toEqual([true, false, true]);
  });

  test("a window that opens anew is protected anew", () => {
    const { told, look, reopen, close } = setUp("darwin");
    look(withCode);
    close();
    look(withCode);
    reopen();
    look(withCode);
    expect(told).toEqual([true, true]);
  });

  test("is not claimed where the system can't", () => {
    const { told, look } = setUp("linux");
    look(withCode);
    expect(told).toEqual([]);
  });
});

describe("addresses of this machine", () => {
  test("are those that other machines may use", () => {
    const info = (address: string, family: "IPv4" | "IPv6", internal = false) =>
      ({ address, family, internal }) as NetworkInterfaceInfo;
    const interfaces = {
      lo: [info("127.0.0.1", "IPv4", true)],
      wlan0: [info("192.168.1.5", "IPv4"), info("fd00::2", "IPv6")],
      gone: undefined,
    };
    expect(machineNetworks(() => interfaces)).toEqual([
      { name: "wlan0", address: "192.168.1.5", family: 4 },
      { name: "wlan0", address: "fd00::2", family: 6 },
    ]);
  });
});
