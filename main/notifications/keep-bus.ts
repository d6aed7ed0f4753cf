import type { SessionBus } from "./session-bus.ts";

export interface KeepBusOptions {
  readonly connect: () => Promise<SessionBus>;
  /** Called with each new connection; its own undo runs when that connection is lost. */
  readonly use: (bus: SessionBus) => () => void;
  readonly wait?: (ms: number) => Promise<void>;
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}

/**
 * Keeps a connection to the session bus: when it is lost (logout, a restarted bus) it connects again, waiting 1 to 30 s.
 * Resolves after the first try with whether it stood, and with its own undo.
 */
export async function keepBus({
  connect,
  use,
  wait = sleep,
}: KeepBusOptions): Promise<{ up: boolean; undo: () => void }> {
  let current: SessionBus | undefined;
  let stopped = false;
  const isStopped = () => stopped;

  async function open(): Promise<boolean> {
    let bus: SessionBus;
    try {
      bus = await connect();
    } catch {
      return false;
    }
    if (isStopped()) {
      bus.close();
      return false;
    }
    current = bus;
    const undo = use(bus);
    bus.onLost(() => {
      current = undefined;
      undo();
      void openAgain();
    });
    return true;
  }

  async function openAgain(): Promise<void> {
    for (let ms = firstWaitMs; !isStopped(); ms = Math.min(ms * 2, longestWaitMs)) {
      await wait(ms);
      if (isStopped() || (await open())) return;
    }
  }

  const up = await open();
  if (!up) void openAgain();
  return {
    up,
    undo() {
      stopped = true;
      current?.close();
    },
  };
}
