import { expect, test } from "vitest";
import { stageDesk } from "../../support/desk-stage.ts";
import { gatewayError } from "../../support/fake-client.ts";

test("that PairTray was cut off is said until it is dismissed, leads the pages that follow, and is in the history", async () => {
  const stage = stageDesk();
  await stage.connect();
  const gateway = () => stage.desk.snapshot().gateways[0]!;
  const told = () => stage.desk.snapshot().notices.filter(({ sentence }) => sentence.includes("cut PairTray off"));
  expect(told()).toEqual([]);
  stage.client().close(4001);
  await stage.settle();
  expect(gateway().state.recovery?.code).toBe("4001");
  expect(told()).toHaveLength(1);

  stage.clock.advance(2_000);
  stage.client().refuse(gatewayError("PAIRING_REQUIRED", { reason: "not-paired", requestId: "r-1" }));
  await stage.settle();
  expect(gateway().state.kind).toBe("approval-needed");
  const page = gateway().state.recovery!;
  expect(page.happened).toContain("until somebody removed it");
  expect(page.here[0]).toContain("find out who");
  expect(page.commands.map(({ run }) => run)).toEqual(["openclaw devices approve r-1", "openclaw devices list"]);

  stage.clock.advance(2_000);
  await stage.connect();
  expect(gateway().state.kind).toBe("connected");
  expect(told(), "back in, and still said").toHaveLength(1);
  stage.client().close(1006);
  stage.clock.advance(2_000);
  stage.client().refuse(gatewayError("PAIRING_REQUIRED", { reason: "not-paired", requestId: "r-2" }));
  await stage.settle();
  expect(gateway().state.recovery?.happened, "that was before the last connection").not.toContain("until somebody");

  await stage.desk.handle({ type: "dismiss", noticeId: told()[0]!.id });
  expect(told()).toEqual([]);
  stage.clock.advance(60_000);
  await stage.connect();
  for (let nth = 0; nth < 10; nth += 1) {
    stage.client().close(4001);
    stage.clock.advance(2_000);
    await stage.connect();
  }
  const rows = stage.history.rows().filter(({ kind }) => kind === "cut-off");
  expect(rows).toMatchObject(Array(2).fill({ by: "gateway", detail: "Removed, or its token rotated or revoked" }));
});
