import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { TRY_LASTS_MS } from "../../../src/short-code/attempts.ts";
import type { Asker } from "../../../src/short-code/asker.ts";
import { openExchange } from "../../../src/short-code/exchange.ts";
import type { ExchangeOptions, ShortCodeState } from "../../../src/short-code/exchange-types.ts";
import { devicePake } from "../../../src/short-code/pake.ts";
import { checkNumber, openHandover, sealReceipt } from "../../../src/short-code/sealed.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { promised } from "../../support/short-code-stage.ts";

const origin = "http://192.168.1.5:8585";
const digits = "048213";
const phone: Asker = { address: "192.168.1.77", device: "iPhone", plainText: false, thisComputer: false };
const random = (length: number) => randomBytes(length);
const never = new AbortController().signal;

async function stage(changes: Partial<ExchangeOptions> = {}) {
  const clock = new FakeClock();
  const states: ShortCodeState[] = [];
  const answer = promised<boolean>();
  let signal: AbortSignal | undefined;
  const exchange = await openExchange({
    digits,
    origin,
    clock,
    random,
    expiresAtMs: clock.now() + 600_000,
    secret: () => ({ setupCode: "the-set-up-code", access: "limited" }),
    confirm: (_asker, mySignal) => {
      signal = mySignal;
      return answer.promise;
    },
    onChange: (state) => states.push(state),
    ...changes,
  });
  /** A whole try with these digits. */
  const type = async (typed: string) => {
    const pake = await devicePake(typed, origin);
    const started = exchange.start(pake.request);
    if (started.kind !== "answer") return { result: started, run: "", keys: undefined };
    const opened = pake.finish(started.response);
    return { result: exchange.finish(started.run, opened?.request, phone), run: started.run, keys: opened?.keys };
  };
  return { exchange, clock, states, answer, type, aborted: () => signal?.aborted };
}

/** Lets what was promised happen. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("the life of a code", () => {
  test("right digits, the user's yes, the box, the receipt", async () => {
    const { exchange, states, answer, type } = await stage();
    const { result, run, keys } = await type(digits);
    expect(result).toEqual({ kind: "right" });
    const asker = { ...phone, check: checkNumber(keys!, run) };
    expect(exchange.state()).toEqual({ kind: "asking", asker });

    const collecting = exchange.collect(run, 20_000);
    answer.resolve(true);
    const collected = await collecting;
    if (collected.kind !== "sealed") throw new Error(collected.kind);
    const handover = openHandover(keys!, run, collected.box);
    expect(handover).toEqual({ setupCode: "the-set-up-code", access: "limited", goodForMs: 600_000 });

    expect(exchange.receipt(run, "forged")).toEqual({ kind: "unknown" });
    expect(exchange.receipt(run, sealReceipt(keys!, run, random))).toEqual({ kind: "thanks" });
    expect(states.map((state) => state.kind)).toEqual(["asking", "sending", "ended"]);
    expect(exchange.state()).toEqual({ kind: "ended", reason: "delivered", asker });
    expect(await exchange.collect(run, 1)).toEqual({ kind: "ended", reason: "delivered" });
  });

  test("nothing leaves before the user's yes", async () => {
    let asked = 0;
    const secret = () => {
      asked++;
      return { setupCode: "the-set-up-code" };
    };
    const { exchange, clock, type } = await stage({ secret });
    const { run } = await type(digits);
    const collecting = exchange.collect(run, 20_000);
    clock.advance(20_000);
    expect(await collecting).toEqual({ kind: "waiting" });
    expect(asked).toBe(0);
  });

  test("the user says no, or can't be asked: it is over and stays over", async () => {
    for (const say of ["no", "fail"] as const) {
      const { exchange, answer, type } = await stage();
      const { run } = await type(digits);
      const collecting = exchange.collect(run, 20_000);
      if (say === "no") answer.resolve(false);
      else answer.reject(new Error("no window"));
      expect(await collecting).toEqual({ kind: "ended", reason: "declined" });
      expect((await type(digits)).result).toEqual({ kind: "ended", reason: "declined" });
    }
  });

  test("right digits end it for everybody else, even before the user has answered", async () => {
    const { exchange, type } = await stage();
    await type(digits);
    expect((await type(digits)).result).toMatchObject({ kind: "ended" });
    expect(exchange.state().kind).toBe("asking");
  });

  test("someone else's run collects nothing", async () => {
    const { exchange, answer, type } = await stage();
    await type(digits);
    answer.resolve(true);
    await settled();
    expect(await exchange.collect("another-run", 1)).toEqual({ kind: "unknown" });
  });

  test("five wrong tries end it, with the right digits as the sixth", async () => {
    const { exchange, clock, type } = await stage();
    for (let left = 4; left > 0; left--) {
      expect((await type("111111")).result).toMatchObject({ kind: "wrong", triesLeft: left });
      expect((await type(digits)).result).toMatchObject({ kind: "wait", triesLeft: left });
      clock.advance(10_000);
    }
    expect((await type("111111")).result).toEqual({ kind: "ended", reason: "too-many-tries" });
    expect((await type(digits)).result).toEqual({ kind: "ended", reason: "too-many-tries" });
    expect(exchange.state()).toEqual({ kind: "ended", reason: "too-many-tries" });
  });

  test("starting and never finishing uses a try up: the laptop's answer alone lets one guess be checked", async () => {
    const { exchange, clock, states } = await stage();
    for (let round = 0; round < 5; round++) {
      const { request } = await devicePake("111111", origin);
      expect(exchange.start(request).kind).toBe("answer");
      expect(exchange.start(request)).toMatchObject({ kind: "wait" });
      clock.advance(30_000);
    }
    expect(states.at(-1)).toEqual({ kind: "ended", reason: "too-many-tries" });
  });

  test("nonsense instead of a key exchange uses a try up too", async () => {
    const { exchange } = await stage();
    expect(exchange.start("AAAA")).toMatchObject({ kind: "wrong", triesLeft: 4 });
  });

  test("a second half that comes after its ten seconds is no use", async () => {
    const { exchange, clock } = await stage();
    const pake = await devicePake(digits, origin);
    const started = exchange.start(pake.request);
    if (started.kind !== "answer") throw new Error(started.kind);
    clock.advance(10_000);
    const proof = pake.finish(started.response)!.request;
    expect(exchange.finish(started.run, proof, phone)).toEqual({ kind: "unknown" });
    expect(exchange.state()).toMatchObject({ kind: "waiting", triesLeft: 4 });
  });
});

describe("time", () => {
  test("the code ends with its set-up code, also while the user is asked, and the question goes away", async () => {
    const { exchange, clock, answer, type, aborted } = await stage();
    const { run } = await type(digits);
    const collecting = exchange.collect(run, 1_000_000);
    clock.advance(600_000);
    expect(await collecting).toEqual({ kind: "ended", reason: "expired" });
    expect(aborted()).toBe(true);
    answer.resolve(true);
    await settled();
    expect(exchange.state()).toMatchObject({ kind: "ended", reason: "expired" });
  });

  test("after a sleep past its end, no timer needed: the first look ends it", async () => {
    // A laptop that slept: the clock has moved, its timers have not fired.
    const clock = new FakeClock();
    let sleptMs = 0;
    const sleeper = { now: () => clock.now() + sleptMs, after: () => () => {} };
    const { exchange } = await stage({ clock: sleeper, expiresAtMs: clock.now() + 600_000 });
    const pake = await devicePake(digits, origin);
    sleptMs = 3_600_000;
    expect(exchange.start(pake.request)).toEqual({ kind: "ended", reason: "expired" });
  });

  test("a device that never says it has it: uncertain after half a minute, and the box is gone", async () => {
    const { exchange, clock, answer, type } = await stage();
    const { run } = await type(digits);
    answer.resolve(true);
    await settled();
    clock.advance(30_000);
    expect(exchange.state()).toEqual({
      kind: "ended",
      reason: "undelivered",
      asker: expect.objectContaining(phone) as unknown,
    });
    expect(await exchange.collect(run, 1)).toEqual({ kind: "ended", reason: "undelivered" });
  });

  test("nothing waits after the end", async () => {
    const { exchange, clock, type } = await stage();
    await type("111111");
    exchange.end("stopped");
    expect(clock.waiting).toBe(0);
  });
});

test("the set-up code was used meanwhile: said, and nothing sent", async () => {
  const { exchange, answer, type } = await stage({ secret: () => undefined });
  const { run } = await type(digits);
  const collecting = exchange.collect(run, 20_000);
  answer.resolve(true);
  expect(await collecting).toEqual({ kind: "ended", reason: "no-set-up-code" });
});

test("the plain-text way asks the user too, and an asker who hangs up gets nothing", async () => {
  const plainAsker = { ...phone, plainText: true };
  const first = await stage();
  const asking = first.exchange.tryPlain(digits, plainAsker, never);
  expect(first.exchange.state()).toEqual({ kind: "asking", asker: plainAsker });
  first.answer.resolve(true);
  const result = await asking;
  if (result.kind !== "open") throw new Error(result.kind);
  expect(result.handover.setupCode).toBe("the-set-up-code");
  result.delivered();
  expect(first.exchange.state()).toMatchObject({ kind: "ended", reason: "delivered" });

  const second = await stage();
  const lost = new AbortController();
  const left = second.exchange.tryPlain(digits, plainAsker, lost.signal);
  lost.abort();
  expect(second.aborted()).toBe(true);
  second.answer.resolve(true);
  expect(await left).toEqual({ kind: "ended", reason: "gone" });

  // After the yes the answer may be on its way already: then nobody knows.
  const third = await stage();
  const late = new AbortController();
  const answered = third.exchange.tryPlain(digits, plainAsker, late.signal);
  third.answer.resolve(true);
  expect(await answered).toMatchObject({ kind: "open" });
  late.abort();
  expect(third.exchange.state()).toMatchObject({ kind: "ended", reason: "undelivered" });
});

test("a proof that comes while its try runs out is wrong, and nobody is asked", async () => {
  const fake = new FakeClock();
  // Timers are late, and the time of day crosses the try's end between two looks at it.
  let creep = 0;
  let gone = 0;
  const clock = { now: () => fake.now() + (gone += creep), after: fake.after.bind(fake) };
  const { exchange, states, type } = await stage({ clock, expiresAtMs: fake.now() + 600_000 });
  const pake = await devicePake(digits, origin);
  const started = exchange.start(pake.request);
  if (started.kind !== "answer") throw new Error(started.kind);
  const proof = pake.finish(started.response)!.request;
  fake.advance(TRY_LASTS_MS - 3);
  creep = 1;
  expect(exchange.finish(started.run, proof, phone)).toMatchObject({ kind: "wrong", triesLeft: 4 });
  creep = 0;
  expect(states.map(({ kind }) => kind)).toEqual(["waiting"]);
  fake.advance(1_000);
  expect((await type(digits)).result).toEqual({ kind: "right" });
});

test("no secret in what the laptop is told", async () => {
  const { states, answer, type } = await stage();
  await type("111111");
  await type(digits);
  answer.resolve(true);
  await settled();
  expect(JSON.stringify(states)).not.toMatch(/048213|the-set-up-code/);
});
