import { describe, expect, it } from "vitest";
import { ReadingBook } from "../../../src/app/reading-book.ts";
import { aRequestView } from "./snapshots.ts";

const pairing = aRequestView({ requestId: "r1", deviceId: "mac", digest: "p1" });
const node = aRequestView({ requestId: "node/n1", deviceId: "mac", digest: "n1", kind: "node-access" });

describe("what was read", () => {
  it("is kept for each card of a device that asks in two queues", () => {
    const book = new ReadingBook();
    book.seen(pairing, 0);
    book.seen(node, 0);
    expect(book.wasRead(pairing, 2_000)).toBe(true);
    expect(book.wasRead(node, 2_000)).toBe(true);
    expect(book.firstRead({ ...pairing, superseded: 1 })).toBe(pairing);
    expect(book.firstRead({ ...node, superseded: 1 })).toBe(node);
  });

  it("goes over to the request that took the place of another, in the same queue only", () => {
    const book = new ReadingBook();
    book.seen(node, 0);
    expect(book.firstRead({ ...pairing, requestId: "r2", superseded: 1 })).toBeUndefined();
    book.seen(pairing, 0);
    expect(book.firstRead({ ...pairing, requestId: "r2", superseded: 1 })).toBe(pairing);
    expect(book.firstRead({ ...pairing, requestId: "r2" })).toBeUndefined();
  });
});
