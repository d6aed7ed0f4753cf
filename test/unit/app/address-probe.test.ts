import { describe, expect, test } from "vitest";
import { stagedPairing as staged } from "../../support/pair-stage.ts";

const lan = "ws://192.168.1.5:18789";

/** The chosen address is this machine's in its network, where nothing answers until the test says so. */
async function silent() {
  let answers = false;
  const asked: string[] = [];
  const stage = await staged({
    networks: () => [{ name: "wlan0", address: "192.168.1.5", family: 4 }],
    answersAt: (address) => {
      asked.push(address);
      return Promise.resolve(answers);
    },
  });
  await stage.send({ type: "pair-choose", address: lan });
  expect(stage.pair()?.verdict.tone).toBe("bad");
  const pass = async (ms: number) => {
    stage.clock.advance(ms);
    await stage.settle();
  };
  return {
    ...stage,
    pass,
    /** How often the address was asked since the last time. */
    asked: () => asked.splice(0).filter((address) => address === lan).length,
    answer: (is: boolean) => void (answers = is),
    tone: () => stage.pair()?.verdict.tone,
  };
}

describe("an address at which nothing answers", () => {
  test("is asked again while that is on the screen, until something does", async () => {
    const { answer, pass, tone, asked } = await silent();
    await pass(9_000);
    expect(tone()).toBe("bad");
    answer(true);
    await pass(5_000);
    expect(tone()).toBe("warning");
    asked();
    await pass(60_000);
    expect(asked()).toBe(0);
  });

  test("is asked again when it is chosen", async () => {
    const { answer, send, tone } = await silent();
    await send({ type: "pair-choose", address: "auto" });
    answer(true);
    await send({ type: "pair-choose", address: lan });
    expect(tone()).toBe("warning");
  });

  test("isn't asked while another one is chosen, a code is made, or the view was left", async () => {
    const { send, pass, asked, start } = await silent();
    for (const elsewhere of [
      () => send({ type: "pair-choose", address: "auto" }),
      start,
      () => send({ type: "pair-leave" }),
    ]) {
      await send({ type: "pair-choose", address: lan });
      await elsewhere();
      asked();
      await pass(30_000);
      expect(asked()).toBe(0);
    }
  });

  test("is asked again on the way back from a code", async () => {
    const { send, start, answer, tone } = await silent();
    await start();
    answer(true);
    await send({ type: "pair-back" });
    expect(tone()).toBe("warning");
  });
});

describe("an address that answered", () => {
  test.each([
    ["when the machine wakes", async ({ desk }: Awaited<ReturnType<typeof silent>>) => desk.wake()],
    [
      "when the gateway is connected again",
      async ({ reconnect }: Awaited<ReturnType<typeof silent>>) => reconnect({ methods: ["device.pair.list"] }),
    ],
  ])("is asked again %s", async (_when, happen) => {
    const stage = await silent();
    stage.answer(true);
    await stage.pass(5_000);
    expect(stage.tone()).toBe("warning");
    stage.answer(false);
    await happen(stage);
    await stage.settle();
    expect(stage.tone()).toBe("bad");
  });
});
