import { describe, expect, it } from "vitest";
import { exportHistory, searchHistory } from "../../../src/pairing/history-search.ts";
import { cutOldest, verifyChain } from "../../../src/pairing/history.ts";
import type { HistoryRow } from "../../../src/pairing/history-row.ts";
import { chainOf, entries, entry } from "../../support/history-samples.ts";

const start = 1000;
const rows = chainOf(
  [
    entry(1, { name: "Anna’s Téléphone" }),
    entry(1, { kind: "decided", by: "this-app", detail: "Approved: operator, operator.read" }),
    entry(2, { gatewayId: "work" }),
    entry(2, { kind: "failed", by: "gateway", detail: "MISSING_SCOPE operator.admin", gatewayId: "work" }),
  ],
  start,
);
const found = (filter: Parameters<typeof searchHistory>[1]) => searchHistory(rows, filter).map(({ seq }) => seq);

describe("searchHistory", () => {
  it("gives all, newest first, and no more than asked for", () => {
    expect(found({})).toEqual([4, 3, 2, 1]);
    expect(found({ kinds: [], by: [] })).toEqual([4, 3, 2, 1]);
    expect(searchHistory(rows, {}, 2).map(({ seq }) => seq)).toEqual([4, 3]);
  });

  it("filters by kind, actor, gateway, device and time", () => {
    expect(found({ kinds: ["asked"] })).toEqual([3, 1]);
    expect(found({ by: ["this-app"] })).toEqual([2]);
    expect(found({ gatewayId: "work" })).toEqual([4, 3]);
    expect(found({ deviceId: "device-1" })).toEqual([2, 1]);
    expect(found({ fromMs: start + 1000, toMs: start + 3000 })).toEqual([3, 2]);
  });

  it("finds words in any order, without capitals or accents", () => {
    expect(found({ text: "TELEPHONE anna" })).toEqual([1]);
    expect(found({ text: "missing_scope" })).toEqual([4]);
    expect(found({ text: "request-2" })).toEqual([4, 3]);
    expect(found({ text: "anna missing" })).toEqual([]);
  });
});

describe("exportHistory", () => {
  it("holds every row and a chain that verifies again", () => {
    const cut = cutOldest(chainOf(entries(20)), { maxRows: 10, maxBytes: 1e6 }, 7);
    const document = JSON.parse(exportHistory(cut, 0)) as { rows: HistoryRow[]; leftOut: number; exportedAt: string };
    expect(document).toMatchObject({ version: 1, leftOut: 0, breaks: [], exportedAt: "1970-01-01T00:00:00.000Z" });
    expect(document.rows).toEqual(cut);
    expect(verifyChain(document.rows)).toEqual([]);
  });

  it("lets no other key pass", () => {
    const smuggled: HistoryRow = Object.assign({}, rows[1]!, { token: "s3cret-token" });
    const text = exportHistory(rows.with(1, smuggled), 0);
    expect(text).not.toContain("s3cret");
    expect(JSON.parse(text)).toMatchObject({ leftOut: 1, breaks: [{ seq: 3, why: "gap" }] });
  });
});
