import { expect, test } from "vitest";
import { gatherChanges } from "../../../main/gather-changes.ts";
import type { AppSnapshot } from "../../../src/app/snapshot.ts";
import { requestRow, stageDesk } from "../../support/desk-stage.ts";

async function gathered() {
  const stage = stageDesk();
  await stage.connect();
  const told: AppSnapshot[] = [];
  const undo = gatherChanges(stage.desk, stage.clock, 100).subscribe((snapshot) => told.push(snapshot));
  const knock = (id: string) =>
    stage.event("device.pair.requested", requestRow(id, `device of ${id}`, stage.clock.now()));
  return { stage, told, undo, knock, waiting: () => told.map(({ requests }) => requests.length) };
}

test("the first change is told at once, a burst after it once, with where it ended", async () => {
  const { stage, told, knock, waiting } = await gathered();
  await knock("r1");
  expect(waiting()).toEqual([1]);
  for (const id of ["r2", "r3", "r4"]) await knock(id);
  expect(waiting()).toEqual([1]);
  stage.clock.advance(100);
  expect(waiting()).toEqual([1, 4]);
  expect(told.at(-1)).toBe(stage.desk.snapshot());
  stage.clock.advance(100);
  expect(waiting(), "nothing happened since").toEqual([1, 4]);
  await knock("r5");
  expect(waiting()).toEqual([1, 4, 5]);
});

test("after the undo nothing is told, not even what was gathered", async () => {
  const { stage, knock, undo, waiting } = await gathered();
  await knock("r1");
  await knock("r2");
  undo();
  stage.clock.advance(1_000);
  expect(waiting()).toEqual([1]);
});
