import { describe, expect, it } from "vitest";
import type { Intent } from "../../../src/app/intent.ts";
import { deviceRow, requestRow, stageDesk } from "../../support/desk-stage.ts";
import { refusal, sent, withDevices } from "../../support/device-stage.ts";
import { helloPayload } from "../../support/fake-client.ts";

describe("a device's name", () => {
  it("is given at once, trimmed, 1 to 64 characters", async () => {
    const { stage, gatewayId, do: act } = await withDevices([deviceRow("a")]);
    const methods = ["device.pair.list", "device.pair.rename"];
    stage.client().close(1006);
    stage.clock.advance(30_000);
    const auth = { method: "token", role: "operator", scopes: ["operator.pairing", "operator.admin"] };
    stage.client().hello({ ...helloPayload, features: { methods, events: [] }, auth });
    await stage.settle();
    const rename = (label: string) => act({ type: "rename", gatewayId, deviceId: "a", label });
    expect(await rename("  Kitchen tablet ")).toEqual({ ok: true });
    expect(stage.gateway.calls).toContainEqual({
      method: "device.pair.rename",
      params: { deviceId: "a", label: "Kitchen tablet" },
    });
    expect(await rename(" \u200b ")).toMatchObject({
      ok: false,
      sentence: "A name has at least one visible character.",
    });
    expect(await rename("x".repeat(65))).toMatchObject({ ok: false, sentence: "A name has at most 64 characters." });
    expect(stage.gateway.count("device.pair.rename")).toBe(1);
  });

  it("can't be given on a gateway that can't, and that is said beforehand", async () => {
    const { stage, gatewayId, device, do: act } = await withDevices([deviceRow("a")]);
    await stage.reconnect({ methods: ["device.pair.list"] });
    expect(device("a")?.cannotRename).toContain("too old");
    expect(await act({ type: "rename", gatewayId, deviceId: "a", label: "x" })).toMatchObject({ ok: false });
  });
});

describe("a device's token", () => {
  const admin = deviceRow("a", {
    scopes: ["operator.admin"],
    tokens: [{ role: "operator", scopes: ["operator.admin"], createdAtMs: 1 }],
  });

  it("is renewed with the scopes that were chosen, or with those it has", async () => {
    const { stage, gatewayId, device, do: act } = await withDevices([admin]);
    expect(device("a")?.tokens[0]?.choices).toContain("operator.read");
    await act({ type: "rotate", gatewayId, deviceId: "a", role: "operator", scopes: ["operator.read"] });
    await act({ type: "rotate", gatewayId, deviceId: "a", role: "operator" });
    expect(stage.gateway.calls.filter(({ method }) => method === "device.token.rotate").map((c) => c.params)).toEqual([
      { deviceId: "a", role: "operator", scopes: ["operator.read"] },
      { deviceId: "a", role: "operator" },
    ]);
  });

  it("isn't renewed with a scope that was never approved", async () => {
    const { stage, gatewayId, do: act } = await withDevices([deviceRow("a")]);
    const result = await act({
      type: "rotate",
      gatewayId,
      deviceId: "a",
      role: "operator",
      scopes: ["operator.admin"],
    });
    expect(result).toMatchObject({ ok: false, sentence: "operator.admin was not approved for this device." });
    expect(sent(stage)).toEqual([]);
  });

  it("is kept when it is this app's own and the gateway tells it", async () => {
    const stage = stageDesk();
    await stage.connect();
    const deviceId = stage.client().options.deviceIdentity?.deviceId ?? "";
    stage.gateway.paired = [deviceRow(deviceId, { scopes: ["operator.admin"] })];
    stage.clock.advance(15_000);
    await stage.settle();
    const { gatewayId } = stage.desk.snapshot().devices[0]!;
    stage.gateway.answers.set("device.token.rotate", async () => ({
      token: "fresh-token",
      scopes: ["operator.admin"],
    }));
    await stage.desk.handle({ type: "rotate", gatewayId, deviceId, role: "operator" });
    expect([...stage.secrets.values()].join()).toContain("fresh-token");
    expect(JSON.stringify(stage.desk.snapshot())).not.toContain("fresh-token");
  });

  it.each([
    ["remove", "device pairing removal denied", "refused to remove"],
    ["revoke", "device token revocation denied", "refused to change this token"],
    ["rotate", "device token rotation denied", "refused to change this token"],
    ["remove", "unknown deviceId", "doesn't know this device any more"],
  ] as const)("that the gateway refuses to %s (%s) is said in words", async (what, message, words) => {
    const { stage, gatewayId, device, do: act } = await withDevices([admin]);
    stage.gateway.answers.set(what === "remove" ? "device.pair.remove" : `device.token.${what}`, () =>
      Promise.reject(refusal(message)),
    );
    const which = { gatewayId, deviceId: "a" };
    await act(what === "remove" ? { type: what, ...which } : { type: what, ...which, role: "operator" });
    await stage.desk.sendWaiting();
    const action = device("a")?.action;
    expect(action).toMatchObject({ state: "failed", what });
    expect(action?.state === "failed" && action.sentence).toContain(words);
  });
});

describe("without operator.admin", () => {
  it("every rule of the gateway shows before the click, and nothing is sent", async () => {
    const {
      stage,
      gatewayId,
      device,
      do: act,
    } = await withDevices(
      [
        deviceRow("a", {
          tokens: [
            { role: "operator", scopes: ["operator.write"] },
            { role: "node", scopes: [] },
          ],
        }),
      ],
      ["operator.read", "operator.pairing"],
    );
    expect(device("a")).toMatchObject({ canManage: false });
    expect(device("a")?.tokens.map(({ cannotRevoke }) => cannotRevoke)).toEqual([
      "This token may do more than PairTray (operator.write), so PairTray can neither rotate nor revoke it.",
      "Only an administrator may change a token of this role, and PairTray has no operator.admin on this gateway.",
    ]);
    expect(device("a")?.tokens[1]?.cannotRotate).toContain("administrator");
    const intents: Intent[] = [
      { type: "remove", gatewayId, deviceId: "a" },
      { type: "revoke", gatewayId, deviceId: "a", role: "operator" },
      { type: "rotate", gatewayId, deviceId: "a", role: "operator" },
      { type: "rename", gatewayId, deviceId: "a", label: "x" },
      { type: "lock-out", gatewayId, deviceId: "a" },
      { type: "clear", gatewayId, deviceIds: ["a"], requestIds: [] },
    ];
    for (const intent of intents) {
      expect(await act(intent), intent.type).toMatchObject({ ok: false });
    }
    expect(sent(stage)).toEqual([]);
    expect(stage.desk.snapshot().undos).toEqual([]);
  });

  it("a role that was never approved says so", async () => {
    const { device } = await withDevices([deviceRow("a", { tokens: [{ role: "node", scopes: [] }] })]);
    expect(device("a")?.tokens[0]?.cannotRotate).toContain("never approved");
  });
});

describe("clearing", () => {
  it("removes exactly what was counted, requests first, this app last", async () => {
    const stage = stageDesk();
    await stage.connect();
    const self = stage.client().options.deviceIdentity?.deviceId ?? "";
    stage.gateway.paired = [deviceRow(self), deviceRow("a"), deviceRow("b")];
    stage.gateway.pending = [requestRow("r1", "stranger", stage.clock.now())];
    stage.clock.advance(15_000);
    await stage.settle();
    const { gatewayId } = stage.desk.snapshot().devices[0]!;
    const shown = { deviceIds: [self, "a", "b", "gone since"], requestIds: ["r1", "gone since"] };
    // What came while the question stood open was seen by nobody.
    stage.gateway.paired = [...stage.gateway.paired, deviceRow("new")];
    stage.gateway.pending = [...stage.gateway.pending, requestRow("r2", "newcomer", stage.clock.now())];
    stage.clock.advance(15_000);
    await stage.settle();
    expect(stage.desk.snapshot().devices).toHaveLength(4);
    await stage.desk.handle({ type: "clear", gatewayId, ...shown });
    expect(stage.desk.snapshot().undos[0]?.sentence).toBe("3 devices and 1 request will be removed.");
    // What comes meanwhile stays.
    stage.gateway.paired = [...stage.gateway.paired, deviceRow("late")];
    stage.clock.advance(6_000);
    await stage.settle();
    expect(sent(stage)[0]).toBe("reject r1");
    expect(sent(stage).slice(1, -1).toSorted()).toEqual(["remove a", "remove b"]);
    expect(sent(stage).at(-1)).toBe(`remove ${self}`);
    expect(stage.gateway.paired.map((row) => row["deviceId"])).toEqual(["new", "late"]);
    expect(stage.gateway.pending.map((row) => row["requestId"])).toEqual(["r2"]);
    expect(stage.desk.snapshot().notices.at(-1)?.sentence).toBe("3 devices removed, 1 request rejected.");
    const ours = stage.history.rows().filter((row) => row.kind !== "cut" && row.by === "this-app");
    const about = (id: string) =>
      ours.filter((row) => row.kind !== "cut" && [row.requestId, row.deviceId].includes(id));
    expect(about("r1").map(({ kind }) => kind)).toEqual(["decided", "sent", "confirmed"]);
    for (const id of ["a", "b", self])
      expect(about(id).map(({ kind }) => kind)).toEqual(["decided", "sent", "removed"]);
  });

  it("of what isn't there any more sends nothing", async () => {
    const { stage, gatewayId, do: act } = await withDevices([deviceRow("a")]);
    expect(await act({ type: "clear", gatewayId, deviceIds: ["x"], requestIds: ["y"] })).toMatchObject({ ok: false });
    expect(sent(stage)).toEqual([]);
  });

  it("without pending leaves the requests", async () => {
    const { stage, gatewayId, pass, do: act } = await withDevices([deviceRow("a")]);
    stage.gateway.pending = [requestRow("r1", "stranger", stage.clock.now())];
    await pass(15_000);
    await act({ type: "clear", gatewayId, deviceIds: ["a"], requestIds: [] });
    await pass(6_000);
    expect(sent(stage)).toEqual(["remove a"]);
    expect(stage.desk.snapshot().requests).toHaveLength(1);
  });

  it("can be taken back whole", async () => {
    const { stage, gatewayId, device, pass, do: act } = await withDevices([deviceRow("a"), deviceRow("b")]);
    await act({ type: "clear", gatewayId, deviceIds: ["a", "b"], requestIds: [] });
    await act({ type: "undo", undoId: stage.desk.snapshot().undos[0]!.id });
    await pass(60_000);
    expect(sent(stage)).toEqual([]);
    expect(device("a")?.action).toEqual({ state: "idle" });
  });

  it("says how many the gateway refused", async () => {
    const { stage, gatewayId, notices, do: act } = await withDevices([deviceRow("a"), deviceRow("b")]);
    stage.gateway.answers.set("device.pair.remove", () => Promise.reject(refusal("device pairing removal denied")));
    await act({ type: "remove-several", gatewayId, deviceIds: ["a", "b", "nobody"] });
    await stage.desk.sendWaiting();
    expect(notices().at(-1)).toBe("0 devices removed. 2 not: The gateway refused to remove this device.");
  });
});

it("hides a blocked device's requests from cards, tray and notifications, and unblocking shows them again", async () => {
  const { stage, gatewayId, pass, do: act } = await withDevices([deviceRow("lost")]);
  await act({ type: "lock-out", gatewayId, deviceId: "lost" });
  await stage.settle();
  expect(stage.desk.snapshot().blocked).toMatchObject([{ deviceId: "lost", why: "lost" }]);
  await stage.event("device.pair.requested", requestRow("r1", "lost", stage.clock.now(), { publicKey: undefined }));
  expect(stage.desk.snapshot().requests).toEqual([]);
  expect(sent(stage)).toEqual(["remove lost", "reject r1"]);
  await act({ type: "unblock", deviceId: "lost" });
  expect(stage.desk.snapshot().blocked).toEqual([]);
  stage.gateway.pending = [requestRow("r2", "lost", stage.clock.now())];
  await pass(15_000);
  expect(stage.desk.snapshot().requests).toMatchObject([{ requestId: "r2" }]);
  await act({ type: "forget-lock-out", gatewayId, deviceId: "lost" });
  expect(stage.desk.snapshot().lockOuts).toEqual([]);
});
