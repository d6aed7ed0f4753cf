import { describe, expect, it } from "vitest";
import { message, staged } from "../../support/other-queues-stage.ts";

describe("a person who writes in a channel", () => {
  it("stands in the list with what the channel says, made safe", async () => {
    const { of } = await staged();
    const card = of("direct-message")!;
    expect(card).toMatchObject({ name: "jonas", risk: "elevated", fingerprint: "" });
    expect(card.warnings).toEqual(["Its name contains hidden characters."]);
    expect(card.facts).toEqual([
      { label: "Channel", value: "Telegram" },
      { label: "user id", value: "4815" },
    ]);
    expect(card.offers?.map(({ id }) => id)).toEqual(["notify", "owner"]);
    expect(new Date(card.expiresAtMs).toISOString()).toBe(message.expiresAt);
  });

  it("is let in with what was chosen, and with nothing else", async () => {
    const { stage, about, calls } = await staged();
    const target = { channel: "telegram", accountId: "default", requestId: "m1" };
    await stage.desk.handle({ type: "approve", ...about("direct-message"), offers: ["notify"] });
    expect(calls()).toEqual([{ method: "channels.pairing.approve", params: { ...target, notify: true } }]);
  });

  it("is dismissed by the gateway's own word", async () => {
    const { stage, about, calls } = await staged();
    await stage.desk.handle({ type: "reject", ...about("direct-message") });
    expect(calls()).toEqual([
      { method: "channels.pairing.dismiss", params: { channel: "telegram", accountId: "default", requestId: "m1" } },
    ]);
  });

  it("is found by asking now and then, as no event tells", async () => {
    const { stage, of, setMessages } = await staged();
    setMessages([]);
    stage.clock.advance(15_000);
    await stage.settle();
    expect(of("direct-message")).toBeUndefined();
    setMessages([message]);
    stage.clock.advance(15_000);
    await stage.settle();
    expect(of("direct-message")).toBeDefined();
  });

  it("can be muted, and not blocked: it has no key", async () => {
    const { stage, about } = await staged();
    expect(await stage.desk.handle({ type: "mute", ...about("direct-message") })).toEqual({ ok: true });
    expect(await stage.desk.handle({ type: "block", ...about("direct-message") })).toMatchObject({ ok: false });
  });
});
