import { describe, expect, test } from "vitest";
import {
  type CodeEvent,
  type CodeLife,
  type CodeOutcome,
  DELIVERY_GRACE_MS,
  isShowing,
  reduceCode,
  wantsStatus,
} from "../../../src/pairing/code-life.ts";
import { codeEnd, type IssuedCode } from "../../../src/pairing/setup-code.ts";

const codeWithoutId: IssuedCode = {
  access: "limited",
  downgraded: false,
  gatewayUrl: "wss://gateway.example.net",
  madeAtMs: 0,
  expiresAtMs: 600_000,
  expiryKnown: true,
};
const code: IssuedCode = { ...codeWithoutId, setupId: "s1" };
const guest = { deviceId: "d1", name: "Pixel" };
const outcome: CodeOutcome = { setupId: "s1", guest, access: "limited" };
const preparing: CodeLife = { kind: "preparing" };

const live = (...events: CodeEvent[]): CodeLife => events.reduce(reduceCode, preparing);
const made: CodeEvent = { type: "made", code };
const madeWithoutId: CodeEvent = { type: "made", code: codeWithoutId };
const late: CodeEvent = { type: "tick", nowMs: 600_000 };
const nobody: CodeEvent = { type: "status", nowMs: 600_600 };

describe("the life of a set-up code", () => {
  test("is shown once it is made, and failed when it isn't", () => {
    expect(live(made)).toEqual({ kind: "shown", code, due: false });
    expect(live({ type: "refused", sentence: "No." })).toEqual({ kind: "failed", sentence: "No." });
  });

  test("the gateway's word that the device has its tokens ends it, whatever was believed", () => {
    const done: CodeEvent = { type: "completed", outcome };
    const delivered = { kind: "delivered", code, guest, access: "limited", told: true };
    expect(live(made, done)).toEqual(delivered);
    expect(live(made, { type: "delivery-uncertain", outcome }, done)).toEqual(delivered);
    expect(live(made, late, nobody, done)).toEqual(delivered);
    expect(live(made, { type: "guest-listed", guest, nowMs: 1 }, done)).toEqual(delivered);
    expect(live(made, done, { type: "delivery-uncertain", outcome })).toEqual(delivered);
  });

  test("word about another code changes nothing", () => {
    const other = { ...outcome, setupId: "s2" };
    expect(live(made, { type: "completed", outcome: other })).toEqual(live(made));
    expect(live(made, { type: "delivery-uncertain", outcome: other })).toEqual(live(made));
    expect(live(made, { type: "status", uncertain: other, nowMs: 1 })).toEqual(live(made));
  });

  test("past its time it is shown no more, and called expired only when the gateway says that nobody used it", () => {
    const due = live(made, late);
    expect([isShowing(due), wantsStatus(due), due.kind]).toEqual([false, true, "shown"]);
    expect(live(made, late, nobody)).toEqual({ kind: "expired", code, checked: true });
    expect(live(made, late, { type: "status", completion: outcome, nowMs: 600_600 }).kind).toBe("delivered");
    expect(live(made, late, { type: "status-unknown", nowMs: 600_600 })).toEqual({
      kind: "expired",
      code,
      checked: false,
    });
  });

  test("an answer that knows of nothing ends no code before its time", () => {
    expect(live(made, { type: "status", nowMs: 5 })).toEqual(live(made));
    expect(live(made, { type: "status-unknown", nowMs: 5 })).toEqual(live(made));
  });

  test("a device that appeared has claimed it, until the gateway says how it ended", () => {
    const claimed = live(made, { type: "guest-listed", guest, nowMs: 100 });
    expect([claimed.kind, isShowing(claimed), wantsStatus(claimed)]).toEqual(["claimed", false, true]);
    const uncertainAt = (nowMs: number): CodeEvent => ({ type: "status", uncertain: outcome, nowMs });
    expect(reduceCode(claimed, uncertainAt(100 + DELIVERY_GRACE_MS - 1))).toBe(claimed);
    expect(reduceCode(claimed, uncertainAt(100 + DELIVERY_GRACE_MS)).kind).toBe("uncertain");
    expect(reduceCode(claimed, { type: "status", nowMs: 200 })).toBe(claimed);
    expect(reduceCode(claimed, { type: "status", nowMs: 700_000 }).kind).toBe("uncertain");
  });

  test("an uncertain answer is first a claim: the gateway corrects itself within a moment", () => {
    expect(live(made, { type: "status", uncertain: outcome, nowMs: 5 })).toEqual({
      kind: "claimed",
      code,
      guest,
      sinceMs: 5,
    });
  });

  test("the event that says uncertain is believed at once", () => {
    expect(live(made, { type: "delivery-uncertain", outcome })).toEqual({ kind: "uncertain", code, guest });
  });

  describe("a guest that was removed", () => {
    const gone: CodeEvent = { type: "guest-gone", deviceId: "d1" };
    const listed: CodeEvent = { type: "guest-listed", guest, nowMs: 100 };
    const doubted: CodeEvent = { type: "delivery-uncertain", outcome };

    test("ends it, and nothing that is from before the removal counts", () => {
      const removed = live(made, listed, gone);
      expect(removed).toEqual({ kind: "removed", code, guest, open: true });
      expect([isShowing(removed), wantsStatus(removed)]).toEqual([false, false]);
      for (const event of [
        doubted,
        late,
        nobody,
        { type: "status", completion: outcome, nowMs: 5 },
        { type: "status", uncertain: outcome, nowMs: 700_000 },
        { type: "guest-listed", guest: { deviceId: "d2" }, nowMs: 200 },
      ] satisfies CodeEvent[]) {
        expect(reduceCode(removed, event)).toBe(removed);
      }
    });

    test("after a doubtful delivery the code is spent, and stays so", () => {
      const removed = live(made, doubted, gone);
      expect(removed).toEqual({ kind: "removed", code, guest, open: false });
      expect(reduceCode(removed, listed)).toBe(removed);
    });

    test("may come back with the code that is good for it alone", () => {
      expect(live(made, listed, gone, listed)).toEqual({ kind: "claimed", code, guest, sinceMs: 100 });
      expect(live(made, listed, gone, { type: "completed", outcome }).kind).toBe("delivered");
    });

    test("is nobody else, and no device of a code that was delivered", () => {
      expect(live(made, listed, { type: "guest-gone", deviceId: "d2" }).kind).toBe("claimed");
      expect(live(made, gone)).toEqual(live(made));
      expect(live(made, { type: "completed", outcome }, gone).kind).toBe("delivered");
    });
  });

  test("an older gateway's new device is the one that came", () => {
    expect(live(madeWithoutId, { type: "guest-listed", guest, nowMs: 5 })).toEqual({
      kind: "delivered",
      code: codeWithoutId,
      guest,
      access: "limited",
      told: false,
    });
  });

  test("nothing is ever shown again", () => {
    const ends: CodeEvent[] = [
      { type: "completed", outcome },
      { type: "delivery-uncertain", outcome },
      { type: "guest-listed", guest, nowMs: 5 },
      late,
    ];
    const all: CodeEvent[] = [made, madeWithoutId, ...ends, nobody, { type: "status-unknown", nowMs: 1 }];
    for (const end of ends) {
      for (const first of all) {
        for (const second of all) expect(isShowing(live(made, end, first, second))).toBe(false);
      }
    }
  });
});

describe("the end of a code", () => {
  const minute = 60_000;

  test("is the gateway's by the same clock, else about ten minutes", () => {
    for (const same of [570_000, 600_000, 630_000]) {
      expect(codeEnd(same, 0)).toEqual({ expiresAtMs: same, expiryKnown: true });
    }
    // A clock nine minutes behind or ahead, too: the code lives ten minutes all the same.
    for (const other of [undefined, 0, 999, minute, 9 * minute, 19 * minute, 21 * minute]) {
      expect(codeEnd(other, 1_000)).toEqual({ expiresAtMs: 601_000, expiryKnown: false });
    }
  });

  test("by another clock is none that the gateway's answer could confirm", () => {
    const unsure = { ...code, ...codeEnd(minute, 0) };
    const end = [{ type: "made", code: unsure }, late, nobody] as const;
    expect(live(...end)).toEqual({ kind: "expired", code: unsure, checked: false });
    expect(live(...end, { type: "completed", outcome }).kind).toBe("delivered");
  });
});
