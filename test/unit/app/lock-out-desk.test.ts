import { describe, expect, it } from "vitest";
import { deviceRow, requestRow } from "../../support/desk-stage.ts";
import { closing, settle, stageLockOut } from "../../support/lock-out-stage.ts";

const phone = () => deviceRow("phone", { publicKey: "1Obv3al_3zonTKkZqWhPBM8MsNU2yMqnwkxO25re1DA" });

describe("Lost a device", () => {
  it("rejects, removes, blocks, and says so only when list and connections do", async () => {
    const { desk, gateway, list, view, clock, lists, book } = stageLockOut();
    gateway.paired = [phone(), deviceRow("other")];
    gateway.pending = [requestRow("r1", "phone", clock.now(), { isRepair: true })];
    gateway.online = ["self", "phone"];
    gateway.closesBy = 2;
    desk.connected(closing);
    await list();
    const result = desk.lockOut("phone");
    expect(view()).toMatchObject({ stage: "open", kept: false });
    await settle();
    expect(gateway.sent()).toEqual(["reject r1", "remove phone"]);
    expect(view(), "still connected").toMatchObject({ stage: "open", kept: true });
    expect(lists.orders.disk).toHaveLength(1);
    clock.advance(100);
    await settle();
    clock.advance(250);
    await settle();
    expect(await result).toEqual({ ok: true });
    expect(view()).toMatchObject({ stage: "gone" });
    expect(view()?.sentence).toMatch(/^Locked out after 0\.\d\d s\.$/);
    expect(gateway.paired.map((row) => row["deviceId"])).toEqual(["other"]);
    expect(lists.orders.disk).toEqual([]);
    expect(book.blocked()).toMatchObject([{ deviceId: "phone", why: "lost" }]);
  });

  it("sends what a live list knows without asking first; a list that may be old is asked for again", async () => {
    const { desk, gateway, list, view } = stageLockOut();
    gateway.paired = [phone(), deviceRow("other")];
    gateway.online = ["self"];
    desk.connected(closing);
    await list();
    await desk.lockOut("phone");
    expect(gateway).toMatchObject({ looks: 1 });
    expect(view()).toMatchObject({ deviceId: "phone", stage: "gone" });
    await desk.lockOut("in no list");
    expect(gateway).toMatchObject({ looks: 2 });

    const old = stageLockOut();
    old.gateway.paired = [phone()];
    old.gateway.online = ["self"];
    await old.list();
    old.forget();
    old.gateway.paired = [];
    old.desk.connected(closing);
    await old.desk.lockOut("phone");
    await settle();
    expect(old.gateway.sent()).toEqual([]);
    expect(old.view()).toMatchObject({ stage: "gone" });
  });

  it("refuses ten knocks afterwards, each once, and shows none of them", async () => {
    const { desk, gateway, list, visible, clock } = stageLockOut();
    gateway.paired = [phone()];
    gateway.online = ["self"];
    desk.connected(closing);
    await list();
    await desk.lockOut("phone");
    await settle();
    for (let knock = 0; knock < 10; knock += 1) {
      gateway.pending = [requestRow(`k${knock}`, "phone", clock.now())];
      await list();
      expect(visible()).toEqual([]);
      await list();
    }
    expect(gateway.sent().filter((call) => call.startsWith("reject"))).toEqual(
      Array.from({ length: 10 }, (_, knock) => `reject k${knock}`),
    );
    gateway.pending = [requestRow("r", "stranger", clock.now(), { publicKey: undefined })];
    await list();
    expect(visible()).toEqual(["r"]);
  });

  it("is given offline, survives a crash, and is carried out once on the first connection", async () => {
    const first = stageLockOut();
    first.gateway.paired = [phone()];
    await first.list();
    await first.desk.lockOut("phone");
    expect(first.view()).toMatchObject({ stage: "open", kept: true });
    expect(first.view()?.sentence).toBe("Will be locked out as soon as the gateway can be reached.");
    expect(first.gateway.sent()).toEqual([]);

    const lists = { orders: first.lists.orders.crashed(), blocked: first.lists.blocked.crashed() };
    const second = stageLockOut(first.gateway, lists);
    second.gateway.online = ["self"];
    expect(second.view()).toMatchObject({ stage: "open", name: "Device phone" });
    second.desk.connected(closing);
    await settle();
    expect(second.view()).toMatchObject({ stage: "gone" });
    expect(second.gateway.sent()).toEqual(["remove phone"]);

    const third = stageLockOut(second.gateway, { orders: lists.orders.crashed(), blocked: lists.blocked.crashed() });
    third.desk.connected(closing);
    await settle();
    expect(third.gateway.sent()).toEqual(["remove phone"]);
    expect(third.book.blocked()).toHaveLength(1);
  });

  it("goes on after a connection that broke before the answer, without doing it twice", async () => {
    const { desk, gateway, list, view } = stageLockOut();
    gateway.paired = [phone()];
    gateway.online = ["self"];
    gateway.swallow = "device.pair.remove";
    desk.connected(closing);
    await list();
    const result = desk.lockOut("phone");
    await settle();
    expect(gateway.sent()).toEqual(["remove phone"]);
    desk.disconnected();
    expect(await result).toEqual({ ok: true });
    gateway.swallow = undefined;
    gateway.paired = [];
    desk.connected(closing);
    await settle();
    expect(gateway.sent()).toEqual(["remove phone"]);
    expect(view()).toMatchObject({ stage: "gone" });
  });

  it("says what the gateway refuses, and tries again on the next connection", async () => {
    const { desk, gateway, list, view } = stageLockOut();
    gateway.paired = [phone()];
    gateway.online = ["self"];
    gateway.failure = Object.assign(new Error("device pairing removal denied"), { gatewayCode: "INVALID_REQUEST" });
    desk.connected(closing);
    await list();
    await desk.lockOut("phone");
    await settle();
    expect(view()).toMatchObject({ stage: "open" });
    expect(view()?.problem).toContain("refused");
    gateway.failure = undefined;
    desk.disconnected();
    desk.connected(closing);
    await settle();
    expect(view()).toMatchObject({ stage: "gone" });
  });

  it("isn't called done by a session that the gateway shows its own entry only", async () => {
    const { desk, gateway, list, view, authority } = stageLockOut();
    gateway.paired = [phone()];
    gateway.online = ["self"];
    await list();
    await desk.lockOut("phone");
    // Whoever holds an administrator's phone can take PairTray's own access away first.
    authority.scopes = ["operator.pairing"];
    gateway.hidden = ["phone"];
    desk.connected(closing);
    await settle();
    expect(view()).toMatchObject({ stage: "open", refused: true, sentence: "Not locked out: the gateway refused." });
    expect(view()?.problem).toContain("administrator's access");
    expect(gateway.sent()).toEqual([]);
    authority.scopes = ["operator.pairing", "operator.admin"];
    gateway.hidden = [];
    desk.disconnected();
    desk.connected(closing);
    await settle();
    expect(gateway.sent()).toEqual(["remove phone"]);
    expect(view()).toMatchObject({ stage: "gone" });
  });

  it("is carried out even when the disk is full, and then isn't called kept", async () => {
    const { desk, gateway, list, view, lists } = stageLockOut();
    lists.orders.write = async () => ({ ok: false, sentence: "The disk is full." });
    await list();
    await desk.lockOut("phone");
    expect(view()).toMatchObject({ stage: "open", kept: false });
    gateway.paired = [phone()];
    gateway.online = ["self"];
    desk.connected(closing);
    await settle();
    expect(gateway.sent()).toEqual(["remove phone"]);
    expect(view()).toMatchObject({ stage: "gone" });
  });

  it("isn't held up by a slow disk, and is called kept only once it is", async () => {
    const { desk, gateway, list, lists, view, clock } = stageLockOut();
    const writes: (() => void)[] = [];
    const written = () => writes.splice(0).forEach((done) => done());
    lists.orders.write = () => new Promise((resolve) => writes.push(() => resolve({ ok: true })));
    await list();
    const offline = desk.lockOut("phone");
    await settle();
    expect(view()).toMatchObject({ stage: "open", kept: false });
    written();
    await offline;
    expect(view()).toMatchObject({ stage: "open", kept: true });

    clock.advance(1);
    gateway.paired = [deviceRow("other")];
    gateway.online = ["self"];
    desk.connected(closing);
    await list();
    const online = desk.lockOut("other");
    await settle();
    expect(gateway.sent()).toEqual(["remove other"]);
    expect(view()).toMatchObject({ deviceId: "other", stage: "gone" });
    written();
    expect(await online).toEqual({ ok: true });
  });

  it("waits for a restart where the gateway closes no connection, and refuses its knocks meanwhile", async () => {
    const methods = new Set(["device.pair.list"]);
    const { desk, gateway, list, view, clock, lists } = stageLockOut();
    gateway.paired = [phone()];
    await list();
    desk.connected({ methods, upMs: 3000 });
    clock.advance(60_000);
    await desk.lockOut("phone");
    await settle();
    expect(view()).toMatchObject({ stage: "lingering" });
    gateway.pending = [requestRow("r9", "phone", clock.now())];
    await list();
    expect(gateway.sent()).toEqual(["remove phone", "reject r9"]);

    desk.disconnected();
    desk.connected({ methods, upMs: 5000 });
    await settle();
    expect(view()).toMatchObject({ stage: "gone" });
    expect(lists.orders.all()).toEqual([]);
  });

  it("never locks out PairTray itself, and one order is enough", async () => {
    const { desk, refusals, book } = stageLockOut();
    expect(await desk.lockOut("self")).toMatchObject({ ok: false });
    expect(refusals.join()).toContain("can't lock itself out");
    await desk.lockOut("phone");
    await desk.lockOut("phone");
    expect(book.all()).toHaveLength(1);
  });
});
