import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyInbox, reduceInbox, type Inbox, type InboxEvent } from "../../../src/pairing/inbox.ts";
import type { PairedDevice } from "../../../src/pairing/paired-device.ts";
import type { PairingRequest } from "../../../src/pairing/pairing-request.ts";
import { aDevice, aRequest } from "./samples.ts";

type Step =
  | { readonly do: "knock" | "approve" | "reject" | "remove" | "remove-elsewhere"; readonly device: number }
  | { readonly do: "list" | "read" | "answer" | "deliver" | "lose" | "disconnect" | "expire" };

/**
 * A gateway's book, and the wire between it and the inbox: what leaves arrives in order, and events may be lost on the way
 * (slow sockets). A list is read from the book some time before its answer leaves: events that leave in between are news.
 */
class World {
  readonly pending = new Map<string, PairingRequest>();
  readonly devices = new Map<string, PairedDevice>();
  wire: InboxEvent[] = [];
  asked: number[] = [];
  read: InboxEvent[] = [];
  inbox: Inbox = emptyInbox;
  clock = 1_000_000;
  #seq = 0;
  #request = 0;

  step(step: Step): void {
    this.clock += 10;
    switch (step.do) {
      case "knock": {
        this.#knock(`D${step.device}`);
        return;
      }
      case "approve":
      case "reject": {
        this.#decide(`D${step.device}`, step.do === "approve" ? "approved" : "rejected");
        return;
      }
      case "remove":
      case "remove-elsewhere":
        if (this.devices.delete(`D${step.device}`) && step.do === "remove") {
          this.#receive({ type: "removed-locally", deviceId: `D${step.device}` });
        }
        return;
      case "list":
        this.asked.push(++this.#seq);
        {
          this.#receive({ type: "list-started", seq: this.#seq });
          return;
        }
      case "read": {
        const seq = this.asked.shift();
        if (seq === undefined) return;
        const book = structuredClone({ pending: [...this.pending.values()], devices: [...this.devices.values()] });
        this.read.push({ type: "listed", seq, ...book, nowMs: this.clock });
        return;
      }
      case "answer": {
        const answer = this.read.shift();
        if (answer) this.wire.push(answer);
        return;
      }
      case "deliver": {
        const next = this.wire.shift();
        if (next) this.#receive(next);
        return;
      }
      case "lose":
        if (this.wire[0]?.type !== "listed") this.wire.shift();
        return;
      case "disconnect":
        this.wire = [];
        this.asked = [];
        this.read = [];
        {
          this.#receive({ type: "reset" });
          return;
        }
      case "expire":
        // Minutes pass: what is on its way has arrived.
        this.wire.push(...this.read.splice(0));
        while (this.wire.length > 0) this.step({ do: "deliver" });
        this.clock += 5 * 60_000;
        for (const [id, request] of this.pending)
          if (request.askedAtMs + 300_000 <= this.clock) this.pending.delete(id);
        {
          this.#receive({ type: "expired", nowMs: this.clock });
          return;
        }
    }
  }

  /** Everything that is under way arrives. */
  settle(): void {
    while (this.asked.length > 0) this.step({ do: "read" });
    while (this.read.length > 0) this.step({ do: "answer" });
    while (this.wire.length > 0) this.step({ do: "deliver" });
  }

  /** A list with nothing else on its way. */
  quietList(): void {
    this.settle();
    this.step({ do: "list" });
    this.settle();
  }

  #receive(event: InboxEvent): void {
    this.inbox = reduceInbox(this.inbox, event);
  }

  #knock(deviceId: string): void {
    const old = [...this.pending.values()].find((request) => request.deviceId === deviceId);
    const requestId = `R${++this.#request}`;
    const isRepair = this.devices.has(deviceId);
    const request = aRequest({ requestId, deviceId, isRepair, askedAtMs: this.clock });
    this.pending.set(requestId, request);
    if (old) {
      this.pending.delete(old.requestId);
      this.wire.push({ type: "resolved", requestId: old.requestId, deviceId, decision: "rejected", atMs: this.clock });
    }
    this.wire.push({ type: "requested", request: structuredClone(request) });
  }

  #decide(deviceId: string, decision: string): void {
    const request = [...this.pending.values()].find((each) => each.deviceId === deviceId);
    if (!request) return;
    this.pending.delete(request.requestId);
    if (decision === "approved") this.devices.set(deviceId, aDevice({ deviceId, approvedAtMs: this.clock }));
    this.wire.push({ type: "resolved", requestId: request.requestId, deviceId, decision, atMs: this.clock });
  }
}

const device = fc.nat({ max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom("knock" as const), device }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom("approve", "reject", "remove", "remove-elsewhere" as const), device }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom("list", "read", "answer", "deliver", "deliver", "deliver" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("lose", "disconnect", "expire" as const) }) },
);
const steps = fc.array(step, { maxLength: 60 });

describe("inbox", () => {
  it("equals the gateway's book after a list with nothing in flight, whatever happened before", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const world = new World();
        for (const each of all) world.step(each);
        world.quietList();
        expect([...world.inbox.pending.values()].map((each) => each.request)).toEqual([...world.pending.values()]);
        expect([...world.inbox.devices.values()]).toEqual([...world.devices.values()]);
        expect(world.inbox).toMatchObject({ listed: true, stale: false });
        expect(world.inbox.memory.journals.size).toBe(0);
      }),
      { numRuns: 250 },
    );
  });

  it("holds the gateway's requests once every event has arrived, without any further list", () => {
    const lossless = steps.map((all) => all.filter((each) => each.do !== "lose" && each.do !== "disconnect"));
    fc.assert(
      fc.property(lossless, (all) => {
        const world = new World();
        world.quietList();
        for (const each of all) world.step(each);
        world.settle();
        // A request may end by the clock while its event is on the wire; the expiry tick takes it out.
        world.inbox = reduceInbox(world.inbox, { type: "expired", nowMs: world.clock });
        expect([...world.inbox.pending.keys()].sort()).toEqual([...world.pending.keys()].sort());
      }),
      { numRuns: 250 },
    );
  });

  it("keeps the identity of every item that a quiet list doesn't change", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const world = new World();
        for (const each of all) world.step(each);
        world.quietList();
        const before = world.inbox;
        world.quietList();
        expect(world.inbox.pending).toBe(before.pending);
        expect(world.inbox.devices).toBe(before.devices);
      }),
      { numRuns: 100 },
    );
  });
});
