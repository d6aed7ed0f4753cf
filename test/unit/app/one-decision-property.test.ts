import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RequestView } from "../../../src/app/snapshot.ts";
import { requestRow, stageDesk } from "../../support/desk-stage.ts";

/** What may happen to a desk, in any order. Numbers choose among few devices and requests, so that things collide. */
type Step =
  | { readonly do: "knock" | "supersede" | "rename" | "resolve" | "list"; readonly who: number }
  | { readonly do: "decide"; readonly what: "approve" | "reject"; readonly who: number; readonly stale: boolean }
  | { readonly do: "several"; readonly what: "approve" | "reject" }
  | { readonly do: "see"; readonly who: number }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "break" | "fail" | "work" };

const who = fc.integer({ min: 0, max: 1 });
const what = fc.constantFrom("approve" as const, "reject" as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom("knock" as const, "supersede" as const), who }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("decide" as const), what, who, stale: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom("rename" as const, "resolve" as const, "list" as const), who }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("several" as const), what }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("see" as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.constantFrom(1, 200, 2_000, 15_000, 301_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom("break" as const, "fail" as const, "work" as const, "work" as const) }),
  },
);

/** A gateway that plays along, and a user who clicks everywhere. Returns every deciding RPC with what the gateway held. */
async function play(steps: readonly Step[]) {
  const stage = stageDesk();
  await stage.connect();
  const { gateway, clock, desk } = stage;
  let next = 0;
  const row = (device: number) => gateway.pending.find((each) => each["deviceId"] === `d${device}`);
  const shown = new Map<string, string>();
  const sent: { requestId: string; method: string; asShown: boolean; clicks: number }[] = [];
  const clicks = new Map<string, number>();
  let decide: () => Promise<unknown> = async () => ({});
  for (const method of ["device.pair.approve", "device.pair.reject"]) {
    gateway.answers.set(method, async () => {
      const requestId = String(gateway.calls.at(-1)?.params["requestId"]);
      const held = gateway.pending.find((each) => each["requestId"] === requestId);
      const asShown = held === undefined || shown.get(requestId) === JSON.stringify(held["scopes"]);
      sent.push({ requestId, method, asShown, clicks: clicks.get(requestId) ?? 0 });
      if (!held) throw Object.assign(new Error("unknown requestId"), { gatewayCode: "INVALID_REQUEST" });
      const answer = await decide();
      // By its id: it may have been renamed while the answer was on its way.
      gateway.pending = gateway.pending.filter((each) => each["requestId"] !== requestId);
      return answer;
    });
  }
  const ask = async (device: number, more: object) => {
    next += 1;
    const fresh = requestRow(`r${next}`, `d${device}`, clock.now(), {
      role: "operator",
      roles: ["operator"],
      scopes: ["operator.read"],
      ...more,
    });
    gateway.pending = [...gateway.pending.filter((each) => each["deviceId"] !== `d${device}`), fresh];
    await stage.event("device.pair.requested", fresh);
  };
  /** What a person reads at the moment of a click. A name may change under the same id while the RPC is on its way; that no
   *  client can see. Scopes can't: with other scopes comes another id. */
  const click = (requestId: string, scopes: readonly string[]) => {
    shown.set(requestId, JSON.stringify(scopes));
    clicks.set(requestId, (clicks.get(requestId) ?? 0) + 1);
  };
  const pending: Promise<unknown>[] = [];
  for (const one of steps) {
    const visible = desk.snapshot().requests;
    const view = "who" in one ? visible.find(({ deviceId }) => deviceId === `d${one.who}`) : undefined;
    if (one.do === "knock") await ask(one.who, {});
    else if (one.do === "supersede") {
      const old = row(one.who);
      if (old)
        await stage.event("device.pair.resolved", {
          requestId: old["requestId"],
          decision: "rejected",
          deviceId: `d${one.who}`,
          ts: clock.now(),
        });
      await ask(one.who, { scopes: ["operator.admin"] });
    } else if (one.do === "rename") {
      gateway.pending = gateway.pending.map((each) =>
        each["deviceId"] === `d${one.who}` ? { ...each, displayName: `Name ${next++}` } : each,
      );
    } else if (one.do === "resolve") {
      const old = row(one.who);
      gateway.pending = gateway.pending.filter((each) => each !== old);
      if (old)
        await stage.event("device.pair.resolved", {
          requestId: old["requestId"],
          decision: "approved",
          deviceId: `d${one.who}`,
        });
    } else if (one.do === "list") await stage.event("device.pair.changed", {});
    else if (one.do === "decide" && view) {
      // A click on what isn't there any more must lead to nothing at all, and neither may one on what is under way.
      if (!one.stale && !isUnderWay(view)) {
        click(
          view.requestId,
          view.scopes.map(({ name }) => name),
        );
      }
      const digest = one.stale ? "of something else" : view.digest;
      pending.push(desk.handle({ type: one.what, gatewayId: view.gatewayId, requestId: view.requestId, digest }));
    } else if (one.do === "several" && visible.length > 0) {
      for (const each of visible.filter((row) => !isUnderWay(row)))
        click(
          each.requestId,
          each.scopes.map(({ name }) => name),
        );
      const items = visible.map(({ gatewayId, requestId, digest }) => ({ gatewayId, requestId, digest }));
      pending.push(desk.handle({ type: "decide-several", what: one.what, items }));
    } else if (one.do === "see" && view) {
      await desk.handle({ type: "seen", gatewayId: view.gatewayId, requestId: view.requestId, digest: view.digest });
    } else if (one.do === "wait") {
      clock.advance(one.ms);
      await stage.settle();
    } else if (one.do === "break") decide = () => Promise.reject(new Error("gateway request timeout"));
    else if (one.do === "fail") {
      decide = () => Promise.reject(Object.assign(new Error("no"), { gatewayCode: "UNAVAILABLE" }));
    } else if (one.do === "work") decide = async () => ({});
  }
  clock.advance(20_000);
  await stage.settle();
  await Promise.all(pending);
  return { sent, clicks, history: stage.history };
}

function isUnderWay({ action }: RequestView): boolean {
  return action.state === "sending" || action.state === "done";
}

describe("whatever happens, in whatever order", () => {
  it(
    "one click leads to at most one RPC, and an approval is only ever of what was on screen",
    { timeout: 60_000 },
    async () => {
      const total = { approved: 0, rejected: 0, clicks: 0 };
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
          const { sent, clicks, history } = await play(steps);
          for (const [requestId, made] of clicks) {
            expect(sent.filter((rpc) => rpc.requestId === requestId).length).toBeLessThanOrEqual(made);
          }
          total.clicks += [...clicks.values()].reduce((sum, made) => sum + made, 0);
          for (const rpc of sent) {
            total[rpc.method === "device.pair.approve" ? "approved" : "rejected"] += 1;
            expect(rpc.clicks, "nobody clicked").toBeGreaterThan(0);
            if (rpc.method === "device.pair.approve") expect(rpc.asShown, "not what was on screen").toBe(true);
          }
          // Each confirmed decision is confirmed once: what succeeded is never sent again.
          const confirmed = history.rows().filter((row) => row.kind === "confirmed");
          const ids = confirmed.map((row) => (row.kind === "confirmed" ? row.requestId : ""));
          expect(new Set(ids).size).toBe(ids.length);
          expect(history.breaks()).toEqual([]);
        }),
        { numRuns: 300 },
      );
      // Or nothing was tried.
      expect(Math.min(total.approved, total.rejected, total.clicks - total.approved - total.rejected)).toBeGreaterThan(
        20,
      );
    },
  );
});
