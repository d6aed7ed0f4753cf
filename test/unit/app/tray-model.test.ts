import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { intentSchema, type Intent } from "../../../src/app/intent.ts";
import { trayModel, type TrayItem } from "../../../src/app/tray-model.ts";
import type { AppSnapshot } from "../../../src/app/snapshot.ts";
import { aDeviceView, aGatewayView, aSnapshot, requestOf } from "./snapshots.ts";

type Flat = { readonly id: string; readonly label: string; readonly intent: Intent | undefined };
const flat = (items: readonly TrayItem[]): Flat[] =>
  items.flatMap((item) => {
    if (item.kind === "separator") return [];
    if (item.kind === "item") return [{ id: item.id, label: item.label, intent: item.intent }];
    return [{ id: item.id, label: item.label, intent: undefined }, ...flat(item.items)];
  });
const iconOf = (change: Partial<AppSnapshot>) => trayModel(aSnapshot(change)).icon;

describe("icon", () => {
  it("is idle, pending, offline or attention", () => {
    expect(iconOf({})).toBe("idle");
    expect(iconOf({ requests: [requestOf(1)] })).toBe("pending");
    expect(iconOf({ gateways: [aGatewayView("unreachable")], requests: [requestOf(1)] })).toBe("offline");
    expect(iconOf({ gateways: [aGatewayView("connecting")] })).toBe("offline");
    expect(iconOf({ gateways: [] })).toBe("offline");
    for (const kind of ["wrong-credentials", "approval-needed", "protocol-mismatch", "trouble"] as const) {
      expect(iconOf({ gateways: [aGatewayView(kind)] })).toBe("attention");
    }
    const away = [aGatewayView(), aGatewayView("unreachable", "h")];
    expect(iconOf({ gateways: away })).toBe("offline");
    expect(iconOf({ gateways: away, requests: [requestOf(1)] })).toBe("pending");
    expect(iconOf({ gateways: [aGatewayView(), { ...aGatewayView("stopped", "h"), paused: true }] })).toBe("idle");
    expect(iconOf({ gateways: [], needsGateway: true })).toBe("attention");
  });

  it("asks for attention where no notification tells of a request", () => {
    const requests = [requestOf(1)];
    const { settings, machine } = aSnapshot();
    expect(iconOf({ requests, settings: { ...settings, notifications: false } })).toBe("attention");
    const notifying = { sentence: "Refused.", warning: true };
    expect(iconOf({ requests, machine: { ...machine, notifying } })).toBe("attention");
    expect(iconOf({ machine: { ...machine, notifying } })).toBe("idle");
    expect(trayModel(aSnapshot({ requests, quiet: { muted: [], snoozedUntilMs: 9e12 } })).icon).toBe("attention");
  });

  it("asks for attention where no notification tells of a device that was let in, and leads to it", () => {
    const cameIn = (n: number) => ({
      key: `g/d${n}`,
      gatewayId: "g",
      deviceId: `d${n}`,
      name: `Phone ${n}`,
      sentence: "…",
    });
    const arrivals = [1, 2, 3, 4, 5].map(cameIn);
    const quiet = { muted: [], snoozedUntilMs: 9e12 };
    const model = trayModel(aSnapshot({ arrivals, quiet }));
    expect(model).toMatchObject({ icon: "attention", tooltip: "PairTray: 5 devices were let in" });
    const items = flat(model.menu).filter(({ label }) => label.includes("let in"));
    expect(items.map(({ label }) => label)).toEqual([
      "5 devices were let in",
      "“Phone 1” was let in by itself",
      "“Phone 2” was let in by itself",
      "“Phone 3” was let in by itself",
      "2 more were let in…",
    ]);
    expect(items[1]?.intent).toEqual({ type: "open", view: "lost-device", key: "g/d1" });
    expect(iconOf({ arrivals })).toBe("idle");
    expect(iconOf({ arrivals: [{ ...cameIn(1), told: true }], quiet })).toBe("idle");
    const { settings } = aSnapshot();
    expect(iconOf({ arrivals, quiet, settings: { ...settings, notifications: false } })).toBe("idle");
  });

  it("counts what still waits", () => {
    const sending = requestOf(2, 1, { action: { state: "sending", what: "approve" } });
    const failed = requestOf(3, 1, { action: { state: "failed", what: "approve", sentence: "No." } });
    const model = trayModel(aSnapshot({ requests: [requestOf(1), sending, failed] }));
    expect(model).toMatchObject({ count: 2, tooltip: "PairTray: 2 devices ask to pair" });
  });
});

describe("menu", () => {
  it("has every action", () => {
    const snapshot = aSnapshot({
      gateways: [aGatewayView("unreachable")],
      requests: [requestOf(1, 1, { risk: "low" }), requestOf(2)],
      devices: [aDeviceView(), aDeviceView({ key: "g/self", isSelf: true })],
    });
    const menu = flat(trayModel(snapshot).menu);
    expect(menu.map(({ label }) => label)).toEqual([
      "It is unreachable",
      "Open PairTray",
      "“Phone 1” asks to pair",
      "Android phone · 192.168.1.20",
      "Read your chats.",
      "This device was never seen here before.",
      "Review",
      "Approve",
      "Reject",
      "“Phone 2” asks to pair",
      "Review",
      "Reject",
      "Lost a device…",
      "Pixel 9",
      "Another device…",
      "Pair a device",
      "Devices",
      "Activity",
      "Snooze notifications for 1 hour",
      "Settings",
      "Try Home again now",
      "Quit PairTray",
    ]);
    expect(menu.find(({ label }) => label === "Read your chats.")?.intent).toBeUndefined();
    expect(menu.find(({ label }) => label === "Approve")?.intent).toEqual({
      type: "approve",
      gatewayId: "g",
      requestId: "d1-r1",
      digest: "digest-d1-r1",
    });
    expect(menu.find(({ label }) => label === "Pixel 9")?.intent).toEqual({
      type: "open",
      view: "lost-device",
      key: "g/d1",
    });
  });

  it("shows a lock-out that is open, and needs the user, until it is done", () => {
    const order = {
      key: "g/d1",
      gatewayId: "g",
      deviceId: "d1",
      name: "Pixel 9",
      stage: "open",
      sentence: "Will be locked out as soon as the gateway can be reached.",
      kept: true,
      orderedAtMs: 1,
    } as const;
    const model = trayModel(aSnapshot({ gateways: [aGatewayView("unreachable")], lockOuts: [order] }));
    expect(model).toMatchObject({ icon: "attention", tooltip: "PairTray: Pixel 9 is not locked out yet" });
    expect(flat(model.menu).map(({ label }) => label)).toContain("Open: lock out Pixel 9");
    expect(flat(model.menu).map(({ label }) => label)).toContain("Lost a device…");
    const refused = trayModel(aSnapshot({ lockOuts: [{ ...order, refused: true }] }));
    expect(refused).toMatchObject({
      icon: "attention",
      tooltip: "PairTray: Pixel 9 is not locked out: a gateway refused",
    });
    expect(flat(refused.menu).map(({ label }) => label)).toContain("Refused: lock out Pixel 9");
    const done = trayModel(aSnapshot({ lockOuts: [{ ...order, stage: "gone" }] }));
    expect(done.icon).toBe("idle");
    expect(JSON.stringify(done.menu)).not.toContain("Pixel 9");
  });

  it("offers a lost device also while its gateway can't be reached, but never this app", () => {
    const devices = [aDeviceView({ canManage: false }), aDeviceView({ key: "g/self", isSelf: true, name: "This app" })];
    const offline = flat(trayModel(aSnapshot({ gateways: [aGatewayView("unreachable")], devices })).menu);
    expect(offline.filter(({ id }) => id.startsWith("device/")).map(({ label }) => label)).toEqual(["Pixel 9"]);
    const online = flat(trayModel(aSnapshot({ devices })).menu);
    expect(online.some(({ id }) => id.startsWith("device/"))).toBe(false);
  });

  it("offers no decision on what is being decided", () => {
    const sending = requestOf(1, 1, { action: { state: "sending", what: "approve" } });
    expect(JSON.stringify(trayModel(aSnapshot({ requests: [sending] })).menu)).not.toContain("d1-r1");
  });

  it("stays short, whatever waits, oldest first", () => {
    const requests = Array.from({ length: 300 }, (_, index) => requestOf(index, 1, { askedAtMs: 1_000 - index }));
    const devices = Array.from({ length: 10_000 }, (_, index) =>
      aDeviceView({ key: `g/${(index * 7919) % 10_000}`, lastSeenAtMs: (index * 7919) % 10_000 }),
    );
    const menu = flat(trayModel(aSnapshot({ requests, devices })).menu);
    expect(menu.length).toBeLessThan(50);
    expect(menu.find(({ id }) => id === "more")).toMatchObject({ label: "292 more…", intent: { view: "requests" } });
    expect(menu.find(({ id }) => id.startsWith("request/"))?.id).toBe("request/g/d299-r1");
    const offered = menu.filter(({ id }) => id.startsWith("device/")).map(({ id }) => id);
    expect(offered).toEqual(Array.from({ length: 8 }, (_, place) => `device/g/${9_999 - place}`));
  });

  it("has unique ids and sound intents for any snapshot, and approves nothing but low risk", () => {
    const request = fc.record({
      device: fc.nat({ max: 30 }),
      risk: fc.constantFrom("low", "elevated", "high" as const),
      canDecide: fc.boolean(),
    });
    const kind = fc.constantFrom("connected", "connecting", "unreachable", "trouble" as const);
    fc.assert(
      fc.property(fc.uniqueArray(request, { selector: (r) => r.device }), kind, (all, gateway) => {
        const requests = all.map(({ device, ...change }) => requestOf(device, 1, change));
        const model = trayModel(aSnapshot({ requests, gateways: [aGatewayView(gateway)] }));
        const menu = flat(model.menu);
        expect(new Set(menu.map(({ id }) => id)).size).toBe(menu.length);
        expect(model.tooltip.length).toBeLessThanOrEqual(120);
        for (const { intent } of menu) {
          if (!intent) continue;
          expect(intentSchema.safeParse(intent).success).toBe(true);
          if (intent.type !== "approve") continue;
          const asked = requests.find((each) => each.requestId === intent.requestId);
          expect(asked).toMatchObject({ risk: "low", canDecide: true, digest: intent.digest });
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("several gateways", () => {
  const two = [
    { ...aGatewayView("connected", "g"), name: "Home" },
    { ...aGatewayView("connected", "h"), name: "Attic\u202e" },
  ];
  const elsewhere = requestOf(2, 1, { key: "h/r", gatewayId: "h" });

  it("names the gateway of each request, device and open order, and of the one that is asked", () => {
    const devices = [aDeviceView(), aDeviceView({ key: "h/d", gatewayId: "h" })];
    const labels = (change: Partial<AppSnapshot>) =>
      flat(trayModel(aSnapshot({ gateways: two, devices, ...change })).menu).map(({ label }) => label);
    expect(labels({ requests: [elsewhere] })[0]).toBe("1 device asks to pair · Attic");
    const both = labels({ requests: [requestOf(1), elsewhere] });
    expect(both[0]).toBe("2 devices ask to pair");
    expect(both).toContain("“Phone 1” asks to pair · Home");
    expect(both).toContain("“Phone 2” asks to pair · Attic");
    expect(both.filter((label) => label === `${aDeviceView().name} · Attic`)).toHaveLength(1);
  });

  it("says which of them can't be reached, and what asks at the others", () => {
    const status = (gateways: AppSnapshot["gateways"], requests: AppSnapshot["requests"] = []) =>
      trayModel(aSnapshot({ gateways, requests })).tooltip;
    const pi = { ...aGatewayView("unreachable", "h"), name: "Pi\u202e" };
    const [home] = two;
    expect(status([home!, pi])).toBe("PairTray: Pi can't be reached");
    expect(status([home!, pi], [requestOf(1)])).toBe("PairTray: 1 device asks to pair · Home; Pi can't be reached");
    // What asked there before can't be answered now.
    expect(status([home!, pi], [elsewhere])).toBe("PairTray: Pi can't be reached");
    expect(status([home!, pi, { ...pi, id: "i" }])).toBe("PairTray: 2 gateways can't be reached");
    const refused = { ...pi, state: { ...pi.state, kind: "wrong-credentials", title: "Wrong token" } } as const;
    expect(status([refused, home!], [requestOf(1)])).toBe("PairTray: 1 device asks to pair · Home; Pi: Wrong token");
    expect(status([refused], [elsewhere])).toBe("PairTray: Pi: Wrong token");
  });

  it("names nothing while there is one", () => {
    const model = trayModel(aSnapshot({ gateways: two.slice(0, 1), requests: [requestOf(1)] }));
    expect(flat(model.menu).some(({ label }) => label.includes("·"))).toBe(false);
  });
});
