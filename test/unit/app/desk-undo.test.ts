import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Intent } from "../../../src/app/intent.ts";
import { deviceRow } from "../../support/desk-stage.ts";
import { sent, withDevices } from "../../support/device-stage.ts";

describe("what can be taken back", () => {
  it("waits six seconds, says so, and is sent once, by id", async () => {
    const { stage, gatewayId, device, pass, do: act } = await withDevices([deviceRow("a"), deviceRow("b")]);
    const remove = { type: "remove", gatewayId, deviceId: "a" } as const;
    expect(await Promise.all([act(remove), act(remove)])).toEqual([{ ok: true }, { ok: true }]);
    expect(stage.desk.snapshot().undos).toMatchObject([
      { sentence: "“Old tablet” will be removed.", sendsAtMs: stage.clock.now() + 6_000 },
    ]);
    expect(device("a")?.action).toMatchObject({ state: "waiting", what: "remove" });
    await pass(5_999);
    expect(sent(stage)).toEqual([]);
    await pass(1);
    expect(sent(stage)).toEqual(["remove a"]);
    expect(stage.desk.snapshot().devices.map(({ deviceId }) => deviceId)).toEqual(["b"]);
    expect(stage.desk.snapshot().undos).toEqual([]);
  });

  it("is taken back, and nothing was sent; afterwards it can be done after all", async () => {
    const { stage, gatewayId, device, pass, do: act } = await withDevices([deviceRow("a")]);
    await act({ type: "revoke", gatewayId, deviceId: "a", role: "operator" });
    const undoId = stage.desk.snapshot().undos[0]!.id;
    expect(await act({ type: "undo", undoId })).toEqual({ ok: true });
    expect(device("a")?.action).toEqual({ state: "idle" });
    await pass(60_000);
    expect(sent(stage)).toEqual([]);
    expect(await act({ type: "undo", undoId })).toMatchObject({ ok: false });
    await act({ type: "revoke", gatewayId, deviceId: "a", role: "operator" });
    await act({ type: "send-now", undoId: stage.desk.snapshot().undos[0]!.id });
    await stage.settle();
    expect(sent(stage)).toEqual(["revoke a"]);
  });

  it("is sent when the app quits, rather than lost", async () => {
    const { stage, gatewayId, do: act } = await withDevices([deviceRow("a"), deviceRow("b")]);
    await act({ type: "remove", gatewayId, deviceId: "a" });
    await act({ type: "revoke", gatewayId, deviceId: "b", role: "operator" });
    await stage.desk.sendWaiting();
    expect(sent(stage)).toEqual(["remove a", "revoke b"]);
  });

  it("that can't be sent any more says so", async () => {
    const { stage, gatewayId, device, pass, do: act } = await withDevices([deviceRow("a")]);
    await act({ type: "remove", gatewayId, deviceId: "a" });
    stage.client().close(1006);
    await pass(6_000);
    expect(sent(stage)).toEqual([]);
    expect(device("a")?.action).toMatchObject({ state: "failed", what: "remove" });
  });

  it("gives way to Lost a device, which doesn't wait", async () => {
    const { stage, gatewayId, pass, do: act } = await withDevices([deviceRow("a")]);
    await act({ type: "remove", gatewayId, deviceId: "a" });
    await act({ type: "lock-out", gatewayId, deviceId: "a" });
    await stage.settle();
    expect(sent(stage)).toEqual(["remove a"]);
    expect(stage.desk.snapshot().lockOuts).toMatchObject([{ stage: "gone" }]);
    await pass(10_000);
    expect(sent(stage)).toEqual(["remove a"]);
  });

  it("leaves no room for anything else, and says so; the same once more is a double click", async () => {
    const { stage, gatewayId, pass, do: act } = await withDevices([deviceRow("a"), deviceRow("b")]);
    const here = { gatewayId, deviceId: "a" } as const;
    const others = (without: string) =>
      [
        { type: "remove", ...here },
        { type: "revoke", ...here, role: "operator" },
        { type: "rename", ...here, label: "Hall" },
        { type: "rotate", ...here, role: "operator" },
      ].filter(({ type }) => !type.startsWith(without)) as Intent[];
    for (const [type, sentence] of [
      ["remove", "“Old tablet” is about to be removed."],
      ["revoke", "A token of “Old tablet” is about to be revoked."],
    ] as const) {
      const first = type === "remove" ? { type, ...here } : { type, ...here, role: "operator" };
      expect(await act(first)).toEqual({ ok: true });
      expect(await act(first), "double click").toEqual({ ok: true });
      for (const other of others(type)) {
        expect(await act(other), other.type).toEqual({ ok: false, sentence, step: "Undo that first." });
      }
      expect(stage.desk.snapshot()).toMatchObject({ notices: [], undos: [{}] });
      await act({ type: "undo", undoId: stage.desk.snapshot().undos[0]!.id });
    }
    expect(await act({ type: "rename", ...here, label: "Hall" }), "after Undo").toMatchObject({ ok: true });
    await pass(10_000);
    expect(sent(stage)).toEqual(["rename a"]);
  });

  it("is not left out of a longer list in silence", async () => {
    const { stage, gatewayId, notices, pass, do: act } = await withDevices([deviceRow("a"), deviceRow("b")]);
    const both: Intent = { type: "remove-several", gatewayId, deviceIds: ["b", "a"] };
    await act({ type: "revoke", gatewayId, deviceId: "a", role: "operator" });
    expect(await act(both)).toMatchObject({ ok: false });
    expect(notices()).toEqual(["A token of “Old tablet” is about to be revoked."]);
    await act({ type: "undo", undoId: stage.desk.snapshot().undos[0]!.id });
    await act({ type: "remove", gatewayId, deviceId: "a" });
    expect(await act(both), "what is removed anyway").toEqual({ ok: true });
    await pass(10_000);
    expect(sent(stage).toSorted()).toEqual(["remove a", "remove b"]);
  });

  it("doesn't wait for what is on its way to the gateway, and says so", async () => {
    const { stage, gatewayId, notices, do: act } = await withDevices([deviceRow("a")]);
    const here = { gatewayId, deviceId: "a" } as const;
    let answer: (value: unknown) => void = () => undefined;
    stage.gateway.answers.set("device.token.rotate", () => new Promise((resolve) => (answer = resolve)));
    const rotated = act({ type: "rotate", ...here, role: "operator" });
    await stage.settle();
    const sentence = "A token of “Old tablet” is being rotated at this moment. Nothing else was sent.";
    expect(await act({ type: "remove", ...here })).toMatchObject({ ok: false, sentence });
    expect(await act({ type: "rename", ...here, label: "Hall" })).toMatchObject({ ok: false, sentence });
    answer({});
    expect(await rotated).toEqual({ ok: true });
    expect(sent(stage)).toEqual(["rotate a"]);
    expect(notices()).toEqual([]);
  });

  it("is sent at most once, whatever is clicked when", async () => {
    const step = fc.oneof(
      fc.constant({ kind: "click" as const }),
      fc.constant({ kind: "undo" as const }),
      fc.constant({ kind: "now" as const }),
      fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(7_000) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { stage, gatewayId, pass, do: act } = await withDevices([deviceRow("a")]);
        for (const one of steps) {
          const undoId = stage.desk.snapshot().undos[0]?.id ?? "none";
          if (one.kind === "click") await act({ type: "remove", gatewayId, deviceId: "a" });
          else if (one.kind === "undo") await act({ type: "undo", undoId });
          else if (one.kind === "now") await act({ type: "send-now", undoId });
          else await pass(one.ms);
          await stage.settle();
        }
        await stage.desk.sendWaiting();
        expect(sent(stage).length).toBeLessThanOrEqual(1);
        const last = steps.findLast(({ kind }) => kind === "click" || kind === "undo");
        if (last?.kind === "click") expect(sent(stage)).toEqual(["remove a"]);
      }),
      { numRuns: 60 },
    );
  });
});
