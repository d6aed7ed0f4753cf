import { describe, expect, it } from "vitest";
import {
  cannotLockOut,
  inWords,
  lostDevice,
  lostStage,
  neverListed,
  stillPaired,
} from "../../../src/app/lost-device.ts";
import type { DeviceView, GatewayView, LockOutView } from "../../../src/app/snapshot.ts";
import { aDeviceView, aGatewayView } from "./snapshots.ts";

const gatewayOf = (id: string, change: Partial<GatewayView> = {}) => ({ ...aGatewayView(), id, name: id, ...change });
const gateways = [gatewayOf("home"), gatewayOf("attic")];
const entry = (gatewayId: string, deviceId = "phone", change: Partial<DeviceView> = {}) =>
  aDeviceView({ key: `${gatewayId}/${deviceId}`, gatewayId, deviceId, ...change });
const order = (gatewayId: string, stage: LockOutView["stage"]): LockOutView => ({
  key: `${gatewayId}/phone`,
  gatewayId,
  deviceId: "phone",
  name: "Pixel",
  stage,
  sentence: "",
  kept: true,
  orderedAtMs: 1,
});
const subject = (key: string, devices: readonly DeviceView[], lockOuts: readonly LockOutView[] = []) =>
  lostDevice(key, { devices, gateways, lockOuts });
const where = (lost: ReturnType<typeof lostDevice>) => lost.places.map(({ gatewayId }) => gatewayId);

describe("a lost device", () => {
  it("is meant at every gateway whose list has it, whichever entry was chosen or a link named", () => {
    const devices = [entry("home"), entry("home", "other"), entry("attic")];
    for (const key of ["home/phone", "attic/phone", "/phone"]) {
      const lost = subject(key, devices);
      expect(lost.deviceId).toBe("phone");
      expect(where(lost)).toEqual(["home", "attic"]);
    }
    expect(where(subject("/other", devices))).toEqual(["home"]);
    expect(where(subject("/nobody", devices))).toEqual([]);
  });

  it("is locked out only when every gateway says so", () => {
    const devices = [entry("home"), entry("attic")];
    const stage = (listed: readonly DeviceView[], ...orders: LockOutView[]) =>
      lostStage(subject("/phone", listed, orders).places);
    expect(stage([], order("home", "gone"), order("attic", "gone"))).toBe("gone");
    expect(stage([entry("attic")], order("home", "gone"))).toBe("left");
    expect(stage([entry("attic")], order("home", "gone"), order("attic", "open"))).toBe("open");
    expect(stage([], order("home", "gone"), order("attic", "lingering"))).toBe("lingering");
    expect(stage(devices, order("home", "gone"), order("attic", "gone")), "back again").toBe("left");
    const refused = { ...order("attic", "open"), refused: true } as const;
    expect(stage(devices, order("home", "lingering"), refused)).toBe("refused");
    expect(stage(devices, order("home", "open"), refused), "the other goes on").toBe("open");
  });

  it("counts what was ordered at a gateway that is no longer set up", () => {
    expect(where(subject("/phone", [entry("home")], [order("removed", "open")]))).toEqual(["home", "removed"]);
  });

  it("can't be locked out where this session may not manage it, but a gateway that is away takes the order", () => {
    const device = entry("home", "phone", { canManage: false, cannotManage: "Not allowed." });
    const [home, attic] = gateways;
    expect(cannotLockOut({ gatewayId: "home", gateway: home, device })).toBe("Not allowed.");
    const away = { ...home!, state: { kind: "connecting", sentence: "" } } as unknown as GatewayView;
    expect(cannotLockOut({ gatewayId: "home", gateway: away, device })).toBeUndefined();
    expect(cannotLockOut({ gatewayId: "attic", gateway: attic, device: entry("attic") })).toBeUndefined();
    expect(cannotLockOut({ gatewayId: "home", gateway: home, device: { ...device, isSelf: true } })).toContain(
      "itself",
    );
    expect(stillPaired({ gatewayId: "home", device, order: order("home", "open") })).toBe(false);
    expect(neverListed([away, { ...away, listedAtMs: 1 }, home!])).toEqual([away]);
  });

  it("names gateways as people do", () => {
    expect([inWords([]), inWords(["A"]), inWords(["A", "B"]), inWords(["A", "B", "C"])]).toEqual([
      "",
      "A",
      "A and B",
      "A, B and C",
    ]);
  });
});
