import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { ContractTools } from "./contract-suite.ts";
import { closeOf, knockAndWait } from "./gateway-harness.ts";

export function contractOfDevices({ traits, admin, phone, operator, pairedPhone }: ContractTools): void {
  const row = async (deviceId: string) => (await admin().paired()).find((device) => device["deviceId"] === deviceId);

  test("a paired device in the list shows all but its secrets", async () => {
    const paired = await pairedPhone();
    // What the connection changes is written down a moment after its hello.
    const asListed = () => row(paired.deviceId);
    await expect.poll(asListed).toMatchObject({
      publicKey: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      displayName: "Pixel 9",
      platform: "android",
      deviceFamily: "Android",
      clientId: "openclaw-android",
      clientMode: "node",
      role: "node",
      roles: ["node"],
      ...(traits.contained && { scopes: [] }),
      createdAtMs: expect.any(Number) as unknown,
      approvedAtMs: expect.any(Number) as unknown,
      ...(traits.lastSeen && { lastSeenAtMs: expect.any(Number) as unknown, lastSeenReason: "connect" }),
      ...(traits.telling && { approvedVia: "owner", connected: true }),
      tokens: [{ role: "node", scopes: [], createdAtMs: expect.any(Number) as unknown }],
    });
    const device = JSON.stringify(await asListed());
    for (const token of paired.deviceTokens.values()) expect(device).not.toContain(token);

    await paired.close();
    const gone = traits.telling ? false : undefined;
    await expect.poll(async () => (await row(paired.deviceId))?.["connected"]).toBe(gone);
  });

  test("a device may change its own name when it comes back", async () => {
    const paired = await pairedPhone();
    const renamed = phone({ identity: paired.identity, name: "Not a Pixel" });
    expect((await renamed.knock()).kind).toBe("hello");
    await expect.poll(() => row(paired.deviceId)).toMatchObject({ displayName: "Not a Pixel" });
  });

  if (!traits.rename) {
    test("knows no rename", async () => {
      const rename = { deviceId: admin().phone.deviceId, label: "Kitchen phone" };
      expect(await admin().failure("device.pair.rename", rename)).toMatchObject({
        code: "INVALID_REQUEST",
        message: "unknown method: device.pair.rename",
      });
    });
  } else
    test("rename gives it the operator's own label and tells the others", async () => {
      const paired = await pairedPhone();
      const other = await operator("Second desk", ["operator.pairing"]);
      const answer = await admin().call("device.pair.rename", { deviceId: paired.deviceId, label: "  Kitchen phone " });
      expect(answer).toEqual({ deviceId: paired.deviceId, label: "Kitchen phone" });
      expect(await other.heard("device.pair.changed")).toEqual({});
      expect(await row(paired.deviceId)).toMatchObject({ operatorLabel: "Kitchen phone", displayName: "Pixel 9" });
      const tooLong = { deviceId: paired.deviceId, label: "x".repeat(65) };
      expect(await admin().failure("device.pair.rename", tooLong)).toMatchObject({ code: "INVALID_REQUEST" });
      expect(await admin().failure("device.pair.rename", { deviceId: "nobody", label: "x" })).toMatchObject({
        code: "INVALID_REQUEST",
        message: "unknown deviceId",
      });
    });

  if (!traits.contained) {
    test("revoke and remove leave the device's open socket alone: only a restart of the gateway cuts it", async () => {
      const paired = await pairedPhone();
      let closed = false;
      paired.onClose(() => (closed = true));
      await admin().call("device.token.revoke", { deviceId: paired.deviceId, role: "node" });
      await admin().call("device.pair.remove", { deviceId: paired.deviceId });
      expect(await row(paired.deviceId)).toBeUndefined();
      await sleep(2_000);
      expect(closed).toBe(false);
      expect(paired.connected).toBe(true);
      await paired.close();
      expect((await knockAndWait(paired)).reason).toBe("not-paired");
    });
    return;
  }

  test("rotate keeps the new token to itself and closes the device's sockets with 4001", async () => {
    const paired = await pairedPhone();
    const old = paired.deviceTokens.get("node") ?? "";
    const closed = closeOf(paired);
    const answer = await admin().call("device.token.rotate", { deviceId: paired.deviceId, role: "node" });
    expect(answer).toMatchObject({ role: "node", scopes: [] });
    if (traits.telling) expect(answer).toMatchObject({ tokenDelivery: "withheld-cross-device" });
    expect(answer).not.toHaveProperty("token");
    expect(await closed).toBe(4001);
    const outdated = phone({ identity: paired.identity, token: old });
    expect(await outdated.knock()).toMatchObject({ kind: "refused", code: "AUTH_TOKEN_MISMATCH" });
    // With the shared token it is let in again, and gets the new one.
    expect((await paired.knock()).kind).toBe("hello");
    expect(paired.deviceTokens.get("node")).not.toBe(old);
  });

  test("revoke closes with 4001; the device must ask for its role again", async () => {
    const paired = await pairedPhone();
    const closed = closeOf(paired);
    const answer = await admin().call("device.token.revoke", { deviceId: paired.deviceId, role: "node" });
    expect(answer).toEqual({ deviceId: paired.deviceId, role: "node", revokedAtMs: expect.any(Number) as unknown });
    expect(await closed).toBe(4001);
    // The phone hears of its end before the gateway has seen it go.
    await expect
      .poll(() => row(paired.deviceId))
      .toMatchObject({
        tokens: [{ role: "node", revokedAtMs: answer["revokedAtMs"] }],
        ...(traits.telling && { connected: false }),
      });
    const { requestId, reason } = await knockAndWait(paired);
    expect(reason).toBe("role-upgrade");
    expect((await admin().pending()).find((request) => request["requestId"] === requestId)).toMatchObject({
      isRepair: true,
    });
    expect(await admin().failure("device.token.revoke", { deviceId: "nobody", role: "node" })).toMatchObject({
      code: "INVALID_REQUEST",
      message: "device token revocation denied",
    });
  });

  test("remove closes with 4001, tells nobody, and the phone that still runs pends", async () => {
    const other = await operator("Second desk", ["operator.pairing"]);
    const paired = await pairedPhone();
    // Its first hello opened a request about its commands, which is told when it suits the gateway.
    const aboutDevices = () => admin().events.filter(({ event }) => event.startsWith("device."));
    const before = aboutDevices().length;
    const closed = closeOf(paired);
    const answer = await admin().call("device.pair.remove", { deviceId: paired.deviceId });
    expect(answer).toEqual({ deviceId: paired.deviceId });
    expect(await closed).toBe(4001);
    expect(await row(paired.deviceId)).toBeUndefined();
    await other.call("device.pair.list");
    expect(aboutDevices().slice(before)).toEqual([]);
    expect(other.events.filter(({ payload }) => payload["decision"] === "removed")).toEqual([]);

    const again = await knockAndWait(paired);
    expect(again.reason).toBe("not-paired");
    const request = await other.heard("device.pair.requested", (p) => p["requestId"] === again.requestId);
    expect(request).toMatchObject({ deviceId: paired.deviceId, isRepair: false });
    expect(await admin().failure("device.pair.remove", { deviceId: paired.deviceId })).toMatchObject({
      code: "INVALID_REQUEST",
      message: "unknown deviceId",
    });
  });

  test("remove takes the device's open request with it, without a word", async () => {
    const paired = await pairedPhone();
    await admin().call("device.token.revoke", { deviceId: paired.deviceId, role: "node" });
    const { requestId } = await knockAndWait(paired);
    await admin().call("device.pair.remove", { deviceId: paired.deviceId });
    expect((await admin().pending()).map((request) => request["requestId"])).not.toContain(requestId);
    const resolved = admin().events.filter(
      ({ event, payload }) => event === "device.pair.resolved" && payload["requestId"] === requestId,
    );
    expect(resolved).toEqual([]);
  });
}
