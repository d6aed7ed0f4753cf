import { LockOutBook } from "../../src/app/lock-out-book.ts";
import { LockOutDesk } from "../../src/app/lock-out-desk.ts";
import { lockOutViews } from "../../src/app/lock-out-views.ts";
import { UndoBook } from "../../src/app/undo-book.ts";
import { parseLists } from "../../src/gateway/parse-lists.ts";
import { emptyInbox, type Inbox, reduceInbox } from "../../src/pairing/inbox.ts";
import { memoryLockOutLists, type MemoryLockOutLists } from "./desk-stage.ts";
import { FakeClock } from "./fake-clock.ts";
import { PlayedLockOutGateway } from "./played-lock-out-gateway.ts";

/** What the played gateway says of itself: one that closes a removed device's connections. */
export const closing = { methods: new Set(["device.pair.list", "node.pair.remove"]) };

/** Lets everything that needs no clock happen. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
};

/** A lock-out desk on a gateway that the test plays; `lists` is what outlives a crash. */
export function stageLockOut(gateway = new PlayedLockOutGateway(), lists: MemoryLockOutLists = memoryLockOutLists()) {
  const clock = new FakeClock();
  const book = new LockOutBook(lists);
  let inbox: Inbox = emptyInbox;
  const refusals: string[] = [];
  const authority = { deviceId: "self", scopes: ["operator.pairing", "operator.admin"] };
  const desk = new LockOutDesk({
    gatewayId: "home",
    self: "self",
    clock,
    book,
    undo: new UndoBook(clock, () => undefined),
    inbox: () => inbox,
    device: () => undefined,
    authority: () => authority,
    request: (method, params) => gateway.handle(method, params),
    refuse: (words) => {
      refusals.push(words.sentence);
      return { ok: false, ...words };
    },
    onChange: () => undefined,
    onRemoved: () => undefined,
    onOrder: () => undefined,
    onRejected: () => undefined,
    onTurnedAway: () => undefined,
  });
  const views = lockOutViews();
  let seq = 0;
  return {
    desk,
    authority,
    clock,
    gateway,
    lists,
    book,
    refusals,
    /** The inbox as the gateway's list is now. */
    list: async (): Promise<void> => {
      const { pending, devices } = parseLists(gateway.list(), clock.now())!;
      seq += 1;
      inbox = reduceInbox(inbox, { type: "list-started", seq });
      inbox = reduceInbox(inbox, { type: "listed", seq, pending, devices });
      desk.look();
      await settle();
    },
    /** The connection was lost since: the list may be old. */
    forget: (): void => {
      inbox = reduceInbox(inbox, { type: "reset" });
    },
    visible: () => [...desk.visible(inbox).pending.keys()],
    view: () => {
      const facts = book.all().map((order) => {
        const { deviceId } = order;
        const [problem, refused] = [desk.problem(deviceId), desk.isRefused(deviceId)];
        return { order, kept: book.isKept(order), problem, refused, gatewayGone: false };
      });
      return views(facts)[0];
    },
  };
}
