import { describe, expect, it } from "vitest";
import { deviceRow } from "../../support/desk-stage.ts";
import { operator, type ReviewStage, withRequest } from "../../support/review-stage.ts";

/** The gateway does it, and its answer is lost. */
async function decideUnheard(review: ReviewStage, what: "approve" | "reject", does: () => void): Promise<void> {
  const { stage, about } = review;
  stage.gateway.answers.set(`device.pair.${what}`, () => {
    does();
    return Promise.reject(new Error("gateway request timeout"));
  });
  expect(await stage.desk.handle({ type: what, ...about() })).toMatchObject({ ok: false });
  for (let turn = 0; turn < 3; turn += 1) {
    stage.clock.advance(2_000);
    await stage.settle();
  }
}

const after = ({ stage }: ReviewStage): string[] => {
  const lines = stage.history.lines();
  return lines.slice(lines.findIndex((line) => line.startsWith("unanswered")) + 1);
};

describe("a decision whose answer was lost", () => {
  it("is this app's when the list shows that it was done, and nobody else's", async () => {
    const review = await withRequest();
    const { stage } = review;
    await decideUnheard(review, "approve", () => {
      stage.gateway.pending = [];
      const tokens = [{ role: "node", scopes: [], createdAtMs: stage.clock.now() }];
      const approvedAtMs = stage.clock.now();
      stage.gateway.paired = [deviceRow("phone", { approvedAtMs, roles: ["node"], scopes: [], tokens })];
    });
    expect(after(review)).toEqual(["confirmed this-app: Approve: the list shows it"]);
    expect(stage.desk.snapshot().arrivals).toEqual([]);
  });

  it("is compared with its card all the same", async () => {
    const review = await withRequest(operator(["operator.read"]));
    const { stage } = review;
    await decideUnheard(review, "approve", () => {
      stage.gateway.pending = [];
      const tokens = [{ role: "operator", scopes: ["operator.admin"], createdAtMs: stage.clock.now() }];
      stage.gateway.paired = [deviceRow("phone", { approvedAtMs: stage.clock.now(), tokens })];
    });
    expect(after(review)).toEqual([
      "confirmed this-app: Approve: the list shows it",
      "overstepped gateway: Beyond its card: operator.admin",
    ]);
    expect(stage.desk.snapshot().arrivals).toMatchObject([{ alarm: { title: "got more than you saw" } }]);
  });

  it("stays open while the request waits, and is over without being done where nobody was let in", async () => {
    const review = await withRequest();
    await decideUnheard(review, "approve", () => undefined);
    expect(after(review)).toEqual([]);
    await review.list([]);
    expect(after(review)).toEqual(["ended gateway: The gateway no longer has it."]);
  });

  it("was a rejection, and the gateway says so", async () => {
    const review = await withRequest();
    await decideUnheard(review, "reject", () => undefined);
    await review.stage.event("device.pair.resolved", { requestId: "r1", decision: "rejected", deviceId: "phone" });
    await review.list([]);
    expect(after(review)).toEqual(["confirmed this-app: Reject: the list shows it"]);
  });

  it("was a rejection, and another operator was quicker", async () => {
    const review = await withRequest();
    await decideUnheard(review, "reject", () => undefined);
    review.stage.gateway.paired = [deviceRow("phone", { approvedAtMs: review.stage.clock.now() })];
    await review.list([]);
    expect(after(review)).toEqual(["decided another-operator: Approved"]);
  });
});
