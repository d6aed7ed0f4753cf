import { describe, expect, test } from "vitest";
import { CodeWatch } from "../../../src/app/code-watch.ts";
import { emptyInbox } from "../../../src/pairing/inbox.ts";
import { deviceRow } from "../../support/desk-stage.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { pairingParts } from "../../support/pairing-parts.ts";
import { secret, stagedPairing as staged } from "../../support/pair-stage.ts";

const guestOf = (setupId: string, deviceId = "phone") => ({
  setupId,
  deviceId,
  deviceName: "My iPhone",
  access: "limited",
  ts: 1,
});
const byCode = (deviceId: string, approvedAtMs = 5) =>
  deviceRow(deviceId, { displayName: "My iPhone", approvedVia: "bootstrap", approvedAtMs });

async function shownCode() {
  const stage = await staged();
  stage.gateway.answers.set("device.pair.setupStatus", () => Promise.resolve({}));
  await stage.start();
  /** The list is now this, and the gateway says that it changed. */
  const listed = async (...rows: Record<string, unknown>[]) => {
    stage.gateway.paired = rows;
    await stage.event("device.pair.resolved", { requestId: "r1", deviceId: "phone", decision: "approved", ts: 1 });
    stage.clock.advance(200);
    await stage.settle();
  };
  return { ...stage, listed };
}

describe("the guest of another code", () => {
  test("listed first, then named: the code that is shown comes back, with its text", async () => {
    const { listed, event, code, desk } = await shownCode();
    await listed(byCode("phone"));
    expect(code()).toMatchObject({ state: "claimed" });
    expect(code()?.setupCode).toBeUndefined();
    expect(desk.secretToCopy("setup-code")).toBeUndefined();
    await event("device.pair.setup.completed", guestOf("another"));
    expect(code()).toMatchObject({ state: "shown", setupCode: secret });
  });

  test("named first, then listed: nothing happens to the code that is shown", async () => {
    const { listed, event, code } = await shownCode();
    await event("device.pair.setup.deliveryUncertain", guestOf("another"));
    await listed(byCode("phone"));
    expect(code()).toMatchObject({ state: "shown", setupCode: secret });
  });

  test("word about somebody else's guest leaves a claim alone, and word about its own ends it", async () => {
    const { listed, event, code, leaks } = await shownCode();
    await listed(byCode("phone"));
    await event("device.pair.setup.completed", guestOf("another", "tablet"));
    expect(code()?.state).toBe("claimed");
    await event("device.pair.setup.completed", guestOf("s1"));
    expect(code()?.state).toBe("delivered");
    expect(leaks()).toBe(false);
  });

  test("what came back is not shown past its end", async () => {
    const { listed, event, code, clock, settle } = await shownCode();
    clock.advance(599_000);
    await settle();
    await listed(byCode("phone"));
    clock.advance(1_000);
    await event("device.pair.setup.completed", guestOf("another"));
    expect(code()?.setupCode).toBeUndefined();
    await settle();
    clock.advance(5_000);
    await settle();
    expect(code()).toMatchObject({ state: "expired" });
  });

  test("a device that came by a code long ago and is approved anew isn't taken for this code's", async () => {
    const stage = await staged();
    stage.gateway.paired = [byCode("phone")];
    await stage.event("device.pair.changed", {});
    stage.clock.advance(200);
    await stage.settle();
    await stage.start();
    stage.gateway.paired = [byCode("phone", 77)];
    await stage.event("device.pair.changed", {});
    stage.clock.advance(200);
    await stage.settle();
    expect(stage.code()).toMatchObject({ state: "shown", setupCode: secret });
  });
});

describe("a guest that is removed again", () => {
  const remove = async ({ desk, settle, clock }: Awaited<ReturnType<typeof shownCode>>) => {
    const gatewayId = desk.snapshot().gateways[0]!.id;
    expect(await desk.handle({ type: "remove", gatewayId, deviceId: "phone" })).toMatchObject({ ok: true });
    clock.advance(7_000);
    await settle();
  };

  test("by the view's own button: it is coming in no longer", async () => {
    const stage = await shownCode();
    await stage.listed(byCode("phone"));
    expect(stage.code()).toMatchObject({ state: "claimed", device: { deviceId: "phone" } });
    await remove(stage);
    expect(stage.code()).toMatchObject({
      state: "removed",
      title: "My iPhone was removed",
      step: "Make a new code. This one is good for the removed device alone, until it expires.",
    });
    expect(stage.code()?.device).toBeUndefined();
    stage.clock.advance(700_000);
    await stage.settle();
    expect(stage.code()?.state).toBe("removed");
    expect(stage.leaks()).toBe(false);
  });

  test("by another operator, while nobody knew whether it got in", async () => {
    const stage = await shownCode();
    await stage.event("device.pair.setup.deliveryUncertain", guestOf("s1"));
    expect(stage.code()?.state).toBe("uncertain");
    // Not listed yet: that isn't removed.
    await stage.listed();
    expect(stage.code()?.state).toBe("uncertain");
    await stage.listed(byCode("phone"));
    await stage.listed();
    expect(stage.code()).toMatchObject({ state: "removed", step: "Make a new code." });
  });

  test("after the view was left: no warning at the code's end", async () => {
    const stage = await shownCode();
    await stage.listed(byCode("phone"));
    await stage.send({ type: "pair-leave" });
    await remove(stage);
    for (let minute = 0; minute < 12; minute += 1) {
      stage.clock.advance(60_000);
      await stage.settle();
    }
    expect(stage.desk.snapshot().notices.map(({ sentence }) => sentence)).toEqual([]);
  });
});

test("a code whose view was left while it was made is never kept", async () => {
  const clock = new FakeClock();
  let resolve: (answer: unknown) => void = () => undefined;
  const promise = new Promise<unknown>((answered) => (resolve = answered));
  const watch = new CodeWatch({
    id: 1,
    gateway: {
      id: "home",
      name: "Home",
      address: "ws://127.0.0.1:18789",
      connected: true,
      authority: { scopes: ["operator.admin"], deviceId: "own" },
      codes: "any",
      inbox: { ...emptyInbox, listed: true },
      request: () => promise,
      refreshed: () => Promise.resolve(),
      listen: () => () => undefined,
    },
    wish: { access: "limited", address: undefined },
    clock,
    parts: pairingParts(),
    onChange: () => undefined,
  });
  const made = watch.make();
  watch.forget();
  resolve({
    setupId: "s1",
    setupCode: secret,
    expiresAtMs: clock.now() + 600_000,
    gatewayUrl: "ws://192.168.1.5:18789",
  });
  await made;
  expect(watch.life.kind).toBe("shown");
  expect(watch.secret).toBeUndefined();
});

describe("a gateway that is opened anew while a code is good", () => {
  /** Paused and resumed: another session, as after new credentials. */
  async function reopened(stage: Awaited<ReturnType<typeof shownCode>>): Promise<void> {
    const { desk, settle, connect, clients } = stage;
    const gatewayId = desk.snapshot().gateways[0]!.id;
    const before = clients.length;
    for (const paused of [true, false]) {
      await desk.handle({ type: "edit-gateway", gatewayId, paused });
      await settle();
    }
    expect(clients.length).toBe(before + 1);
    await connect();
    await settle();
  }
  const told = ({ desk }: Awaited<ReturnType<typeof shownCode>>) =>
    desk.snapshot().notices.map(({ sentence }) => sentence);
  const notice = "My iPhone is connected. It came in with limited access. The code is used up.";

  test("goes on being watched there, without its text: an event of the new session is heard", async () => {
    const stage = await shownCode();
    await reopened(stage);
    expect(stage.leaks()).toBe(false);
    expect(stage.pair()?.code).toBeUndefined();
    await stage.event("device.pair.setup.completed", guestOf("s1"));
    expect(told(stage)).toEqual([notice]);
  });

  test("what happened meanwhile is asked for, and whoever stands in the new list is nobody's guest", async () => {
    const stage = await shownCode();
    await stage.send({ type: "pair-leave" });
    stage.gateway.paired = [byCode("stranger")];
    stage.gateway.answers.set("device.pair.setupStatus", () => Promise.resolve({ completion: guestOf("s1") }));
    await reopened(stage);
    expect(told(stage)).toEqual([notice]);
    const other = await shownCode();
    await other.send({ type: "pair-leave" });
    other.gateway.paired = [byCode("stranger")];
    await reopened(other);
    other.clock.advance(5_000);
    await other.settle();
    other.clock.advance(700_000);
    await other.settle();
    expect(told(other)).toEqual([]);
  });
});
