import { expect, test } from "vitest";
import { requestRow, stageDesk } from "../../support/desk-stage.ts";

test("a line that died silently is found within two polls, and a new connection is made", async () => {
  const stage = stageDesk();
  await stage.connect();
  // As the published client does it: a request ends with its deadline, or with its connection.
  stage.gateway.answers.set(
    "device.pair.list",
    () =>
      new Promise((_resolve, reject) => {
        stage.clock.after(15_000, () => reject(new Error("gateway request timeout for device.pair.list")));
      }),
  );
  stage.clock.advance(29_999);
  await stage.settle();
  expect(stage.clients).toHaveLength(1);
  stage.clock.advance(1);
  await stage.settle();
  expect(stage.clients).toHaveLength(2);
  expect(stage.clients[0]!.stopped).toBe(1);
  stage.gateway.answers.clear();
  stage.gateway.pending = [requestRow("r1", "phone", stage.clock.now())];
  await stage.connect();
  expect(stage.request("r1")).toMatchObject({ canDecide: true });
});
