import { describe, expect, test, vi } from "vitest";
import { deviceRow } from "../../support/desk-stage.ts";
import { secret, stagedPairing as staged } from "../../support/pair-stage.ts";

/** A gateway without ids (before 2026.9): only its list tells that somebody used a code. */
async function olderGateway() {
  const stage = await staged({}, { setupId: undefined, expiresAtMs: undefined });
  const phone = (approvedAtMs: number) => deviceRow("phone", { displayName: "My iPhone", approvedAtMs });
  /** The list is now this, and the gateway says that it changed. */
  const listed = async (...rows: Record<string, unknown>[]) => {
    stage.gateway.paired = rows;
    await stage.event("device.pair.resolved", { requestId: "r1", deviceId: "phone", decision: "approved", ts: 1 });
    stage.clock.advance(200);
    await stage.settle();
  };
  const told = () => stage.desk.snapshot().notices.map(({ sentence }) => sentence);
  /** All codes are over. */
  const late = async () => {
    for (let minute = 0; minute < 12; minute += 1) {
      stage.clock.advance(60_000);
      await stage.settle();
    }
  };
  return { ...stage, phone, listed, told, late };
}

describe("one device, where two codes could be meant", () => {
  test("is the guest of the code on the screen, and said once", async () => {
    const { start, send, listed, phone, code, told, late } = await olderGateway();
    await start();
    await send({ type: "pair-back" });
    await start();
    await listed(phone(5));
    expect(code()).toMatchObject({ state: "delivered", title: "My iPhone is paired" });
    // It is approved a second time for its other role, as phones are.
    await listed(phone(6));
    await late();
    expect(told()).toEqual([]);
  });

  test("is told once for two codes that were left", async () => {
    const { start, send, listed, phone, told, late, notices } = await olderGateway();
    await start();
    await send({ type: "pair-back" });
    await start();
    await send({ type: "pair-leave" });
    const post = vi.spyOn(notices, "post");
    await listed(phone(5));
    await late();
    expect(post).toHaveBeenCalledTimes(1);
    expect(told()).toEqual([expect.stringContaining("My iPhone is paired.")]);
  });

  test("that came by a code that was left, while the next one was made, doesn't use that one up", async () => {
    const { start, send, listed, phone, code, told, gateway, settle, desk } = await olderGateway();
    await start();
    await send({ type: "pair-back" });
    let answer: (value: unknown) => void = () => undefined;
    gateway.answers.set("device.pair.setupCode", () => new Promise((resolve) => (answer = resolve)));
    const making = desk.handle({ type: "pair-start" });
    await settle();
    await listed(phone(5));
    answer({ setupCode: secret, gatewayUrl: "ws://192.168.1.5:18789", access: "limited" });
    await making;
    await settle();
    expect(told()).toEqual([expect.stringContaining("My iPhone is paired.")]);
    await listed(phone(5), deviceRow("tablet", { approvedAtMs: 1 }));
    expect(code()).toMatchObject({ state: "delivered", title: "Old tablet is paired" });
  });

  test("and two devices are two", async () => {
    const { start, send, listed, phone, code, told } = await olderGateway();
    await start();
    await send({ type: "pair-back" });
    await start();
    await listed(phone(5));
    await listed(phone(5), deviceRow("tablet", { approvedAtMs: 6 }));
    expect(code()).toMatchObject({ title: "My iPhone is paired" });
    expect(told()).toEqual([expect.stringContaining("Old tablet is paired.")]);
  });

  test("that is paired anew with a later code is that code's guest", async () => {
    const { start, send, listed, phone, code } = await olderGateway();
    await start();
    await send({ type: "pair-back" });
    await start();
    await listed(phone(5));
    await send({ type: "pair-back" });
    await start();
    await listed(phone(77));
    expect(code()).toMatchObject({ state: "delivered", title: "My iPhone is paired" });
  });
});
