import { describe, expect, it, test } from "vitest";
import { machineLinks, placeFrom } from "../../../main/nearby.ts";
import type { NearbyPort } from "../../../src/app/nearby-desk.ts";
import { type KnownGateway, nearbyView } from "../../../src/app/nearby-view.ts";
import { recoveryPage } from "../../../src/app/recovery.ts";
import type { NearbyGateway } from "../../../src/gateway/nearby-gateway.ts";
import type { Nearby } from "../../../src/gateway/nearby-listener.ts";
import { memoryLockOutLists, stageDesk } from "../../support/desk-stage.ts";

const [mine, theirs] = ["a".repeat(64), "e".repeat(64)];

function found(changes: Partial<NearbyGateway> = {}): NearbyGateway {
  return {
    key: "k",
    name: "Pi",
    url: "wss://192.168.1.20:18789",
    host: "pi.local",
    fingerprint: mine,
    from: "192.168.1.20",
    ...changes,
  };
}

function view(gateways: readonly NearbyGateway[], known: readonly KnownGateway[] = [], more: Partial<Nearby> = {}) {
  return nearbyView({ gateways, isFull: false, asked: 1, isDeaf: false, ...more }, known);
}

describe("what was found on the network", () => {
  it("says what it waits for, that nobody answers, and that it can't listen", () => {
    expect(view([])).toMatchObject({ state: "listening", sentence: expect.stringContaining("Listening") as unknown });
    expect(view([], [], { asked: 4 })).toMatchObject({ state: "silent" });
    expect(view([], [], { isDeaf: true })).toMatchObject({ state: "deaf" });
    expect(view([found()], [], { isFull: true }).sentence).toContain("some are not shown");
  });

  it("says where a gateway is, whether it has TLS, and who really announces it", () => {
    expect(view([found()]).gateways[0]).toMatchObject({ facts: "pi.local, with TLS", warnings: [] });
    const { facts } = view([found({ url: "ws://192.168.1.20:18789", from: "192.168.1.66" })]).gateways[0]!;
    expect(facts).toBe("pi.local, without TLS, announced by 192.168.1.66");
  });

  it("knows one that is in the list, by its address or by its name and port", () => {
    for (const address of ["wss://192.168.1.20:18789", "wss://pi.local:18789"]) {
      const known = [{ name: "Attic", address, pinned: undefined }];
      expect(view([found()], known).gateways[0]?.facts).toContain("in your list as “Attic”");
    }
    const known = [{ name: "Attic", address: "wss://192.168.1.20:9", pinned: undefined }];
    expect(view([found()], known).gateways[0]?.facts).not.toContain("in your list");
  });

  it("says it when somebody else's certificate is announced for a trusted address, or TLS is left out", () => {
    const known = [{ name: "Attic", address: "wss://192.168.1.20:18789", pinned: mine }];
    expect(view([found()], known).gateways[0]?.warnings).toEqual([]);
    expect(view([found({ fingerprint: theirs })], known).gateways[0]?.warnings[0]).toContain(
      "another certificate than the one you trusted for “Attic”",
    );
    expect(view([found({ url: "ws://192.168.1.20:18789" })], known).gateways[0]?.warnings.at(-1)).toContain(
      "Somebody may be pretending",
    );
  });

  it("calls out names that are given twice, here or in the list", () => {
    const twin = found({ key: "t", name: "ＰＩ", url: "ws://192.168.1.66:18789", from: "192.168.1.66" });
    expect(view([found(), twin]).gateways.every(({ warnings }) => /same name. Go by/.test(warnings[0] ?? ""))).toBe(
      true,
    );
    const known = [{ name: "pi", address: "ws://10.0.0.1:18789", pinned: undefined }];
    expect(view([found()], known).gateways[0]?.warnings[0]).toContain("same name, at another address");
  });
});

test("an announced fingerprint is shown beside the certificate where it differs, and is never the one to trust", () => {
  const facts = {
    deviceId: "d",
    address: "wss://192.168.1.20:18789",
    certificate: { fingerprint: theirs, subject: "openclaw" },
  };
  const page = (announced: string | undefined, pinned?: string) =>
    recoveryPage(
      { kind: "tls", code: pinned ? "FINGERPRINT" : "DEPTH_ZERO_SELF_SIGNED_CERT" },
      { ...facts, announced, pinned },
    )?.certificate;
  expect(page(mine)).toMatchObject({ fingerprint: theirs, announced: mine });
  expect(page(theirs)).not.toHaveProperty("announced");
  expect(page(undefined)).not.toHaveProperty("announced");
  // The pin stays what is compared with, also when the announcement agrees with the new certificate.
  expect(page(theirs, mine)).toMatchObject({ fingerprint: theirs, trusted: mine });
});

/** A network that the test plays. */
function playedNetwork() {
  let heard: Nearby = { gateways: [], isFull: false, asked: 1, isDeaf: false };
  const stand = { listening: 0, looks: 0, tell: (): void => undefined };
  const port: NearbyPort = {
    listen(onChange) {
      stand.listening += 1;
      stand.tell = onChange;
      return { now: () => heard, look: () => (stand.looks += 1), close: () => (stand.listening -= 1) };
    },
  };
  const hear = (...gateways: NearbyGateway[]): void => {
    heard = { ...heard, gateways };
    stand.tell();
  };
  return { port, stand, hear };
}

describe("the desk", () => {
  it("listens only while the view is open, once, and gives it back", async () => {
    const { port, stand, hear } = playedNetwork();
    const { desk, settle } = stageDesk({}, memoryLockOutLists(), {}, port);
    expect(desk.snapshot().nearby).toBeUndefined();
    await desk.handle({ type: "nearby-watch", on: true });
    await desk.handle({ type: "nearby-watch", on: true });
    expect(stand.listening).toBe(1);
    hear(found());
    await settle();
    expect(desk.snapshot().nearby?.gateways).toHaveLength(1);
    const before = desk.snapshot().nearby;
    desk.setMachine({ trayShown: true });
    expect(desk.snapshot().nearby).toBe(before);
    desk.wake();
    expect(stand.looks).toBe(1);
    await desk.handle({ type: "nearby-watch", on: false });
    expect([stand.listening, desk.snapshot().nearby]).toEqual([0, undefined]);
    await desk.handle({ type: "nearby-watch", on: true });
    desk.close();
    expect(stand.listening).toBe(0);
  });

  it("keeps, pins and connects nothing because of an announcement", async () => {
    const { port, hear } = playedNetwork();
    const { desk, settle, settings, secrets, clients } = stageDesk({}, memoryLockOutLists(), {}, port);
    const url = found().url;
    await desk.handle({ type: "connect", url, token: "not-a-real-token" });
    const gatewayId = desk.snapshot().gateways[0]!.id;
    const before = [JSON.stringify(settings.get()), JSON.stringify([...secrets]), clients.length];
    await desk.handle({ type: "nearby-watch", on: true });
    hear(found({ fingerprint: theirs }), found({ key: "2", url: "ws://192.168.1.66:1", from: "192.168.1.66" }));
    await settle();
    expect([JSON.stringify(settings.get()), JSON.stringify([...secrets]), clients.length]).toEqual(before);
    // Nobody showed that certificate, so there is nothing to trust.
    expect(await desk.handle({ type: "trust-certificate", gatewayId, fingerprint: theirs })).toMatchObject({
      ok: false,
    });
    expect(settings.get().gateways[0]).not.toHaveProperty("tlsFingerprint");
    desk.close();
  });
});

test("the cards of this machine that are listened on: not loopback, unless it alone is asked for", () => {
  const interfaces = () =>
    ({
      lo: [{ address: "127.0.0.1", cidr: "127.0.0.1/8", family: "IPv4", internal: true }],
      wlan0: [
        { address: "192.168.1.5", cidr: "192.168.1.5/24", family: "IPv4", internal: false },
        { address: "fe80::1", cidr: "fe80::1/64", family: "IPv6", internal: false },
      ],
    }) as never;
  expect(machineLinks(undefined, interfaces)).toEqual([{ address: "192.168.1.5", cidr: "192.168.1.5/24" }]);
  expect(machineLinks("127.0.0.1", interfaces)).toEqual([{ address: "127.0.0.1", cidr: "127.0.0.1/8" }]);
  expect(machineLinks("off", interfaces)).toEqual([]);
  expect(placeFrom({ PAIRTRAY_MDNS_INTERFACE: " 127.0.0.1 " })).toEqual({ address: "127.0.0.1" });
  expect(placeFrom({ PAIRTRAY_MDNS_INTERFACE: "" })).toBeUndefined();
});
