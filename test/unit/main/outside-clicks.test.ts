import { expect, test } from "vitest";
import { createNotificationShell } from "../../../main/notifications/notification-shell.ts";
import type { Note, NoteEvents } from "../../../main/notifications/notifier.ts";
import { watchAttention } from "../../../main/notifications/watch-attention.ts";
import { createOutsideClicks } from "../../../main/outside-clicks.ts";
import type { Intent } from "../../../src/app/intent.ts";
import { requestRow, stageDesk } from "../../support/desk-stage.ts";

/** A desk with a screen for notifications, and a window that opens where an `open` leads. */
async function stage() {
  const played = stageDesk();
  const { desk, clock, notices } = played;
  const windows: Intent[] = [];
  const screen: { note: Note; events: NoteEvents }[] = [];
  const click = createOutsideClicks({
    notices,
    act: (intent) => {
      if (intent.type === "open") windows.push(intent);
      return desk.handle(intent);
    },
  });
  const clicks: Promise<void>[] = [];
  const shell = createNotificationShell({
    act: (intent) => clicks.push(click(intent)),
    onTrouble: () => expect.unreachable(),
    notifier: {
      canPress: true,
      describe: () => ({ sentence: "", warning: false }),
      show: (note, events) => {
        screen.push({ note, events });
        return Promise.resolve({ replace: () => Promise.resolve(), close: () => Promise.resolve() });
      },
      onReturn: () => () => undefined,
      close: () => undefined,
    },
  });
  watchAttention({ desk, clock, shell });
  await played.connect();
  const row = requestRow("r1", "d1", clock.now());
  played.gateway.pending = [row];
  await played.event("device.pair.requested", row);
  const { gatewayId } = played.request("r1")!;
  const press = async (label: string) => {
    const { note, events } = screen[0]!;
    events.pressed(note.buttons.find((button) => button.label === label)!.id);
    await played.settle();
    await Promise.all(clicks);
    await played.settle();
  };
  const told = () => desk.snapshot().notices.map(({ sentence }) => sentence);
  const card: Intent = { type: "open", view: "requests", key: `${gatewayId}/r1` };
  return { ...played, press, told, windows, screen, card };
}

test("a decision that went through opens nothing", async () => {
  const { press, told, windows, gateway } = await stage();
  await press("Reject");
  expect(gateway.count("device.pair.reject")).toBe(1);
  expect([windows, told()]).toEqual([[], []]);
});

test("a decision that the gateway refuses opens the window at its card, and says why once", async () => {
  const { press, told, windows, gateway, card, desk, screen } = await stage();
  gateway.answers.set("device.pair.reject", () => Promise.reject(new Error("device pairing reject denied")));
  await press("Reject");
  expect(windows).toEqual([card]);
  expect(desk.snapshot().navigation).toMatchObject({ view: "requests", key: "key" in card ? card.key : "" });
  expect(desk.snapshot().requests[0]?.action.state).toBe("failed");
  expect(told()).toHaveLength(1);
  // The question itself isn't put a second time beside the window.
  expect(screen).toHaveLength(1);
});

test("a request that was decided elsewhere, or changed, is told in the same way", async () => {
  const elsewhere = await stage();
  elsewhere.gateway.answers.set("device.pair.reject", () => {
    elsewhere.gateway.pending = [];
    return Promise.reject(Object.assign(new Error("unknown requestId"), { gatewayCode: "INVALID_REQUEST" }));
  });
  await elsewhere.press("Reject");
  expect(elsewhere.desk.snapshot().requests).toEqual([]);
  expect(elsewhere.windows).toEqual([elsewhere.card]);
  expect(elsewhere.told()).toEqual([expect.stringContaining("decided elsewhere")]);

  const changed = await stage();
  const row = { ...changed.gateway.pending[0], displayName: "Other" };
  changed.gateway.pending = [row];
  await changed.event("device.pair.requested", row);
  await changed.press("Reject");
  expect(changed.gateway.count("device.pair.reject")).toBe(0);
  expect(changed.windows).toEqual([changed.card]);
  expect(changed.told()).toEqual([expect.stringContaining("has changed since you read it")]);
});

test("what isn't a decision and fails opens the list", async () => {
  const { desk, notices } = await stage();
  const acted: Intent[] = [];
  const click = createOutsideClicks({
    notices,
    act: (intent) => {
      acted.push(intent);
      return intent.type === "open"
        ? desk.handle(intent)
        : Promise.resolve({ ok: false, sentence: "No.", step: "So." });
    },
  });
  await click({ type: "retry", gatewayId: "g" });
  expect(acted.at(-1)).toEqual({ type: "open", view: "requests" });
  expect(notices.notices.at(-1)).toMatchObject({ tone: "warning", sentence: "No.", step: "So." });
});
