import type { DemoGateway } from "./demo-gateway-types.ts";
import type { DemoPhone } from "./demo-phones.ts";
import type { SimulatedPhone } from "./simulated-phone.ts";

export interface DemoLifeOptions {
  readonly gateway: Pick<DemoGateway, "owner" | "memory">;
  readonly phones: readonly DemoPhone[];
  readonly create: (phone: DemoPhone) => Pick<SimulatedPhone, "deviceId" | "connected" | "knock" | "close">;
  /** Runs once after `ms`; the undo cancels. */
  readonly after: (ms: number, run: () => void) => () => void;
}

/** The first asks soon, so that a newcomer sees what it is about; the others give time to look. */
const firstAfterMs = 3_000;
const nextAfterMs = 20_000;
const lookEveryMs = 500;
/** Somebody who was turned away or locked out tries again, but not at once: the demo must not become a flood. */
const againAfterMs = 60_000;

/**
 * Phones that come and ask, one after another, and behave as people do: they wait while their request is open, come in
 * when it is approved, and try again a minute after they were turned away. Returns its own undo.
 */
export function startDemoLife({ gateway, phones, create, after }: DemoLifeOptions): () => Promise<void> {
  const timers = new Set<() => void>();
  const here = phones.map(create);
  let over = false;

  function later(ms: number, run: () => void): void {
    const cancel = after(ms, () => {
      timers.delete(cancel);
      run();
    });
    timers.add(cancel);
  }

  async function visit(phone: (typeof here)[number]): Promise<void> {
    if (over) return;
    const result = await phone.knock();
    if (result.kind === "refused") later(againAfterMs, () => void visit(phone));
    else wait(phone);
  }

  function wait(phone: (typeof here)[number]): void {
    later(lookEveryMs, () => {
      const waits = gateway.owner.pending().some(({ deviceId }) => deviceId === phone.deviceId);
      if (phone.connected || waits) wait(phone);
      else if (gateway.memory().book.paired.some(({ deviceId }) => deviceId === phone.deviceId)) void visit(phone);
      else later(againAfterMs, () => void visit(phone));
    });
  }

  here.forEach((phone, place) => later(firstAfterMs + place * nextAfterMs, () => void visit(phone)));
  return async () => {
    over = true;
    for (const cancel of timers) cancel();
    await Promise.all(here.map((phone) => phone.close()));
  };
}
