import { afterAll, describe, expect, test } from "vitest";
import { operatorPhone, ownedDesk } from "../support/owned-desk.ts";

const {
  live,
  gatewayId,
  snapshot,
  device,
  request,
  listed,
  paired,
  token,
  phone,
  pairedPhone,
  decide,
  act,
  letAppIn,
  close,
} = await ownedDesk();
afterAll(close);

describe("every row of `openclaw devices`, done on the desk, compared with its list", { timeout: 90_000 }, () => {
  test("list, approve, reject", async () => {
    const friend = await pairedPhone({ name: "Friend" });
    const stranger = phone({ name: "Stranger" });
    await stranger.knock();
    await decide("reject", stranger);
    const list = await listed();
    expect(list.paired.map((row) => row.deviceId).toSorted()).toEqual(
      snapshot()
        .devices.map((row) => row.deviceId)
        .toSorted(),
    );
    expect(list.paired.map((row) => row.deviceId)).toContain(friend.deviceId);
    expect(list.pending).toEqual([]);
  });

  test("rename", async () => {
    const friend = await pairedPhone({ name: "Nameless" });
    await act({ type: "rename", gatewayId: gatewayId, deviceId: friend.deviceId, label: "Kitchen phone" });
    expect(await paired(friend.deviceId)).toMatchObject({ operatorLabel: "Kitchen phone" });
    await expect.poll(() => device(friend.deviceId)?.name).toBe("Kitchen phone");
  });

  test("rotate with and without scopes, revoke", async () => {
    const laptop = await pairedPhone(operatorPhone);
    const { deviceId } = laptop;
    const what = { gatewayId: gatewayId, deviceId, role: "operator" };
    await act({ type: "rotate", ...what, scopes: ["operator.read"] });
    const narrowed = await token(deviceId, "operator");
    expect(narrowed).toMatchObject({ scopes: ["operator.read"] });
    await act({ type: "rotate", ...what });
    const renewed = await token(deviceId, "operator");
    expect(renewed?.scopes).toEqual(["operator.read"]);
    expect(renewed?.rotatedAtMs).toBeGreaterThan(narrowed?.rotatedAtMs ?? Infinity);
    expect(device(deviceId)?.tokens[0]?.choices).toEqual(expect.arrayContaining(["operator.read", "operator.write"]));
    await act({ type: "rotate", ...what, scopes: ["operator.write"] });
    expect((await token(deviceId, "operator"))?.scopes).toContain("operator.write");
    await act({ type: "revoke", ...what });
    expect((await token(deviceId, "operator"))?.revokedAtMs).toBeGreaterThan(0);
  });

  test("remove, and taking it back", async () => {
    const friend = await pairedPhone({ name: "Leaving" });
    const remove = { type: "remove", gatewayId: gatewayId, deviceId: friend.deviceId } as const;
    expect(await live.desk.handle(remove)).toEqual({ ok: true });
    await live.desk.handle({ type: "undo", undoId: snapshot().undos[0]!.id });
    expect(await paired(friend.deviceId)).toBeDefined();
    await act(remove);
    expect(await paired(friend.deviceId)).toBeUndefined();
    expect(device(friend.deviceId)).toBeUndefined();
  });
});

describe("clearing", { timeout: 90_000 }, () => {
  test("all devices, requests left alone; then all and pending", async () => {
    const stranger = phone({ name: "Waiting" });
    await stranger.knock();
    await expect.poll(() => request(stranger.deviceId), { timeout: 20_000 }).toBeDefined();
    const deviceIds = snapshot().devices.map((row) => row.deviceId);
    await act({ type: "clear", gatewayId, deviceIds, requestIds: [] });
    const cleared = await listed();
    expect(cleared.paired).toEqual([]);
    expect(cleared.pending.map((row) => row.deviceId)).toContain(stranger.deviceId);

    // This app's own entry went too: it asks anew, as everybody else.
    await letAppIn();
    await expect.poll(() => snapshot().devices.length, { timeout: 20_000 }).toBe(1);
    await expect.poll(() => request(stranger.deviceId), { timeout: 20_000 }).toBeDefined();
    const own = snapshot().devices.map((row) => row.deviceId);
    const requestIds = [request(stranger.deviceId)!.requestId];
    await act({ type: "clear", gatewayId, deviceIds: own, requestIds });
    const empty = await listed();
    expect(empty.paired).toEqual([]);
    expect(empty.pending.map((row) => row.deviceId)).not.toContain(stranger.deviceId);
  });
});
