import { describe, expect, it } from "vitest";
import { NoticeBoard } from "../../../src/app/notice-board.ts";

const sentences = (board: NoticeBoard) => board.notices.map(({ sentence }) => sentence);

describe("NoticeBoard", () => {
  it("tells in the order of posting, each with an id of its own, until it is dismissed", () => {
    const board = new NoticeBoard();
    board.post({ tone: "info", sentence: "One." });
    board.post({ tone: "bad", sentence: "Two.", step: "Do." });
    expect(sentences(board)).toEqual(["One.", "Two."]);
    const [one, two] = board.notices;
    expect(one!.id).not.toBe(two!.id);
    expect(two).toMatchObject({ tone: "bad", step: "Do." });
    board.dismiss(one!.id);
    expect(sentences(board)).toEqual(["Two."]);
    board.dismiss("nobody");
    expect(sentences(board)).toEqual(["Two."]);
  });

  it("tells the same sentence once: the newer one stands, at the end", () => {
    const board = new NoticeBoard();
    board.post({ tone: "info", sentence: "Same." });
    board.post({ tone: "info", sentence: "Other." });
    const first = board.notices[0]!.id;
    board.post({ tone: "warning", sentence: "Same." });
    expect(sentences(board)).toEqual(["Other.", "Same."]);
    expect(board.notices[1]).toMatchObject({ tone: "warning" });
    expect(board.notices[1]!.id, "a late dismissal of the old one leaves the new one").not.toBe(first);
  });

  it("keeps the five latest", () => {
    const board = new NoticeBoard();
    for (let n = 1; n <= 8; n += 1) board.post({ tone: "info", sentence: `${n}.` });
    expect(sentences(board)).toEqual(["4.", "5.", "6.", "7.", "8."]);
  });

  it("lets nothing push out what is bad, but what is bad too", () => {
    const board = new NoticeBoard();
    board.post({ tone: "bad", sentence: "Bad." });
    for (let n = 1; n <= 8; n += 1) board.post({ tone: "warning", sentence: `${n}.` });
    expect(sentences(board)).toEqual(["Bad.", "5.", "6.", "7.", "8."]);
    for (let n = 1; n <= 8; n += 1) board.post({ tone: "bad", sentence: `Bad ${n}.` });
    board.post({ tone: "info", sentence: "Last." });
    expect(sentences(board)).toEqual(["Bad 4.", "Bad 5.", "Bad 6.", "Bad 7.", "Bad 8.", "Last."]);
  });

  it("gives out lists that don't change under the reader", () => {
    const board = new NoticeBoard();
    board.post({ tone: "info", sentence: "One." });
    const before = board.notices;
    board.post({ tone: "info", sentence: "Two." });
    expect(before).toHaveLength(1);
  });
});
