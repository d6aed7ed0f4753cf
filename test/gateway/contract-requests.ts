import { expect, test } from "vitest";
import type { ContractTools } from "./contract-suite.ts";
import { knockAndWait, operatorOptions } from "./gateway-harness.ts";

export function contractOfRequests({ traits, admin, phone, operator }: ContractTools): void {
  const about = (deviceId: string) =>
    admin()
      .events.filter(({ payload }) => payload["deviceId"] === deviceId)
      .map(({ event }) => event);

  test("a stranger's knock pends, and operators hear who it is", async () => {
    const stranger = phone();
    const { requestId, details, reason } = await knockAndWait(stranger);
    expect(reason).toBe("not-paired");
    expect(details).toMatchObject({
      code: "PAIRING_REQUIRED",
      requestId,
      ...(traits.contained && { deviceId: stranger.deviceId, requestedRole: "node" }),
    });
    const requested = await admin().heard("device.pair.requested", (payload) => payload["requestId"] === requestId);
    expect(requested).toMatchObject({
      deviceId: stranger.deviceId,
      publicKey: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      displayName: "Pixel 9",
      platform: "android",
      deviceFamily: "Android",
      clientId: "openclaw-android",
      clientMode: "node",
      role: "node",
      roles: ["node"],
      ...(traits.contained && { scopes: [] }),
      silent: false,
      isRepair: false,
    });
    expect(Math.abs(Date.now() - Number(requested["ts"]))).toBeLessThan(30_000);
    expect(await admin().pending()).toContainEqual(requested);
  });

  test("the same knock again keeps its request, and nobody is told twice, not even of a new name", async () => {
    const stranger = phone();
    const first = await knockAndWait(stranger);
    const second = await knockAndWait(phone({ identity: stranger.identity, name: "Someone else" }));
    expect(second.requestId).toBe(first.requestId);
    const pending = await admin().pending();
    const mine = pending.filter((request) => request["deviceId"] === stranger.deviceId);
    expect(mine).toEqual([expect.objectContaining({ requestId: first.requestId, displayName: "Someone else" })]);
    expect(about(stranger.deviceId)).toEqual(["device.pair.requested"]);
  });

  if (traits.superseding === "merged") {
    test("asking for more changes the request under the same id", async () => {
      const stranger = phone();
      const first = await knockAndWait(stranger);
      const wider = phone({ identity: stranger.identity, role: "operator", mode: "ui", scopes: ["operator.read"] });
      expect((await knockAndWait(wider)).requestId).toBe(first.requestId);
      const mine = (await admin().pending()).filter((request) => request["deviceId"] === stranger.deviceId);
      expect(mine).toEqual([
        expect.objectContaining({ requestId: first.requestId, roles: ["node", "operator"], scopes: ["operator.read"] }),
      ]);
    });
  } else
    test(`asking for more ends the old request ${traits.superseding === "told" ? "before the new one is told" : "without a word"}`, async () => {
      const stranger = phone();
      const first = await knockAndWait(stranger);
      const wider = phone({ identity: stranger.identity, role: "operator", mode: "ui", scopes: ["operator.read"] });
      const second = await knockAndWait(wider);
      expect(second.requestId).not.toBe(first.requestId);
      await admin().heard("device.pair.requested", (payload) => payload["requestId"] === second.requestId);
      const mine = admin().events.filter(({ payload }) => payload["deviceId"] === stranger.deviceId);
      expect(mine.map(({ event, payload }) => [event, payload["requestId"], payload["decision"]])).toEqual([
        ["device.pair.requested", first.requestId, undefined],
        ...(traits.superseding === "told" ? [["device.pair.resolved", first.requestId, "rejected"]] : []),
        ["device.pair.requested", second.requestId, undefined],
      ]);
      expect(mine.at(-1)?.payload).toMatchObject({
        role: "operator",
        roles: ["node", "operator"],
        scopes: ["operator.read"],
      });
      expect(await admin().failure("device.pair.approve", { requestId: first.requestId })).toMatchObject({
        code: "INVALID_REQUEST",
        message: "unknown requestId",
      });
    });

  test("approve lets the phone in, and every operator hears it", async () => {
    const other = await operator("Second desk", ["operator.read", "operator.pairing"]);
    const stranger = phone();
    const { requestId } = await knockAndWait(stranger);
    const answer = await admin().call("device.pair.approve", { requestId });
    expect(answer).toMatchObject({
      requestId,
      device: { deviceId: stranger.deviceId, ...(traits.telling && { approvedVia: "owner" }) },
    });
    expect(JSON.stringify(answer)).not.toContain('"token"');
    for (const listener of [admin(), other]) {
      const resolved = await listener.heard("device.pair.resolved", (payload) => payload["requestId"] === requestId);
      expect(resolved).toMatchObject({ deviceId: stranger.deviceId, decision: "approved" });
    }
    const hello = traits.contained ? { auth: { role: "node", scopes: [] } } : { protocol: traits.protocol };
    expect(await stranger.knock()).toMatchObject({ kind: "hello", hello });
    expect(await admin().failure("device.pair.approve", { requestId })).toMatchObject({ message: "unknown requestId" });
  });

  test("reject ends the request; the next knock is a new one", async () => {
    const stranger = phone();
    const { requestId } = await knockAndWait(stranger);
    expect(await admin().call("device.pair.reject", { requestId })).toEqual({ requestId, deviceId: stranger.deviceId });
    const resolved = await admin().heard("device.pair.resolved", (payload) => payload["requestId"] === requestId);
    expect(resolved).toMatchObject({ deviceId: stranger.deviceId, decision: "rejected" });
    expect((await admin().pending()).map((request) => request["requestId"])).not.toContain(requestId);
    expect(await admin().failure("device.pair.reject", { requestId })).toMatchObject({
      code: "INVALID_REQUEST",
      message: "unknown requestId",
    });
    expect((await knockAndWait(stranger)).requestId).not.toBe(requestId);
  });

  test("a paired device that wants more says so: scopes, role, or another platform", async () => {
    const reader = await operator("Reader", ["operator.read"]);
    const { identity, deviceId } = reader.phone;
    const base = { ...operatorOptions, identity, name: "Reader", deviceFamily: "Android" };

    const scopes = await knockAndWait(phone({ ...base, scopes: ["operator.read", "operator.admin"] }));
    expect(scopes.reason).toBe("scope-upgrade");
    if (traits.contained) {
      expect(scopes.details).toMatchObject({
        approvedRoles: ["operator"],
        approvedScopes: ["operator.read"],
        requestedRole: "operator",
        requestedScopes: ["operator.read", "operator.admin"],
      });
    }
    const requested = await admin().heard("device.pair.requested", (p) => p["requestId"] === scopes.requestId);
    expect(requested).toMatchObject({ deviceId, isRepair: true });

    const role = await knockAndWait(phone({ ...base, role: "node", scopes: [] }));
    expect(role.reason).toBe("role-upgrade");
    if (traits.contained) expect(role.details).toMatchObject({ requestedRole: "node" });
    const moved = await knockAndWait(phone({ ...base, platform: "windows", scopes: ["operator.read"] }));
    expect(moved.reason).toBe("metadata-upgrade");

    // The old approval stays in force meanwhile.
    expect((await phone({ ...base, scopes: ["operator.read"] }).knock()).kind).toBe("hello");
  });
}
