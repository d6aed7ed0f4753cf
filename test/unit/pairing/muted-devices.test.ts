import { describe, expect, it } from "vitest";
import { isMuted, mute, MUTE_MS, mutedDeviceSchema, unmute } from "../../../src/pairing/muted-devices.ts";

const phone = { deviceId: "phone", name: "Phone" };

describe("muted devices", () => {
  it("mutes for an hour and no longer", () => {
    const list = mute([], phone, 1000);
    expect(isMuted(list, "phone", 1000)).toBe(true);
    expect(isMuted(list, "phone", 1000 + MUTE_MS - 1)).toBe(true);
    expect(isMuted(list, "phone", 1000 + MUTE_MS)).toBe(false);
    expect(isMuted(list, "tablet", 1000)).toBe(false);
    expect(mutedDeviceSchema.safeParse(list[0]).success).toBe(true);
  });

  it("doesn't hold on when the clock is set back", () => {
    expect(isMuted(mute([], phone, 1e12), "phone", 1e11)).toBe(false);
  });

  it("starts the hour anew, drops what ran out, and can be undone", () => {
    const list = mute(mute(mute([], phone, 0), { deviceId: "tablet", name: "Tablet" }, 10), phone, 20);
    expect(list.map(({ deviceId, untilMs }) => [deviceId, untilMs])).toEqual([
      ["tablet", 10 + MUTE_MS],
      ["phone", 20 + MUTE_MS],
    ]);
    expect(mute(list, phone, 15 + MUTE_MS).map(({ deviceId }) => deviceId)).toEqual(["phone"]);
    expect(unmute(list, "phone").map(({ deviceId }) => deviceId)).toEqual(["tablet"]);
  });
});
