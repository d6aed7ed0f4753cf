import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attend, freshAttention, type AttentionSettings } from "../../../src/app/attention.ts";
import { intentSchema } from "../../../src/app/intent.ts";
import { requestOf } from "./snapshots.ts";

const risk = fc.constantFrom("low", "elevated", "high" as const);
const moment = fc.record({
  afterMs: fc.constantFrom(0, 10, 400, 3_000, 20_000, 70_000),
  waiting: fc.uniqueArray(fc.record({ device: fc.nat({ max: 7 }), n: fc.nat({ max: 4 }), risk }), {
    selector: (each) => each.device,
    maxLength: 8,
  }),
  on: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});

describe("attend, for any course of events", () => {
  it("shows each tag once, only about what waits, never more than it may, and no request twice", () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 40 }), (moments) => {
        let memory = freshAttention;
        let nowMs = 0;
        const raisedAt: number[] = [];
        const gone = new Set<string>();
        const shown = new Map<string, { key: string | undefined; raise: number }>();
        for (const { afterMs, waiting, on } of moments) {
          nowMs += afterMs;
          const requests = waiting.map((each) => requestOf(each.device, each.n, { risk: each.risk }));
          const keys = new Set(requests.map((request) => request.key));
          const settings: AttentionSettings = { notifications: on, showNames: true };
          const { wanted, memory: after, nextAtMs } = attend(memory, { requests }, nowMs, settings);

          expect(new Set(wanted.map((model) => model.tag)).size).toBe(wanted.length);
          expect(wanted.length).toBeLessThanOrEqual(4);
          if (!on || requests.length === 0) expect(wanted).toEqual([]);
          if (nextAtMs !== undefined) expect(nextAtMs).toBeGreaterThan(nowMs);
          for (const model of wanted) {
            const intents = [model.open, ...model.buttons.map((button) => button.intent)];
            for (const intent of intents) {
              expect(intentSchema.safeParse(intent).success).toBe(true);
              // A decision is only ever about a request that waits, with the digest of that very request.
              if (intent.type === "approve" || intent.type === "reject") {
                const request = requests.find((each) => each.requestId === intent.requestId);
                expect(request?.digest).toBe(intent.digest);
                if (intent.type === "approve") expect(request?.risk).toBe("low");
              }
            }
            const key = model.open.type === "open" ? model.open.key : undefined;
            if (key !== undefined) expect(gone.has(key)).toBe(false);
            const before = shown.get(model.tag);
            if (model.tag !== "summary" && before?.raise !== model.raise) raisedAt.push(nowMs);
            if (key !== undefined) shown.set(model.tag, { key, raise: model.raise });
            else shown.set(model.tag, { key: undefined, raise: model.raise });
          }
          // What was on the screen and is gone from it, because it no longer waited, must never come back.
          const tags = new Set(wanted.map((model) => model.tag));
          for (const [tag, { key }] of shown) {
            if (key !== undefined && !keys.has(key)) gone.add(key);
            if (!tags.has(tag)) shown.delete(tag);
          }
          memory = after;
        }
        for (const at of raisedAt) {
          expect(raisedAt.filter((other) => other >= at && other < at + 10_000).length).toBeLessThanOrEqual(3);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("is pure: the same question gets the same answer, and the memory handed in stays as it was", () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 10 }), (moments) => {
        let memory = freshAttention;
        let nowMs = 0;
        for (const { afterMs, waiting } of moments) {
          nowMs += afterMs;
          const requests = waiting.map((each) => requestOf(each.device, each.n));
          const before = structuredClone(memory);
          const settings = { notifications: true, showNames: true };
          const once = attend(memory, { requests }, nowMs, settings);
          expect(attend(memory, { requests }, nowMs, settings)).toEqual(once);
          expect(memory).toEqual(before);
          memory = once.memory;
        }
      }),
      { numRuns: 50 },
    );
  });
});
