import { expect, it } from "vitest";
import { ActionBook } from "../../../src/app/action-book.ts";
import { ActionRecord } from "../../../src/app/action-record.ts";
import { ActionRunner } from "../../../src/app/action-runner.ts";
import { Chronicle } from "../../../src/app/chronicle.ts";
import { NoticeBoard } from "../../../src/app/notice-board.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { stageDesk } from "../../support/desk-stage.ts";
import { MemoryHistory } from "../../support/memory-history.ts";

it("a click that breaks inside says that nobody knows how far it came, and the log says where, without what was typed", async () => {
  const { desk, settings, logged } = stageDesk();
  settings.set = () => {
    throw new RangeError("no room for hunter2");
  };
  const { gateways } = desk.snapshot();
  const intent = { type: "edit-gateway", gatewayId: gateways[0]!.id, name: "hunter2" } as const;
  expect(await desk.handle(intent)).toMatchObject({
    ok: false,
    sentence: expect.stringContaining("can't tell whether this was done") as unknown,
  });
  expect(logged.join("\n")).toMatch(/^edit-gateway ended in RangeError\s+at /);
  expect(logged.join("\n")).not.toContain("hunter2");
});

it("a check that breaks leaves nothing under way: the next click is one of its own", async () => {
  const actions = new ActionBook();
  const clock = new FakeClock();
  const sent: string[] = [];
  const runner = new ActionRunner({
    actions,
    record: new ActionRecord(new Chronicle("g", new MemoryHistory(() => clock.now()), clock), () => ({
      deviceId: "d",
      name: "Phone",
    })),
    notices: new NoticeBoard(),
    ownId: "self",
    request: async (method) => sent.push(method),
    refresh: () => undefined,
    onChange: () => undefined,
  });
  const action = { key: "request/r", what: "approve", method: "device.pair.approve", params: {}, final: true } as const;
  await expect(runner.act({ ...action, check: () => Promise.reject(new Error("broken")) })).rejects.toThrow("broken");
  expect(sent).toEqual([]);
  expect(await runner.act(action)).toEqual({ ok: true });
  expect(sent).toEqual(["device.pair.approve"]);
});
