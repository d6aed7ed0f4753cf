import { describe, expect, it } from "vitest";
import { announce, noArrivals } from "../../../src/app/arrival-notifications.ts";
import { trayModel } from "../../../src/app/tray-model.ts";
import type { AppSnapshot } from "../../../src/app/snapshot.ts";
import { deviceRow } from "../../support/desk-stage.ts";
import { operator, type ReviewStage, withRequest } from "../../support/review-stage.ts";

const admin = { role: "operator", scopes: ["operator.read", "operator.admin"], createdAtMs: 1 };

/** The gateway answers the approval with this device, and lists it from then on. */
async function approveAs({ stage, about }: ReviewStage, device: Record<string, unknown>): Promise<void> {
  stage.gateway.answers.set("device.pair.approve", async () => {
    stage.gateway.pending = [];
    stage.gateway.paired = [device];
    return { requestId: "r1", device };
  });
  expect(await stage.desk.handle({ type: "approve", ...about() })).toEqual({ ok: true });
  stage.clock.advance(200);
  await stage.settle();
}

const notices = ({ stage }: ReviewStage): string[] => stage.desk.snapshot().notices.map(({ sentence }) => sentence);
const notified = (snapshot: AppSnapshot) => announce(noArrivals, snapshot, false).wanted;

describe("a request that became another one between the last look and its approval (2026.3.13 keeps its id)", () => {
  it("is said at once: in the window, by a notification that stays and leads to the lock-out, and in the history", async () => {
    const review = await withRequest(operator(["operator.read"]));
    const { stage } = review;
    await approveAs(review, deviceRow("phone", { displayName: "Pixel 9", scopes: admin.scopes, tokens: [admin] }));
    expect(notices(review)).toEqual([
      "“Pixel 9” got more than you saw: change anything on this gateway, and let others in (operator.admin).",
    ]);
    const [told] = notified(stage.desk.snapshot());
    expect(told).toMatchObject({ title: "“Pixel 9” got more than you saw", urgency: "critical", buttons: [] });
    expect(told?.body).toContain("operator.admin");
    const { gatewayId } = stage.desk.snapshot().devices[0]!;
    expect(told?.open).toEqual({ type: "open", view: "lost-device", key: `${gatewayId}/phone` });
    expect(stage.desk.snapshot().notices[0]).toMatchObject({
      tone: "bad",
      offer: { view: "lost-device", key: `${gatewayId}/phone` },
    });
    const rows = stage.history.rows().flatMap((row) => (row.kind === "overstepped" ? [row.detail] : []));
    expect(rows).toEqual(["Beyond its card: operator.admin"]);
    // Its row only marks it: whoever looks there hasn't heard what it is.
    await stage.desk.handle({ type: "open", view: "devices" });
    expect(notified(stage.desk.snapshot())).toHaveLength(1);
    // It stays until it was told, and isn't told for ever.
    stage.clock.advance(60_000);
    await stage.settle();
    expect(notified(stage.desk.snapshot())).toHaveLength(1);
    stage.desk.told(told!.arrivals!);
    stage.clock.advance(60 * 60_000);
    await stage.settle();
    expect(stage.desk.snapshot().arrivals).toEqual([]);
  });

  it("counts a role, too, and what only the device's record says where the gateway tells no tokens", async () => {
    const review = await withRequest();
    await approveAs(
      review,
      deviceRow("phone", { roles: ["node", "operator"], scopes: ["operator.write"], tokens: [] }),
    );
    expect(notices(review)[0]).toMatch(/\((operator|operator\.write)\), and 1 more\.$/);
  });

  it("hides the name where names are hidden, and the tray says it where nothing notifies: snoozed, or switched off", async () => {
    const review = await withRequest();
    const { stage } = review;
    await approveAs(review, deviceRow("phone", { displayName: "Pixel 9", tokens: [admin] }));
    await stage.desk.handle({ type: "set-show-names", on: false });
    expect(notified(stage.desk.snapshot())[0]?.title).toBe("A device got more than you saw");
    await stage.desk.handle({ type: "snooze", on: true });
    const tray = () => trayModel(stage.desk.snapshot());
    expect(JSON.stringify(tray().menu)).toContain("“Pixel 9” got more than you saw");
    await stage.desk.handle({ type: "snooze", on: false });
    await stage.desk.handle({ type: "set-notifications", on: false });
    expect(JSON.stringify(tray().menu)).toContain("“Pixel 9” got more than you saw");
    expect(tray()).toMatchObject({ icon: "attention" });
    expect(tray().tooltip).toContain("“Pixel 9” got more than you saw");
  });

  it("is forgotten with a device that was removed before anybody heard of it", async () => {
    const review = await withRequest();
    const { stage, list } = review;
    await approveAs(review, deviceRow("phone", { tokens: [admin] }));
    stage.gateway.paired = [];
    stage.clock.advance(31_000);
    await list([]);
    expect(stage.desk.snapshot().arrivals).toEqual([]);
  });
});

describe("nothing is said", () => {
  it.each([
    [
      "of what the card showed",
      { roles: ["node"], scopes: [], tokens: [{ role: "node", scopes: [], createdAtMs: 1 }] },
    ],
    [
      "of a revoked token",
      {
        roles: ["node"],
        scopes: [],
        tokens: [
          { role: "node", scopes: [] },
          { ...admin, revokedAtMs: 2 },
        ],
      },
    ],
    ["where the answer names no device that can be read", { deviceId: 5 }],
  ])("%s", async (_what, more) => {
    const review = await withRequest();
    await approveAs(review, deviceRow("phone", more));
    expect(notices(review).join()).not.toContain("got more");
    expect(review.stage.desk.snapshot().arrivals).toEqual([]);
  });

  it("of what it held before, where the gateway tells no tokens", async () => {
    const review = await withRequest({ ...operator(["operator.read"]), isRepair: true });
    const { stage, list } = review;
    const before = deviceRow("phone", { roles: ["node", "operator"], scopes: ["operator.read"], tokens: [] });
    stage.gateway.paired = [before];
    await list(stage.gateway.pending);
    await approveAs(review, before);
    expect(notices(review)).toEqual([]);
  });
});
