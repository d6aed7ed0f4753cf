import type { DemoGateway } from "./demo-gateway-types.ts";
import type { DemoPhone } from "./demo-phones.ts";
import type { SimulatedPhone } from "./simulated-phone.ts";

export interface DemoLifeOptions {
  readonly gateway: Pick<DemoGateway, "owner" | "memory">;
  readonly phones: readonly DemoPhone[];
  readonly create: (phone: DemoPhone) => Pick<SimulatedPhone, "deviceId" | "connected" | "knock" | "close">;
  /** Runs once after `ms`; the undo cancels. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** The narrator: one sentence whenever something happened. */
  readonly tell?: (sentence: string) => void;
}

/** The first asks soon, so that a newcomer sees what it is about. */
const firstAfterMs = 3_000;
/** Once the newest request is answered the next device comes; where nobody answers it comes all the same, much later. */
const nextAfterAnswerMs = 6_000;
const nextAnywayMs = 30_000;
const lookEveryMs = 500;
/** Somebody who was turned away or locked out tries again, but not at once: the demo must not become a flood. */
const againAfterMs = 30_000;

/** `away`: not here, and it will try again; `asking`: its request waits; `in`: approved and connected. */
interface Visitor {
  readonly phone: ReturnType<DemoLifeOptions["create"]>;
  readonly name: string;
  readonly story: string;
  state: "away" | "asking" | "in";
  hasAsked: boolean;
}

/**
 * Phones that come and ask, one after another, and behave as people do: they wait while their request is open, come in
 * when it is approved, and try again half a minute after they were turned away or locked out. Returns its own undo.
 */
export function startDemoLife({ gateway, phones, create, after, tell }: DemoLifeOptions): () => Promise<void> {
  const timers = new Set<() => void>();
  const here = phones.map((phone): Visitor => {
    return { phone: create(phone), name: `“${phone.name}”`, story: phone.story, state: "away", hasAsked: false };
  });
  const coming = [...here];
  let cancelNext: (() => void) | undefined;
  let over = false;

  function later(ms: number, run: () => void): () => void {
    const undo = after(ms, () => {
      timers.delete(undo);
      run();
    });
    timers.add(undo);
    return () => {
      timers.delete(undo);
      undo();
    };
  }

  function nextComesIn(ms: number): void {
    cancelNext?.();
    const next = coming[0];
    if (!next) return;
    cancelNext = later(ms, () => {
      coming.shift();
      nextComesIn(nextAnywayMs);
      void knock(next);
    });
  }

  async function knock(visitor: Visitor): Promise<void> {
    const result = await visitor.phone.knock();
    if (over) return;
    if (result.kind === "refused") {
      goAway(visitor, `was refused: ${result.message}`);
      return;
    }
    if (result.kind === "hello") {
      visitor.state = "in";
      tell?.(`${visitor.name} is in: approved and connected. To lock it out: Devices, Remove.`);
    } else {
      visitor.state = "asking";
      tell?.(`${visitor.name} ${visitor.hasAsked ? "knocks again" : `knocks: ${visitor.story}`}.`);
      visitor.hasAsked = true;
    }
    later(lookEveryMs, () => look(visitor));
  }

  /** A phone isn't told that it was turned away: whoever asks has to look. */
  function look(visitor: Visitor): void {
    const { phone } = visitor;
    const isHere = (entry: { deviceId: string }) => entry.deviceId === phone.deviceId;
    const waits = visitor.state === "asking" && gateway.owner.pending().some(isHere);
    if (phone.connected || waits) {
      later(lookEveryMs, () => look(visitor));
      return;
    }
    if (visitor.state === "asking") nextComesIn(nextAfterAnswerMs);
    if (gateway.memory().book.paired.some(isHere)) void knock(visitor);
    else if (visitor.state === "asking") goAway(visitor, "stays out: it was rejected, or nobody answered in time.");
    else goAway(visitor, "was locked out: disconnected at once, and its token is void.");
  }

  function goAway(visitor: Visitor, why: string): void {
    visitor.state = "away";
    tell?.(`${visitor.name} ${why}`);
    later(againAfterMs, () => void knock(visitor));
  }

  nextComesIn(firstAfterMs);
  return async () => {
    over = true;
    for (const cancel of timers) cancel();
    await Promise.all(here.map(({ phone }) => phone.close()));
  };
}
