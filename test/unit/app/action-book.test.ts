import { describe, expect, it } from "vitest";
import { ActionBook } from "../../../src/app/action-book.ts";

describe("ActionBook", () => {
  it("lets one action begin on one thing, and others on other things", () => {
    const book = new ActionBook();
    expect(book.get("r1")).toEqual({ state: "idle" });
    expect(book.begin("r1", "approve")).toBe(true);
    expect(book.get("r1")).toEqual({ state: "sending", what: "approve" });
    expect(book.begin("r1", "approve")).toBe(false);
    expect(book.begin("r1", "reject"), "not its opposite either").toBe(false);
    expect(book.get("r1")).toEqual({ state: "sending", what: "approve" });
    expect(book.begin("r2", "reject")).toBe(true);
  });

  it("remembers what was done as long as the thing may still be on screen", () => {
    const book = new ActionBook();
    book.begin("r1", "approve");
    book.done("r1", "approve", true);
    expect(book.get("r1")).toEqual({ state: "done", what: "approve" });
    expect(book.begin("r1", "reject")).toBe(false);
  });

  it("forgets what may be done again", () => {
    const book = new ActionBook();
    book.begin("d1", "revoke");
    book.done("d1", "revoke", false);
    expect(book.begin("d1", "revoke")).toBe(true);
    book.cancel("d1");
    expect(book.get("d1")).toEqual({ state: "idle" });
  });

  it("keeps a failure with its words, and lets the next try begin", () => {
    const book = new ActionBook();
    book.begin("r1", "approve");
    book.failed("r1", "approve", { sentence: "The gateway refused.", step: "Try later." });
    expect(book.get("r1")).toEqual({
      state: "failed",
      what: "approve",
      sentence: "The gateway refused.",
      step: "Try later.",
    });
    expect(book.begin("r1", "reject")).toBe(true);
    expect(book.get("r1")).toEqual({ state: "sending", what: "reject" });
  });

  it("after a list forgets what is gone and what was done, never what is under way", () => {
    const book = new ActionBook();
    for (const key of ["gone-failed", "here-failed"]) book.failed(key, "approve", { sentence: "No." });
    for (const key of ["gone-done", "here-done"]) book.done(key, "approve", true);
    for (const key of ["gone-sending", "here-sending"]) book.begin(key, "approve");
    book.settle((key) => key.startsWith("here"));
    const left = ["gone-failed", "here-failed", "gone-done", "here-done", "gone-sending", "here-sending"].map(
      (key) => book.get(key).state,
    );
    expect(left).toEqual(["idle", "failed", "idle", "idle", "sending", "sending"]);
  });
});
