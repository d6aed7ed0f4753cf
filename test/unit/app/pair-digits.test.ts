import { describe, expect, test, vi } from "vitest";
import type { DigitsView } from "../../../src/app/pair-view.ts";
import { requestByShortCode } from "../../../src/short-code/client.ts";
import { devicePake } from "../../../src/short-code/pake.ts";
import { PairDigits } from "../../../src/app/pair-digits.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { pairingParts } from "../../support/pairing-parts.ts";
import { stagedPairing } from "../../support/pair-stage.ts";
import { stageDesk } from "../../support/desk-stage.ts";

const secret = Buffer.from(
  JSON.stringify({ url: "ws://192.168.1.5:18789", bootstrapToken: "bootstrap-token-that-nobody-may-read" }),
).toString("base64url");

/** A code on the screen and its six digits on loopback, with real sockets. */
async function shown(plainText = false) {
  const stage = stageDesk();
  const { desk, gateway, clock } = stage;
  gateway.answers.set("device.pair.setupCode", () =>
    Promise.resolve({
      setupId: "s1",
      setupCode: secret,
      expiresAtMs: clock.now() + 600_000,
      gatewayUrl: "ws://192.168.1.5:18789",
      access: "limited",
    }),
  );
  await stage.connect();
  await desk.handle({ type: "open", view: "pair" });
  await desk.handle({ type: "pair-start" });
  const digits = () => desk.snapshot().pair?.code?.digits;
  const until = async <State extends DigitsView["state"]>(state: State) =>
    vi.waitFor(
      () => {
        const view = digits();
        if (view?.state !== state) throw new Error(`${view?.state} instead of ${state}`);
        return view as Extract<DigitsView, { state: State }>;
      },
      { timeout: 9_000 },
    );
  expect(await desk.handle({ type: "pair-digits", network: "127.0.0.1", plainText })).toEqual({ ok: true });
  return { ...stage, digits, until, waiting: await until("waiting") };
}

const closed = async (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    () => false,
    () => true,
  );

describe("six digits", () => {
  test("trade for the code after the user's yes to that very device, and nothing listens after", async () => {
    const { desk, until, waiting } = await shown();
    const checks: string[] = [];
    const device = requestByShortCode({
      code: waiting.digits,
      at: waiting.url,
      onAsking: (check) => checks.push(check),
    });
    const { who, askId } = await until("asking");
    await vi.waitFor(() => expect(checks).toEqual([who.check]));
    expect(who.check).toMatch(/^[0-9]{2}$/);
    expect(who).toMatchObject({ name: expect.stringContaining("simulated phone") as unknown, address: "127.0.0.1" });
    expect(JSON.stringify(desk.snapshot().pair?.code?.digits)).not.toContain(waiting.digits);
    // The code itself has nothing to do in the window while its digits are what shows.
    expect(JSON.stringify(desk.snapshot())).not.toContain(secret);
    expect(await desk.handle({ type: "pair-answer", askId: askId + 1, yes: true })).toMatchObject({ ok: false });
    await desk.handle({ type: "pair-answer", askId, yes: true });
    expect(await device).toMatchObject({ kind: "handover", handover: { setupCode: secret, access: "limited" } });
    expect(await until("ended")).toMatchObject({ good: true });
    await vi.waitFor(async () => expect(await closed(waiting.url)).toBe(true), { timeout: 5_000 });
  });

  test("a no gives nothing", async () => {
    const { desk, until, waiting } = await shown();
    const device = requestByShortCode({ code: waiting.digits, at: waiting.url });
    const { askId } = await until("asking");
    // Nobody answers before the device waits for it.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await desk.handle({ type: "pair-answer", askId, yes: false });
    expect(await device).toEqual({ kind: "ended", reason: "declined" });
    expect(await until("ended")).toMatchObject({ good: false });
  });

  test("leaving the view while somebody waits for an answer gives nothing", async () => {
    const { desk, until, waiting } = await shown();
    const device = requestByShortCode({ code: waiting.digits, at: waiting.url });
    await until("asking");
    await desk.handle({ type: "pair-leave" });
    const { kind } = await device;
    expect(["ended", "unreachable"]).toContain(kind);
  });

  test("the set-up code was used meanwhile: digits and server are gone", async () => {
    const { event, desk, waiting } = await shown();
    await event("device.pair.setup.completed", {
      setupId: "s1",
      deviceId: "d",
      deviceName: "Pixel",
      access: "limited",
    });
    expect(JSON.stringify(desk.snapshot())).not.toContain(waiting.digits);
    await vi.waitFor(async () => expect(await closed(waiting.url)).toBe(true), { timeout: 5_000 });
  });

  test("plain text is off unless it was turned on for this code", async () => {
    const { waiting } = await shown();
    expect((await fetch(waiting.url, { method: "POST", body: waiting.digits })).status).toBe(403);
    const { waiting: plain, until, desk } = await shown(true);
    const answer = fetch(plain.url, { method: "POST", body: plain.digits });
    const { askId, who } = await until("asking");
    expect(who.warnings.join()).toContain("readable");
    // Without a key there is nothing to make one of.
    expect(who.check).toBeUndefined();
    await desk.handle({ type: "pair-answer", askId, yes: true });
    expect(await (await answer).text()).toContain(secret);
  });

  test("five wrong tries in all, however often new digits are shown; then only a new set-up code has more", async () => {
    const { desk, digits, until, waiting } = await shown();
    let now = waiting;
    for (let left = 4; left >= 1; left -= 1) {
      const wrong = now.digits === "000000" ? "000001" : "000000";
      expect(await requestByShortCode({ code: wrong, at: now.url })).toMatchObject({ kind: "wrong", triesLeft: left });
      // Anew by other digits, plain text, and by way of the QR code.
      if (left === 3) await desk.handle({ type: "pair-digits-stop" });
      await desk.handle({ type: "pair-digits", network: "127.0.0.1", plainText: left === 2 });
      now = await until("waiting");
      expect(now.triesLeft).toBe(left);
    }
    const wrong = now.digits === "000000" ? "000001" : "000000";
    await requestByShortCode({ code: wrong, at: now.url });
    expect(await until("ended")).toMatchObject({ spent: true });
    const again = await desk.handle({ type: "pair-digits", network: "127.0.0.1", plainText: false });
    expect(again).toMatchObject({ ok: false, step: "Make a new code." });
    await desk.handle({ type: "pair-start" });
    expect(digits()).toBeUndefined();
    await desk.handle({ type: "pair-digits", network: "127.0.0.1", plainText: false });
    expect((await until("waiting")).triesLeft).toBe(5);
  });

  test("a try that was begun and never finished is used up too", async () => {
    const { desk, until, waiting } = await shown();
    const { request } = await devicePake("000000", waiting.url);
    const headers = { "content-type": "application/json" };
    const begun = await fetch(`${waiting.url}/start`, { method: "POST", headers, body: JSON.stringify({ request }) });
    expect(begun.status).toBe(200);
    await desk.handle({ type: "pair-digits", network: "127.0.0.1", plainText: false });
    expect((await until("waiting")).triesLeft).toBe(4);
  });

  test("an address that this machine doesn't have is refused", async () => {
    const { desk } = await shown();
    expect(await desk.handle({ type: "pair-digits", network: "203.0.113.9", plainText: false })).toMatchObject({
      ok: false,
    });
  });
});

describe("a network that this computer leaves", () => {
  const words = { state: "ended", good: false, sentence: "This computer left that network.", step: "Show new digits." };

  /** Digits on a loopback address that the machine may lose. */
  async function onLoopback(network: string) {
    const clock = new FakeClock();
    let there = true;
    const digits = new PairDigits({
      network,
      plainText: true,
      expiresAtMs: clock.now() + 600_000,
      wrongTries: 0,
      clock,
      parts: pairingParts({ networks: () => (there ? [{ name: "wlan0", address: network, family: 4 }] : []) }),
      access: "limited",
      secret: () => secret,
      onChange: () => undefined,
    });
    await digits.start();
    const waiting = digits.view();
    if (waiting.state !== "waiting") throw new Error(waiting.state);
    return { digits, clock, waiting, leave: () => void (there = false) };
  }

  test("takes its digits along, within seconds, and nothing listens there any more", async () => {
    const { digits, clock, waiting, leave } = await onLoopback("127.0.0.2");
    clock.advance(10_000);
    expect(digits.view()).toMatchObject({ state: "waiting" });
    leave();
    clock.advance(5_000);
    expect(digits.view()).toMatchObject(words);
    expect(JSON.stringify(digits.view())).not.toContain(waiting.digits);
    await vi.waitFor(async () => expect(await closed(waiting.url)).toBe(true), { timeout: 5_000 });
    expect(clock.waiting).toBe(0);
  });

  test("isn't this computer itself", async () => {
    const { digits, clock, leave } = await onLoopback("127.0.0.1");
    leave();
    clock.advance(10_000);
    expect(digits.view()).toMatchObject({ state: "waiting" });
    await digits.stop();
  });

  test("takes nothing back that is on its way already", async () => {
    const { digits, waiting, clock, leave } = await onLoopback("127.0.0.2");
    const answer = fetch(waiting.url, { method: "POST", body: waiting.digits });
    const asking = await vi.waitFor(() => {
      const view = digits.view();
      if (view.state !== "asking") throw new Error(view.state);
      return view;
    });
    digits.answer(asking.askId, true);
    expect(digits.view().state).toBe("sending");
    leave();
    clock.advance(5_000);
    expect(digits.view()).not.toMatchObject(words);
    expect(await (await answer).text()).toContain(secret);
    await vi.waitFor(() => expect(digits.view()).toMatchObject({ state: "ended", good: true }));
    digits.look();
    expect(digits.view()).toMatchObject({ good: true });
    await digits.stop();
  });

  test("is looked at when the machine wakes", async () => {
    let address = "192.168.1.5";
    const { desk, start, send, code } = await stagedPairing({
      networks: () => [{ name: "wlan0", address, family: 4 }],
      shortCodePage: () => new Promise(() => undefined),
    });
    await start();
    await send({ type: "pair-digits", network: address, plainText: false });
    expect(code()?.digits?.state).toBe("starting");
    address = "10.0.0.7";
    desk.wake();
    expect(code()).toMatchObject({ digits: words, network: "10.0.0.7" });
  });
});
